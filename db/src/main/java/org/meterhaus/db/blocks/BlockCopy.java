package org.meterhaus.db.blocks;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.BlockStore.Write;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Day blocks in the binary form of COPY. Not thread-safe.
 *
 * @see "PostgreSQL 18 documentation, COPY, Binary Format; the forms of the types are those of their
 *     send functions"
 */
final class BlockCopy {
  private static final String INTO =
      """
      copy day_block (channel_id, day, revision, partition, expected, present, raw, "values", quality,
        sum_wh, min_wh, max_wh, avg_wh, worst_quality, data_until, derivation, derived_at, band, notes,
        cause, rules, growth) from stdin (format binary)
      """;

  private static final int COLUMNS = 22;
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int FLUSH_AT = 1 << 16;
  private static final int INT4_OID = 23;
  private static final LocalDate DAY_0 = LocalDate.of(2000, 1, 1);
  private static final long SECOND_0 = 946_684_800;
  private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);
  private static final int DIGITS = 4;

  private byte[] octets = new byte[FLUSH_AT + (1 << 14)];
  private int length;

  private BlockCopy() {}

  /** Writes rows that are not there yet. */
  static void insert(Connection connection, Collection<Write> writes) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(INTO);
    try {
      var rows = new BlockCopy();
      rows.put(HEADER);
      for (Write write : writes) {
        rows.row(write.partition(), write.day());
        if (rows.length >= FLUSH_AT) {
          rows.flushTo(copy);
        }
      }
      rows.int2(-1);
      rows.flushTo(copy);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void flushTo(CopyIn copy) throws SQLException {
    copy.writeToCopy(octets, 0, length);
    length = 0;
  }

  private void row(int partition, StoredDay day) {
    DayBlock block = day.block();
    DayAggregate aggregate = block.aggregate();
    int2(COLUMNS);
    field(block.channelId());
    field((int) (block.day().toEpochDay() - DAY_0.toEpochDay()));
    field(block.revision());
    field((short) partition);
    field(aggregate.expected());
    field(aggregate.present());
    field(day.raw());
    values(block.values());
    field(block.values().qualityCodes());
    if (aggregate.sumWh().isPresent()) {
      field(aggregate.sumWh().getAsLong());
    } else {
      nothing();
    }
    field(aggregate.minWh());
    field(aggregate.maxWh());
    field(aggregate.avgWh().orElse(null));
    field((short) aggregate.worst().code());
    field(micros(block.dataUntil()));
    field(block.derivation());
    field(micros(block.derivedAt()));
    field(block.values().bandBytes());
    field(NoteCodec.encode(block.notes()));
    field((short) block.origin().cause().code());
    field(block.origin().rules().getBytes(StandardCharsets.UTF_8));
    field(day.growth().bytes());
  }

  private static long micros(Instant instant) {
    return (instant.getEpochSecond() - SECOND_0) * 1_000_000 + instant.getNano() / 1_000;
  }

  private void field(short value) {
    int4(2);
    int2(value);
  }

  private void field(int value) {
    int4(4);
    int4(value);
  }

  private void field(long value) {
    int4(8);
    int4((int) (value >>> 32));
    int4((int) value);
  }

  private void field(OptionalInt value) {
    if (value.isPresent()) {
      field(value.getAsInt());
    } else {
      nothing();
    }
  }

  private void field(byte @Nullable [] value) {
    if (value == null) {
      nothing();
    } else {
      int4(value.length);
      put(value);
    }
  }

  private void nothing() {
    int4(-1);
  }

  /** An int4 array of one dimension that counts from 1. */
  private void values(CleanValues clean) {
    int size = clean.size();
    int at = length;
    int4(0);
    int4(1);
    int4(clean.present() < size ? 1 : 0);
    int4(INT4_OID);
    int4(size);
    int4(1);
    for (int slot = 0; slot < size; slot++) {
      if (clean.isPresent(slot)) {
        int4(4);
        int4(clean.present(slot));
      } else {
        nothing();
      }
    }
    int end = length;
    length = at;
    int4(end - at - 4);
    length = end;
  }

  /**
   * A numeric: number of digits to the base of 10,000, weight of the first, sign, scale, digits.
   */
  private void field(@Nullable BigDecimal value) {
    if (value == null) {
      nothing();
      return;
    }
    int scale = Math.max(0, value.scale());
    int groups = (scale + DIGITS - 1) / DIGITS;
    BigInteger rest =
        value.abs().setScale(groups * DIGITS, RoundingMode.UNNECESSARY).unscaledValue();
    List<Integer> digits = new ArrayList<>();
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(TEN_THOUSAND);
      digits.add(parts[1].intValue());
      rest = parts[0];
    }
    int weight = digits.size() - groups - 1;
    Collections.reverse(digits);
    int4(8 + 2 * digits.size());
    int2(digits.size());
    int2(digits.isEmpty() ? 0 : weight);
    int2(value.signum() < 0 ? 0x4000 : 0);
    int2(scale);
    digits.forEach(this::int2);
  }

  private void put(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, octets, length, value.length);
    length += value.length;
  }

  private void int2(int value) {
    room(2);
    octets[length++] = (byte) (value >>> 8);
    octets[length++] = (byte) value;
  }

  private void int4(int value) {
    room(4);
    octets[length++] = (byte) (value >>> 24);
    octets[length++] = (byte) (value >>> 16);
    octets[length++] = (byte) (value >>> 8);
    octets[length++] = (byte) value;
  }

  private void room(int more) {
    if (length + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(length + more, 2 * octets.length));
    }
  }
}
