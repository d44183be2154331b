package org.meterhaus.db.blocks;

import java.util.Arrays;
import java.util.OptionalInt;

/** The values of a day with the quality of each, slot by slot. Immutable. */
public final class CleanValues {
  private final int[] wh;
  private final byte[] quality;

  private CleanValues(int[] wh, byte[] quality) {
    this.wh = wh;
    this.quality = quality;
  }

  /**
   * @param wh Wh of each slot; what stands where the quality is {@link Quality#MISSING} is ignored
   * @param quality codes, as many as {@code wh}
   */
  public static CleanValues of(int[] wh, byte[] quality) {
    if (wh.length != quality.length || wh.length == 0) {
      throw new IllegalArgumentException(
          "a day needs as many values as qualities but had %d and %d"
              .formatted(wh.length, quality.length));
    }
    int[] values = wh.clone();
    for (int i = 0; i < values.length; i++) {
      if (Quality.of(quality[i]) == Quality.MISSING) {
        values[i] = 0;
      }
    }
    return new CleanValues(values, quality.clone());
  }

  /** Number of slots. */
  public int size() {
    return wh.length;
  }

  public Quality quality(int slot) {
    return Quality.of(quality[slot]);
  }

  public boolean isPresent(int slot) {
    return quality[slot] != Quality.MISSING.code();
  }

  /** Empty where there is none: a gap is never zero. */
  public OptionalInt wh(int slot) {
    return isPresent(slot) ? OptionalInt.of(wh[slot]) : OptionalInt.empty();
  }

  /** Number of slots with a value, measured or not. */
  public int present() {
    int present = 0;
    for (byte code : quality) {
      if (code != Quality.MISSING.code()) {
        present++;
      }
    }
    return present;
  }

  /** The codes, one for each slot; a copy. */
  public byte[] qualityCodes() {
    return quality.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CleanValues that
        && Arrays.equals(wh, that.wh)
        && Arrays.equals(quality, that.quality);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(wh) + Arrays.hashCode(quality);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int slot = 0; slot < wh.length; slot++) {
      text.append(slot == 0 ? "" : " ").append(isPresent(slot) ? wh[slot] : "-");
      if (quality[slot] != Quality.MEASURED.code() && isPresent(slot)) {
        text.append('/').append(quality[slot]);
      }
    }
    return text.toString();
  }
}
