package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.CosemDateTime;

/** When the emergency threshold of a limiter counts; the duration is in seconds. */
public record EmergencyProfile(int id, CosemDateTime activationTime, long duration) {}
