package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** A parameter and the value it was changed to. */
public record ChangedParameter(int classId, ObisCode logicalName, int attributeIndex, Data value) {}
