package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;

/** An image that was verified and may be activated. */
public record ImageToActivate(long size, Bytes identification, Bytes signature) {}
