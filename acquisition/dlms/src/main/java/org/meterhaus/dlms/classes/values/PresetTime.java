package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.CosemDateTime;

/** A time to set a clock to, and when it may be used. */
public record PresetTime(
    CosemDateTime presetTime,
    CosemDateTime validityIntervalStart,
    CosemDateTime validityIntervalEnd) {}
