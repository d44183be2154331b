package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.ObisCode;

/** What percentage of a top-up goes to a credit. */
public record TokenShare(ObisCode creditReference, int proportion) {}
