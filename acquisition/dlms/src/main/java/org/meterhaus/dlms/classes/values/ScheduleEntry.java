package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.data.Data;

/**
 * A line of a schedule; the validity window is in minutes, 65535 = always; weekdays are Monday
 * first.
 */
public record ScheduleEntry(
    int index,
    boolean enable,
    Bytes scriptLogicalName,
    int scriptSelector,
    CosemTime switchTime,
    int validityWindow,
    Data.BitString execWeekdays,
    Data.BitString execSpecdays,
    CosemDate beginDate,
    CosemDate endDate) {}
