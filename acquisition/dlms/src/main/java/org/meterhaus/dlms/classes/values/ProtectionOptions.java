package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.data.Data;

/** Header fields and key of a protection. */
public record ProtectionOptions(
    Bytes transactionId,
    Bytes originatorSystemTitle,
    Bytes recipientSystemTitle,
    Bytes otherInformation,
    Data keyInfo) {}
