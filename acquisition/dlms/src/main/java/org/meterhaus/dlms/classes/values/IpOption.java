package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;

/** An option of IPv4. */
public record IpOption(int type, int length, Bytes data) {}
