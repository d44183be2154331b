package org.meterhaus.db.customers;

import java.util.List;
import org.meterhaus.db.house.Building;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.house.Dwelling;
import org.meterhaus.db.house.Section;

/**
 * A usage point as one customer may see it.
 *
 * @param stays when, oldest first, at least one
 */
public record HeldUsagePoint(
    String id,
    Dwelling dwelling,
    Section section,
    Building building,
    Channel channel,
    List<Stay> stays) {}
