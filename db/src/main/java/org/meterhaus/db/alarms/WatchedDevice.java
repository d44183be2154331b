package org.meterhaus.db.alarms;

/**
 * A rule together with what its device is called.
 *
 * @param deviceName as the customer knows it
 */
public record WatchedDevice(AlarmRule rule, String deviceName) {}
