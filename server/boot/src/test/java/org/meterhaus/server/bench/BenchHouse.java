package org.meterhaus.server.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A building of many flats with a year of quarter hours each, written by COPY in the order in which
 * it would have arrived: day after day, all channels of a day together. Three days in a hundred
 * have estimated values, one in two hundred has a gap. The raw part is empty: no answer reads it.
 */
final class BenchHouse {
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final int QUARTER_S = 900;
  private static final int CURVES = 2_000;

  private final Connection connection;
  private final int channels;

  BenchHouse(Connection connection, int channels) {
    this.connection = connection;
    this.channels = channels;
  }

  /**
   * A customer's token; the customer of channel n is {@code c-n} and has usage point {@code u-n}.
   */
  static String token(int channel) {
    byte[] octets = sha256("readbench " + channel);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Meters, channels, customers and their tokens. */
  void provision() throws SQLException {
    for (String statement :
        List.of(
            "insert into building values ('bench', 'Bench', 'Europe/Berlin', 'WG')",
            "insert into section values ('S', 'bench', 'S')",
            "insert into sink values ('sink', 'bench')",
            "insert into unit select 'u-' || n, 'S', 'Flat ' || n, 70, 2 from generate_series(1, N) n",
            "insert into meter select 'MHV' || lpad(n::text, 13, '0'), 'sink', 'u-' || n, n::text from generate_series(1, N) n",
            "insert into channel (meter_id, obis, interval_s, kind, partition, max_wh)"
                + " select 'MHV' || lpad(n::text, 13, '0'), '1.0.1.8.0.255', 900, 'main', n % 192, 4000 from generate_series(1, N) n order by n",
            "insert into usage_point select 'u-' || n, 'u-' || n, c.id from generate_series(1, N) n"
                + " join channel c on c.meter_id = 'MHV' || lpad(n::text, 13, '0')",
            "insert into customer (id, name) select 'c-' || n, 'Customer ' || n from generate_series(1, N) n",
            "insert into occupancy select 'c-' || n, 'u-' || n, '2020-01-01T00:00Z', null from generate_series(1, N) n")) {
      execute(statement.replace("N)", channels + ")"));
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into access_token (hash, customer_id, issued_at, expires_at)"
                + " values (?, ?, now(), now() + interval '1 day')")) {
      for (int n = 1; n <= channels; n++) {
        insert.setBytes(1, sha256(token(n)));
        insert.setString(2, "c-" + n);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** One day of 92, 96 or 100 quarter hours with everything that its row says, but for its keys. */
  private record Curve(String columns) {}

  /** Writes the blocks of the days {@code [first, after)}, a day at a time. */
  void load(LocalDate first, LocalDate after) throws SQLException, IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    var copies = connection.unwrap(PGConnection.class).getCopyAPI();
    var curves = new ArrayList<Curve>();
    int slots = 0;
    for (LocalDate day = first; day.isBefore(after); day = day.plusDays(1)) {
      var grid = new DayGrid(day, ZONE, QUARTER_S);
      if (grid.slots() != slots) {
        slots = grid.slots();
        curves.clear();
        for (int i = 0; i < CURVES; i++) {
          curves.add(curve(slots, i, random));
        }
      }
      CopyIn copy =
          copies.copyIn(
              """
              copy day_block (channel_id, day, partition, expected, present, "values", quality, sum_wh,
                min_wh, max_wh, avg_wh, worst_quality, data_until, revision, raw, derivation, derived_at)
              from stdin\
              """);
      var lines = new StringBuilder(1 << 20);
      for (int n = 1; n <= channels; n++) {
        lines
            .append(n)
            .append('\t')
            .append(day)
            .append('\t')
            .append(n % 192)
            .append('\t')
            .append(curves.get(random.nextInt(CURVES)).columns())
            .append('\t')
            .append(grid.end())
            .append("\t1\t\\\\x\t1\t")
            .append(grid.end())
            .append('\n');
        if (lines.length() > 1 << 19 || n == channels) {
          byte[] octets = lines.toString().getBytes(StandardCharsets.US_ASCII);
          copy.writeToCopy(octets, 0, octets.length);
          lines.setLength(0);
        }
      }
      copy.endCopy();
    }
  }

  private static Curve curve(int slots, int kind, RandomGenerator random) {
    boolean estimated = kind % 100 < 3;
    boolean gap = kind % 200 == 50;
    var values = new StringBuilder("{");
    var quality = new StringBuilder("\\\\x");
    long sum = 0;
    int present = 0;
    int min = Integer.MAX_VALUE;
    int max = 0;
    Quality worst = Quality.MEASURED;
    for (int slot = 0; slot < slots; slot++) {
      Quality code =
          gap && slot >= 40 && slot < 44
              ? Quality.MISSING
              : estimated && slot >= 20 && slot < 28 ? Quality.REGISTER_SCALED : Quality.MEASURED;
      worst = worst.worse(code);
      int wh = 20 + random.nextInt(60) + (random.nextInt(12) == 0 ? random.nextInt(800) : 0);
      values.append(slot == 0 ? "" : ",");
      quality.append(String.format(Locale.ROOT, "%02x", code.code()));
      if (code == Quality.MISSING) {
        values.append("NULL");
      } else {
        values.append(wh);
        sum += wh;
        present++;
        min = Math.min(min, wh);
        max = Math.max(max, wh);
      }
    }
    return new Curve(
        String.format(
            Locale.ROOT,
            "%d\t%d\t%s}\t%s\t%d\t%d\t%d\t%.3f\t%d",
            slots,
            present,
            values,
            quality,
            sum,
            min,
            max,
            (double) sum / present,
            worst.code()));
  }

  /**
   * The same values of the first channels as a row a reading, in the order of arrival: quarter hour
   * after quarter hour.
   */
  void rowsOfFirst(int some) throws SQLException {
    execute(
        """
        create table reading_row (
          channel_id bigint not null, start timestamptz not null, wh int not null, quality smallint not null)
        """);
    execute(
        """
        insert into reading_row
        select b.channel_id, (b.day::timestamp at time zone 'Europe/Berlin') + (v.slot - 1) * interval '15 minutes',
               v.wh, get_byte(b.quality, v.slot::int - 1)
        from day_block b, unnest(b."values") with ordinality v (wh, slot)
        where b.channel_id <= %d and v.wh is not null
        order by 2, 1
        """
            .formatted(some));
    execute("alter table reading_row add primary key (channel_id, start)");
    execute("grant select on reading_row to public");
  }

  void execute(String statement) throws SQLException {
    try (var run = connection.createStatement()) {
      run.execute(statement);
    }
  }
}
