package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.CosemDateTime;

/** A time in which something may be done; both ends may have wildcards. */
public record Window(CosemDateTime start, CosemDateTime end) {}
