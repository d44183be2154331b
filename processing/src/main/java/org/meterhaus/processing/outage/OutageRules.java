package org.meterhaus.processing.outage;

import java.time.Duration;

/**
 * When silence is an outage.
 *
 * <p>A last gasp, the message that a meter pushes when its power goes, makes it silent at once,
 * where silence alone takes {@code grace} or {@code suspectAfter}. Meters that fell silent together
 * are an outage if they are {@code minimum} and {@code share}; or if {@code gasps} of one section,
 * or half of it and two at least, gasped within {@code gaspsWithin}. An outage with a gasp in it is
 * one of power, and confirmed at once: not while anybody else tells otherwise by having been heard
 * later. A gasp alone is a matter of that flat.
 *
 * @param grace how much later than its interval a meter may be heard before it counts as silent,
 *     more than zero
 * @param suspectAfter how long a sink that is alive must fail to reach a meter before it counts as
 *     silent, zero or more. Three minutes are what EN 50160 sets between short and long
 *     interruptions
 * @param reportFresh how old what a sink said may be to be of now, more than zero
 * @param share of the meters of a section or building that must be silent together, above 0 to 1. A
 *     third is what the loss of one phase takes in a house of single-phase flats
 * @param minimum meters that must be silent together, 2 or more: one is a fault of the meter
 * @param minimumWitnesses meters whose status bits must tell of a power failure to believe it, 1 or
 *     more
 * @param gasps of one section that make an outage, however large the section, 2 or more: gasps get
 *     lost, so a share of them is not to be had
 * @param gaspsWithin how far apart gasps of one event may be heard, and how much later than a gasp
 *     those that are silent with it may have been heard, more than zero
 * @param confirmAfter how long a silence that the sink's other meters do not share must last to be
 *     believed, zero or more
 * @param backShare of its meters that must report again, above 0 to 1
 * @param settle how long they must go on reporting, zero or more
 * @param reopenWithin a silence of the same place that begins so soon after the end is the same
 *     outage, zero or more
 * @param correctFor how long after the end what meters tell about it is still taken in, more than
 *     {@code reopenWithin}
 */
public record OutageRules(
    Duration grace,
    Duration suspectAfter,
    Duration reportFresh,
    double share,
    int minimum,
    int minimumWitnesses,
    int gasps,
    Duration gaspsWithin,
    Duration confirmAfter,
    double backShare,
    Duration settle,
    Duration reopenWithin,
    Duration correctFor) {

  public OutageRules {
    require(grace.isPositive(), "grace must be positive but was " + grace);
    require(!suspectAfter.isNegative(), "suspectAfter must not be negative: " + suspectAfter);
    require(reportFresh.isPositive(), "reportFresh must be positive but was " + reportFresh);
    require(share > 0 && share <= 1, "share must be above 0, to 1, but was " + share);
    require(minimum >= 2, "minimum must be 2 or more but was " + minimum);
    require(
        minimumWitnesses >= 1, "minimumWitnesses must be 1 or more but was " + minimumWitnesses);
    require(gasps >= 2, "gasps must be 2 or more but was " + gasps);
    require(gaspsWithin.isPositive(), "gaspsWithin must be positive but was " + gaspsWithin);
    require(!confirmAfter.isNegative(), "confirmAfter must not be negative: " + confirmAfter);
    require(
        backShare > 0 && backShare <= 1, "backShare must be above 0, to 1, but was " + backShare);
    require(!settle.isNegative(), "settle must not be negative: " + settle);
    require(!reopenWithin.isNegative(), "reopenWithin must not be negative: " + reopenWithin);
    require(
        correctFor.compareTo(reopenWithin) > 0,
        "correctFor must be more than reopenWithin but was " + correctFor);
  }

  /**
   * Ten minutes of grace, three where the sink tells, 30 % and three meters, three gasps within two
   * minutes, back at 80 % for fifteen minutes, a week to tell.
   */
  public static OutageRules defaults() {
    return new OutageRules(
        Duration.ofMinutes(10),
        Duration.ofMinutes(3),
        Duration.ofMinutes(1),
        0.3,
        3,
        2,
        3,
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        0.8,
        Duration.ofMinutes(15),
        Duration.ofHours(2),
        Duration.ofDays(7));
  }

  /** The same with other waits: before a meter is silent, before it is believed, after its end. */
  public OutageRules withWaits(Duration suspect, Duration confirm, Duration settled) {
    return new OutageRules(
        grace,
        suspect,
        reportFresh,
        share,
        minimum,
        minimumWitnesses,
        gasps,
        gaspsWithin,
        confirm,
        backShare,
        settled,
        reopenWithin,
        correctFor);
  }

  private static void require(boolean met, String message) {
    if (!met) {
      throw new IllegalArgumentException(message);
    }
  }
}
