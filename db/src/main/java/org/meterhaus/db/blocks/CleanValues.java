package org.meterhaus.db.blocks;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.bytes.MalformedBytes;
import org.meterhaus.db.bytes.VarintReader;
import org.meterhaus.db.bytes.VarintWriter;

/**
 * The values of a day with the quality of each, slot by slot, and how sure the estimates are.
 * Immutable.
 */
public final class CleanValues {
  private final int[] wh;
  private final byte[] quality;

  /** Wh below and above the value for each slot, alternating; empty where nothing is known. */
  private final int[] band;

  private CleanValues(int[] wh, byte[] quality, int[] band) {
    this.wh = wh;
    this.quality = quality;
    this.band = band;
  }

  /**
   * @param wh Wh of each slot; what stands where the quality is {@link Quality#MISSING} is ignored
   * @param quality codes, as many as {@code wh}
   */
  public static CleanValues of(int[] wh, byte[] quality) {
    return of(wh, quality, new int[0], new int[0]);
  }

  /**
   * With a band around each estimate.
   *
   * @param low Wh that the true value exceeds in 9 of 10 cases, at most {@code wh}; as many as
   *     {@code wh} or none
   * @param high Wh that it stays below in 9 of 10 cases, at least {@code wh}; as many as {@code
   *     low}
   */
  public static CleanValues of(int[] wh, byte[] quality, int[] low, int[] high) {
    if (low.length != high.length || (low.length != 0 && low.length != wh.length)) {
      throw new IllegalArgumentException(
          "a band needs as many bounds as values but had %d and %d for %d"
              .formatted(low.length, high.length, wh.length));
    }
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
    int[] band = new int[0];
    for (int i = 0; i < low.length; i++) {
      if (Quality.of(quality[i]).isEstimated()) {
        if (band.length == 0) {
          band = new int[2 * wh.length];
        }
        band[2 * i] = Math.max(0, wh[i] - low[i]);
        band[2 * i + 1] = Math.max(0, high[i] - wh[i]);
      }
    }
    return new CleanValues(values, quality.clone(), band);
  }

  /** Wh that the true value exceeds in 9 of 10 cases; empty unless estimated with a band. */
  public OptionalInt low(int slot) {
    return band.length != 0 && quality(slot).isEstimated()
        ? OptionalInt.of(wh[slot] - band[2 * slot])
        : OptionalInt.empty();
  }

  /** Wh that the true value stays below in 9 of 10 cases; empty unless estimated with a band. */
  public OptionalInt high(int slot) {
    return band.length != 0 && quality(slot).isEstimated()
        ? OptionalInt.of(wh[slot] + band[2 * slot + 1])
        : OptionalInt.empty();
  }

  /** The band as stored: two varints for each estimated slot; null without one. */
  byte @Nullable [] bandBytes() {
    if (band.length == 0) {
      return null;
    }
    var out = new VarintWriter(2 * wh.length);
    for (int slot = 0; slot < wh.length; slot++) {
      if (quality(slot).isEstimated()) {
        out.varint(band[2 * slot]);
        out.varint(band[2 * slot + 1]);
      }
    }
    return out.toByteArray();
  }

  /** The opposite of {@link #bandBytes}. */
  static CleanValues of(int[] wh, byte[] quality, byte @Nullable [] bandBytes) {
    CleanValues plain = of(wh, quality);
    if (bandBytes == null) {
      return plain;
    }
    var in = new VarintReader(bandBytes);
    int[] band = new int[2 * wh.length];
    try {
      for (int slot = 0; slot < wh.length; slot++) {
        if (plain.quality(slot).isEstimated()) {
          band[2 * slot] = in.varint("band below", 0, Integer.MAX_VALUE);
          band[2 * slot + 1] = in.varint("band above", 0, Integer.MAX_VALUE);
        }
      }
      in.expectEnd();
    } catch (MalformedBytes e) {
      throw new IllegalStateException("the band of a day cannot be read", e);
    }
    return new CleanValues(plain.wh, plain.quality, band);
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

  /** Wh of a slot that {@link #isPresent}. */
  int present(int slot) {
    return wh[slot];
  }

  /**
   * The same with other values in some slots.
   *
   * @param values Wh by slot
   * @param code quality of all of them, not an estimate
   */
  public CleanValues with(Map<Integer, Integer> values, Quality code) {
    int[] newWh = wh.clone();
    byte[] codes = quality.clone();
    int[] newBand = band.clone();
    values.forEach((slot, value) -> {
      newWh[slot] = value;
      codes[slot] = code.code();
      if (newBand.length != 0) {
        newBand[2 * slot] = 0;
        newBand[2 * slot + 1] = 0;
      }
    });
    boolean estimated = false;
    for (byte each : codes) {
      estimated |= Quality.of(each).isEstimated();
    }
    return new CleanValues(newWh, codes, estimated ? newBand : new int[0]);
  }

  /** The same, without a value where {@code kept} is false. */
  CleanValues only(boolean[] kept) {
    byte[] codes = quality.clone();
    int[] values = wh.clone();
    for (int slot = 0; slot < codes.length; slot++) {
      if (!kept[slot]) {
        codes[slot] = Quality.MISSING.code();
        values[slot] = 0;
      }
    }
    return new CleanValues(values, codes, band);
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
        && Arrays.equals(quality, that.quality)
        && Arrays.equals(band, that.band);
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
