package org.meterhaus.dlms.server.objects;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.EncodedElements;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * Rows that were captured, first in, first out, kept as the octets they are sent as: a row takes
 * those and about eight more, and is read without being made again. Thread-safe.
 */
public final class RecordedRows implements ProfileBuffer {

  private static final int ROWS_A_PAGE = 64;

  /**
   * Rows that came one after another; octets and numbers that were written stay as they are, so
   * that who reads needs no copy of them.
   */
  private static final class Page {
    private byte[] octets = new byte[0];
    private int rows;

    /** Behind each row, in octets. */
    private final int[] ends = new int[ROWS_A_PAGE];

    /** Clock of each row, milliseconds since the epoch. */
    private final long[] clocks = new long[ROWS_A_PAGE];

    void add(long clock, Bytes row) {
      int from = rows == 0 ? 0 : ends[rows - 1];
      int to = Math.addExact(from, row.size());
      if (octets.length < to) {
        // Rows are mostly of one size, so a page grows once, to what all its rows will take.
        octets = Arrays.copyOf(octets, rows == 0 ? to * ROWS_A_PAGE : to + row.size());
      }
      row.copyTo(octets, from);
      ends[rows] = to;
      clocks[rows] = clock;
      rows++;
    }
  }

  private final int capacity;
  private final List<Page> pages = new ArrayList<>();

  /** Rows of the first page that are gone. */
  private int gone;

  private int size;

  /**
   * Without rows yet.
   *
   * @param capacity rows that are kept at most, at least 1
   */
  public RecordedRows(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1 but was " + capacity);
    }
    this.capacity = capacity;
  }

  /**
   * Adds a row; the oldest goes if there is no room.
   *
   * @param clock not before the clock of the last row
   * @param row a value for every column
   * @throws IllegalArgumentException if the clock is before that of the last row
   */
  public synchronized void add(Instant clock, Data.Structure row) {
    long millis = clock.toEpochMilli();
    Page last = pages.isEmpty() ? null : pages.getLast();
    if (last != null && last.clocks[last.rows - 1] > millis) {
      throw new IllegalArgumentException("row of " + clock + " comes after a later one");
    }
    if (last == null || last.rows == ROWS_A_PAGE) {
      last = new Page();
      pages.add(last);
    }
    last.add(millis, DataCodec.encode(row));
    if (size < capacity) {
      size++;
    } else if (++gone == ROWS_A_PAGE) {
      pages.removeFirst();
      gone = 0;
    }
  }

  @Override
  public synchronized long entriesInUse() {
    return size;
  }

  @Override
  public synchronized List<Data> entries(long first, long last) {
    int from = (int) Math.min(first - 1, size);
    return slice(from, Math.max(from, (int) Math.min(last, size)));
  }

  @Override
  public synchronized List<Data> between(Instant from, Instant to) {
    int begin = before(from.minusNanos(1).toEpochMilli() + 1);
    return slice(begin, Math.max(begin, before(to.toEpochMilli() + 1)));
  }

  /** How many rows have a clock before {@code millis}. */
  private int before(long millis) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int index = gone + middle;
      if (pages.get(index / ROWS_A_PAGE).clocks[index % ROWS_A_PAGE] < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Slice slice(int from, int to) {
    int first = (gone + from) / ROWS_A_PAGE;
    int last = from == to ? first : (gone + to - 1) / ROWS_A_PAGE + 1;
    byte[][] octets = new byte[last - first][];
    int[][] ends = new int[last - first][];
    for (int i = first; i < last; i++) {
      octets[i - first] = pages.get(i).octets;
      ends[i - first] = pages.get(i).ends;
    }
    return new Slice(octets, ends, gone + from - first * ROWS_A_PAGE, to - from);
  }

  /** Rows {@code from..from+size} of some pages as they were when it was made. */
  private static final class Slice extends EncodedElements {
    private final byte[][] octets;
    private final int[][] ends;
    private final int from;
    private final int size;

    Slice(byte[][] octets, int[][] ends, int from, int size) {
      this.octets = octets;
      this.ends = ends;
      this.from = from;
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Data get(int index) {
      int row = from + Objects.checkIndex(index, size);
      int page = row / ROWS_A_PAGE;
      try {
        return DataCodec.decode(
            Bytes.copyOf(octets[page], begin(row), ends[page][row % ROWS_A_PAGE]),
            DataLimits.DEFAULT);
      } catch (Malformed e) {
        throw new IllegalStateException("a row cannot be read that was written here", e);
      }
    }

    @Override
    public int encodedOctets() {
      int all = 0;
      for (int row = from; row < from + size; row = pageEnd(row)) {
        all += ends[row / ROWS_A_PAGE][(pageEnd(row) - 1) % ROWS_A_PAGE] - begin(row);
      }
      return all;
    }

    @Override
    public void writeTo(OctetWriter out) {
      for (int row = from; row < from + size; row = pageEnd(row)) {
        int page = row / ROWS_A_PAGE;
        out.bytes(octets[page], begin(row), ends[page][(pageEnd(row) - 1) % ROWS_A_PAGE]);
      }
    }

    /** The row behind those of this one's page that belong to the slice. */
    private int pageEnd(int row) {
      return Math.min(from + size, (row / ROWS_A_PAGE + 1) * ROWS_A_PAGE);
    }

    private int begin(int row) {
      int inPage = row % ROWS_A_PAGE;
      return inPage == 0 ? 0 : ends[row / ROWS_A_PAGE][inPage - 1];
    }
  }
}
