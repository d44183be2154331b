package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemTime;

/** When something is done; both may have wildcards. */
public record ExecutionTime(CosemTime time, CosemDate date) {}
