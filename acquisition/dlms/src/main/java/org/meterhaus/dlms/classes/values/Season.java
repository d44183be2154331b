package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.CosemDateTime;

/** From when on which week is in force; the start may have wildcards. */
public record Season(Bytes name, CosemDateTime start, Bytes weekName) {}
