package org.meterhaus.processing.merge;

import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.arrivals.Readings;
import org.meterhaus.db.arrivals.Source;

/**
 * Raw values in columns: a list that makes its elements when they are asked for. What comes in one
 * delivery has one source and one time of receipt, and they are kept once. Immutable.
 */
public final class RawValues extends AbstractList<RawValue> implements RandomAccess {
  static final RawValues NONE =
      new RawValues(new Readings.Builder(0).build(), List.of(), null, 0, null);

  private final Readings readings;

  /** In order of first use. */
  private final List<Source> sources;

  /** Index of each value's source; null when all have the first. */
  private final int @Nullable [] sourceOf;

  /** Milliseconds since the epoch, of all values. */
  private final long receipt;

  /** Milliseconds since the epoch of each value; null when all have one receipt. */
  private final long @Nullable [] receipts;

  private RawValues(
      Readings readings,
      List<Source> sources,
      int @Nullable [] sourceOf,
      long receipt,
      long @Nullable [] receipts) {
    this.readings = readings;
    this.sources = sources;
    this.sourceOf = sourceOf;
    this.receipt = receipt;
    this.receipts = receipts;
  }

  /** Readings that came together. */
  static RawValues of(Readings readings, Source source, Instant receivedAt) {
    return readings.isEmpty()
        ? NONE
        : new RawValues(readings, List.of(source), null, receivedAt.toEpochMilli(), null);
  }

  /** A copy of a list in this form; the list itself if it is. */
  static RawValues copyOf(List<RawValue> values) {
    if (values instanceof RawValues already) {
      return already;
    }
    var columns = new Builder(values.size());
    values.forEach(columns::add);
    return columns.build();
  }

  /** All of them, one list after the other. */
  public static RawValues concat(List<RawValues> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    var all = new Builder(parts.stream().mapToInt(RawValues::size).sum());
    parts.forEach(part -> part.forEach(all::add));
    return all.build();
  }

  /** Collects values one after the other. Not thread-safe. */
  static final class Builder {
    private final Readings.Builder readings;
    private final List<Source> sources = new ArrayList<>();
    private int[] sourceOf;
    private long[] receipts;
    private int size;
    private int last = -1;

    /**
     * @param most values that will be added
     */
    Builder(int most) {
      readings = new Readings.Builder(most);
      sourceOf = new int[most];
      receipts = new long[most];
    }

    void add(RawValue value) {
      readings.add(value.reading());
      came(value.source(), value.receivedAt().toEpochMilli());
    }

    /**
     * The columns of the readings themselves, for who adds to them and then calls {@link #came}.
     */
    Readings.Builder readings() {
      return readings;
    }

    /** Whence and when the reading came that was added to {@link #readings} last. */
    void came(Source source, long receivedAt) {
      // few sources, and the same value after value
      if (last < 0 || !sources.get(last).equals(source)) {
        last = sources.indexOf(source);
        if (last < 0) {
          last = sources.size();
          sources.add(source);
        }
      }
      if (size == sourceOf.length) {
        sourceOf = Arrays.copyOf(sourceOf, 2 * size + 1);
        receipts = Arrays.copyOf(receipts, 2 * size + 1);
      }
      sourceOf[size] = last;
      receipts[size++] = receivedAt;
    }

    RawValues build() {
      if (size == 0) {
        return NONE;
      }
      boolean together = true;
      for (int i = 1; i < size && together; i++) {
        together = receipts[i] == receipts[0];
      }
      return new RawValues(
          readings.build(),
          List.copyOf(sources),
          sources.size() == 1 ? null : Arrays.copyOf(sourceOf, size),
          receipts[0],
          together ? null : Arrays.copyOf(receipts, size));
    }
  }

  @Override
  public int size() {
    return readings.size();
  }

  @Override
  public RawValue get(int i) {
    return new RawValue(readings.get(i), source(i), Instant.ofEpochMilli(receivedAt(i)));
  }

  /** What was reported, without by whom and when. */
  public Readings readings() {
    return readings;
  }

  /** Everybody who reported something, in order of first use. */
  public List<Source> sources() {
    return sources;
  }

  public Source source(int i) {
    return sources.get(sourceIndex(i));
  }

  /** Place in {@link #sources}. */
  int sourceIndex(int i) {
    Objects.checkIndex(i, size());
    return sourceOf == null ? 0 : sourceOf[i];
  }

  /** Milliseconds since the epoch. */
  long receivedAt(int i) {
    return receipts == null ? receipt : receipts[i];
  }

  /** Whether every value says something else than the one before, and follows it. */
  boolean isInOrder() {
    for (int i = 1; i < size(); i++) {
      long before = readings.endSecond(i - 1);
      long end = readings.endSecond(i);
      if (end < before || (end == before && RawValue.SAME.compare(get(i - 1), get(i)) >= 0)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    if (other instanceof RawValues that) {
      return this == that
          || (readings.equals(that.readings) && (isAsOf(that) || super.equals(other)));
    }
    return super.equals(other);
  }

  /** Whether both came together from one source: what is nearly always asked. */
  private boolean isAsOf(RawValues that) {
    return sourceOf == null
        && that.sourceOf == null
        && receipts == null
        && that.receipts == null
        && receipt == that.receipt
        && sources.equals(that.sources);
  }

  /** As any list of the same values. */
  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
