package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;

/** The price of a tariff. */
public record ChargeTableElement(Bytes index, int chargePerUnit) {}
