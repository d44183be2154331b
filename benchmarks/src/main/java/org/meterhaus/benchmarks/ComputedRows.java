package org.meterhaus.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.EncodedElements;
import org.meterhaus.dlms.data.OctetWriter;
import org.meterhaus.dlms.server.objects.ProfileBuffer;

/**
 * A load profile that is computed when it is read, as virtual meters have it: quarter hours that
 * follow from their number, and differ from meter to meter.
 *
 * @param offsetWh what the meter's registers begin with beyond those of the first meter
 */
record ComputedRows(long offsetWh) implements ProfileBuffer {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration PERIOD = Duration.ofMinutes(15);

  private static final int ROWS = BenchmarkMeter.ROWS;
  private static final int ROW_OCTETS = 28;

  /** Row {@code index} of all, 0... */
  Data.Structure row(int index) {
    return Data.Structure.of(
        CosemDateTime.of(START.plus(PERIOD.multipliedBy(index)), ZoneOffset.UTC).toData(),
        new Data.Unsigned8(index % 97 == 0 ? 8 : 0),
        new Data.DoubleLongUnsigned(offsetWh + 1_000_000L + index * 137L),
        new Data.DoubleLongUnsigned(offsetWh + 50_000L + index * 11L));
  }

  @Override
  public long entriesInUse() {
    return ROWS;
  }

  @Override
  public List<Data> entries(long first, long last) {
    int from = (int) Math.min(first - 1, ROWS);
    return new Slice(this, from, Math.max(from, (int) Math.min(last, ROWS)));
  }

  @Override
  public List<Data> between(Instant from, Instant to) {
    long first = Math.ceilDiv(Duration.between(START, from).toMillis(), PERIOD.toMillis());
    long last = Math.floorDiv(Duration.between(START, to).toMillis(), PERIOD.toMillis());
    int begin = Math.clamp(first, 0, ROWS);
    return new Slice(this, begin, Math.max(begin, Math.clamp(last + 1, 0, ROWS)));
  }

  private static final class Slice extends EncodedElements {
    private final ComputedRows rows;
    private final int from;
    private final int to;

    Slice(ComputedRows rows, int from, int to) {
      this.rows = rows;
      this.from = from;
      this.to = to;
    }

    @Override
    public int size() {
      return to - from;
    }

    @Override
    public Data get(int index) {
      return rows.row(from + Objects.checkIndex(index, size()));
    }

    @Override
    public int encodedOctets() {
      return size() * ROW_OCTETS;
    }

    @Override
    public void writeTo(OctetWriter out) {
      for (int i = from; i < to; i++) {
        DataCodec.encode(rows.row(i), out);
      }
    }
  }
}
