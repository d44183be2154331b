package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.data.Data;

/**
 * What the bits of a status word stand for: the first entry of a table, or an entry for each bit.
 */
public record StatusTable(int tableId, Data mapping) {}
