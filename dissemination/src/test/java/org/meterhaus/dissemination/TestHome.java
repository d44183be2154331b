package org.meterhaus.dissemination;

import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.blocks.BlockStore;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.customers.Customer;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.findings.DeviceFinding;
import org.meterhaus.db.house.Building;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.house.Device;
import org.meterhaus.db.house.Dwelling;
import org.meterhaus.db.house.House;
import org.meterhaus.db.house.Meter;
import org.meterhaus.db.house.Section;
import org.meterhaus.db.house.UsagePoint;
import org.meterhaus.db.operators.Operators;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.access.RefusedException;

/**
 * A building of two sections on a real PostgreSQL: A with flats, B with B-01 and B-02,
 * half-hour intervals. Flat X belongs to customer c-X, whose stay began in 2024; A-01 and B-01 have
 * a kettle with a relay and a lamp without. Operator o-1 runs it; o-2 is of another organisation.
 * The clock stands until moved.
 */
public final class TestHome implements AutoCloseable {
  public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  public static final Instant NOW = Instant.parse("2026-11-21T12:10:00Z");
  public static final Instant MOVED_IN = Instant.parse("2023-12-31T23:00:00Z");
  public static final int INTERVAL_S = 1800;
  public static final String PASSWORD = "correct horse battery staple";

  /**
   * Emptied databases: making one and stopping a server that has a hundred costs more than emptying
   * one.
   */
  private static final Deque<TestDatabase> EMPTY = new ConcurrentLinkedDeque<>();

  private final TestDatabase test =
      Optional.ofNullable(EMPTY.poll()).orElseGet(TestDatabase::create);
  private Instant now = NOW;
  private final UseCases useCases =
      UseCases.on(test.database(), Settings.defaults(), clock(), new SecureRandom());

  public TestHome() {
    database().transact(this::provision);
  }

  public Database database() {
    return test.database();
  }

  public TestDatabase test() {
    return test;
  }

  public UseCases useCases() {
    return useCases;
  }

  public InstantSource clock() {
    return () -> now;
  }

  public void now(Instant instant) {
    now = instant;
  }

  /** Somebody who has signed in. */
  public static Caller caller(String customerId) {
    return new Caller(customerId, Caller.Authentication.BEARER_TOKEN, "test");
  }

  public static Caller caller() {
    return caller("c-A-01");
  }

  /** An operator who has signed in; {@code o-1} runs the building. */
  public static Operator operator(String operatorId) {
    return new Operator(operatorId, "test");
  }

  /** That a device did not switch off for that time, confirmed. */
  public static DeviceFinding finding(UUID id, String deviceId, Instant start, Instant end) {
    return new DeviceFinding(
        id,
        deviceId,
        "stuck-on",
        DeviceFinding.State.CONFIRMED,
        LocalDate.ofInstant(start, ZONE),
        LocalDate.ofInstant(end.minusSeconds(1), ZONE),
        start,
        end,
        0.93,
        "lowest-hour",
        95L,
        0,
        2L,
        "It did not switch off.",
        "Two days on which it switches off again.",
        end,
        end,
        null,
        null);
  }

  private void provision(StatelessSession session) {
    var operators = new Operators(session);
    operators.put(new org.meterhaus.db.operators.Operator("o-1", "Metering", "WG Lindenhof"));
    operators.put(new org.meterhaus.db.operators.Operator("o-2", "Others", "Another"));
    var house = new House(session);
    house.put(new Building("lindenhof", "Lindenhof", ZONE, "WG Lindenhof"));
    house.putSink("sink-lindenhof", "lindenhof");
    for (String section : new String[] {"A", "B"}) {
      house.put(new Section(section, "lindenhof", "Section " + section));
      for (int i = 1; i <= (section.equals("A") ? 5 : 2); i++) {
        flat(session, house, section, i);
      }
    }
  }

  private void flat(StatelessSession session, House house, String section, int number) {
    String id = "%s-%02d".formatted(section, number);
    String meter = "MHV%013d".formatted((section.equals("A") ? 100 : 200) + number);
    house.put(new Dwelling(id, section, "Flat " + id, 50 + 10 * number, number));
    house.put(new Meter(meter, "sink-lindenhof", id, meter));
    Channel main =
        house.putChannel(meter, obis(0), Duration.ofSeconds(INTERVAL_S), Channel.Kind.MAIN, 8_000);
    house.put(new UsagePoint(id, id, main.id()));
    if (number == 1) {
      appliance(house, id, meter, 1, "kettle", "0.1.96.3.10.255");
      appliance(house, id, meter, 2, "lamp", null);
    }
    String customer = "c-" + id;
    var customers = new Customers(session);
    customers.put(
        new Customer(customer, "Person " + id, "Lindenstr. 1", null, id + "@example.org"));
    customers.putOccupancy(customer, id, MOVED_IN, null);
  }

  private static void appliance(
      House house, String flat, String meter, int b, String name, @Nullable String relay) {
    Channel channel =
        house.putChannel(
            meter, obis(b), Duration.ofSeconds(INTERVAL_S), Channel.Kind.APPLIANCE, 2_000);
    house.put(new Device(flat + "-" + name, flat, name, name, channel.id(), relay));
  }

  private static String obis(int b) {
    return "1.%d.1.8.0.255".formatted(b);
  }

  /** Channel 0 is the flat's, 1 the kettle's, 2 the lamp's. */
  public Channel channel(String flat, int b) {
    String meter =
        "MHV%013d"
            .formatted((flat.startsWith("A") ? 100 : 200) + Integer.parseInt(flat.substring(2)));
    return database()
        .inTransaction(session -> new House(session).channel(meter, obis(b)).orElseThrow());
  }

  /** A day as the processor would have written it; a value of {@code null} is a gap. */
  public void day(Channel channel, LocalDate day, Quality quality, @Nullable Integer... values) {
    byte[] codes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      codes[i] = (values[i] == null ? Quality.MISSING : quality).code();
    }
    day(channel, day, values, codes, new DayGrid(day, ZONE, INTERVAL_S).end());
  }

  /** Every value of the day the same and measured. */
  public void flatDay(Channel channel, LocalDate day, int wh) {
    var values = new Integer[new DayGrid(day, ZONE, INTERVAL_S).slots()];
    Arrays.fill(values, wh);
    day(channel, day, Quality.MEASURED, values);
  }

  public void day(
      Channel channel, LocalDate day, @Nullable Integer[] values, byte[] codes, Instant dataUntil) {
    var present =
        Arrays.stream(values)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .summaryStatistics();
    boolean any = present.getCount() > 0;
    Quality worst = Quality.MEASURED;
    Instant end = day.atStartOfDay(zoneOf(channel)).toInstant();
    for (byte code : codes) {
      end = end.plus(channel.interval());
      worst = end.isAfter(dataUntil) ? worst : worst.worse(Quality.of(code));
    }
    byte worstCode = worst.code();
    database()
        .transact(session ->
            session.doWork(connection -> {
              try (var insert =
                  connection.prepareStatement(
                      """
                      insert into day_block (channel_id, day, revision, partition, expected, present, raw,
                        "values", quality, sum_wh, min_wh, max_wh, worst_quality, data_until, derivation,
                        derived_at)
                      values (?, ?, 1, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, 1, now())
                      """)) {
                insert.setLong(1, channel.id());
                insert.setObject(2, day);
                insert.setInt(3, channel.partition());
                insert.setInt(4, values.length);
                insert.setLong(5, present.getCount());
                insert.setArray(6, connection.createArrayOf("int4", values));
                insert.setBytes(7, codes);
                insert.setObject(8, any ? present.getSum() : null);
                insert.setObject(9, any ? present.getMin() : null);
                insert.setObject(10, any ? present.getMax() : null);
                insert.setShort(11, worstCode);
                insert.setTimestamp(12, Timestamp.from(dataUntil));
                insert.executeUpdate();
              }
            }));
  }

  private ZoneId zoneOf(Channel channel) {
    return database()
        .inTransaction(session ->
            Objects.requireNonNull(
                    new BlockStore(session).channels(List.of(channel.id())).get(channel.id()))
                .zone());
  }

  /** The code of the refusal; fails if there was none. */
  public static String refusal(Runnable question) {
    try {
      question.run();
    } catch (RefusedException e) {
      return e.refusal().code();
    }
    throw new AssertionError("was not refused");
  }

  /** Leaves the database for another test, as empty as it was. */
  @Override
  public void close() {
    var owner = test.config().owner().orElseThrow();
    try (var connection =
            DriverManager.getConnection(test.config().url(), owner.user(), owner.password());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          do $$
          begin
            execute (select 'truncate ' || string_agg(quote_ident(tablename), ', ') || ' restart identity'
                     from pg_tables
                     where schemaname = 'public'
                       and tablename not in ('flyway_schema_history', 'arrival_partition', 'processor_offset'));
            update arrival_partition set next_offset = 0;
            update processor_offset set "offset" = 0;
          end
          $$
          """);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot empty the database", e);
    }
    EMPTY.add(test);
  }
}
