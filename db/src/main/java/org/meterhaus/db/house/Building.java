package org.meterhaus.db.house;

import java.time.ZoneId;

/**
 * @param zone whose calendar days its channels are kept by
 * @param organisation that runs it
 */
public record Building(String id, String name, ZoneId zone, String organisation) {}
