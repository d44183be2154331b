package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.CosemDate;

/** A day that is not like its weekday. */
public record SpecialDay(int index, CosemDate date, int dayId) {}
