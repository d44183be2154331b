package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/**
 * Which charge may be collected from which credit; bits: when disconnected, in load limiting, in
 * friendly credit periods.
 */
public record CollectionConfiguration(
    ObisCode creditReference, ObisCode chargeReference, Data.BitString configuration) {}
