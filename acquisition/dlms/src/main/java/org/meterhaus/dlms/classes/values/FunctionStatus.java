package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;

/** Whether a function is on. */
public record FunctionStatus(Bytes name, boolean enabled) {}
