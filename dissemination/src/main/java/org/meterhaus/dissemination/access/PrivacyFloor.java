package org.meterhaus.dissemination.access;

/**
 * How many flats must be behind a figure that neighbours may see: of fewer, somebody who knows the
 * others could tell what a single one uses.
 */
public final class PrivacyFloor {

  public static final int FLATS = 5;

  private PrivacyFloor() {}

  /**
   * @param flats that have data behind the figure
   */
  public static boolean admits(int flats) {
    return flats >= FLATS;
  }
}
