package org.meterhaus.db.commands;

/**
 * A claimed command with what is needed to carry it out.
 *
 * @param deviceName for the announcement
 * @param sinkId through which the meter is reached
 * @param meterId COSEM logical device name
 * @param relayObis disconnect control, class 70
 */
public record Task(
    Command command, String deviceName, String sinkId, String meterId, String relayObis) {}
