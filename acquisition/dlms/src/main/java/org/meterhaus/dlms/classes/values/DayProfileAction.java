package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.CosemTime;

/** Which script runs from when on; without a name the script table is the one of the tariffs. */
public record DayProfileAction(CosemTime startTime, Bytes scriptLogicalName, int scriptSelector) {}
