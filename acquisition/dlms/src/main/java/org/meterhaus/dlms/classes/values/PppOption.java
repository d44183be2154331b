package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.data.Data;

/** An option of LCP or IPCP. */
public record PppOption(int type, int length, Data data) {}
