package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.CosemDateTime;

/** From when on and how often (seconds) a confirmation is wanted. */
public record ConfirmationParameters(CosemDateTime startDate, long interval) {}
