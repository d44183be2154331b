package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.data.Data;

/** A value for an M-Bus slave. */
public record MbusData(Bytes dataInformationBlock, Bytes valueInformationBlock, Data data) {}
