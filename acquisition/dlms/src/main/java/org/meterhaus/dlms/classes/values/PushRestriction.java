package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.data.Data;

/** Which rows of a profile are pushed: 0 all, 1 by date, 2 by entry. */
public record PushRestriction(int type, Data value) {}
