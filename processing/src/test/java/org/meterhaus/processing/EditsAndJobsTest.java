package org.meterhaus.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Partitions;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.Cause;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.Revisions;
import org.meterhaus.db.edits.Edit;
import org.meterhaus.db.edits.Edits;
import org.meterhaus.db.jobs.Job;
import org.meterhaus.db.jobs.Jobs;
import org.meterhaus.db.operators.Operator;
import org.meterhaus.db.operators.Operators;

@DisplayName("Edits, revisions and re-processing")
class EditsAndJobsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 10);

  /** Midnight of that day in Berlin. */
  private static final Instant START = Instant.parse("2026-03-09T23:00:00Z");

  /** One of which no other flat of this house has any data. */
  private static final LocalDate OTHER = DAY.minusDays(100);

  private static int flats;
  private static TestDatabase test;

  private String meter;
  private long channel;
  private Instant now = START.plus(Duration.ofDays(20));

  @BeforeAll
  static void open() {
    test = TestDatabase.create();
    test.database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          String organisation =
              session
                  .createNativeQuery("select organisation from building", String.class)
                  .getSingleResult();
          new Operators(session).put(new Operator("o-1", "Metering", organisation));
        });
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void flat() {
    flats++;
    meter = "MHV%013d".formatted(flats);
    channel =
        test.database()
            .inTransaction(
                session -> TestHouse.flat(session, "A-%02d".formatted(flats), meter, 3600, 5_000));
  }

  private Processor processor() {
    return new Processor(test.database(), ProcessorConfig.defaults(), clock());
  }

  private InstantSource clock() {
    return () -> now;
  }

  private void process() {
    processor().runUntilIdle();
    now = now.plusSeconds(60);
  }

  /** Hours of days, each with {@code 100 + hour} Wh and no register, from one hour to another. */
  private Delivery hours(LocalDate day, int from, int to) {
    var rows = new ArrayList<Reading>();
    Instant midnight = day.atStartOfDay(java.time.ZoneId.of("Europe/Berlin")).toInstant();
    for (int hour = from; hour < to; hour++) {
      rows.add(Reading.energy(midnight.plusSeconds(3600L * (hour + 1)), 100 + hour));
    }
    return new Delivery(
        channel, Partitions.of(meter), Source.sink(TestHouse.SINK), now.minusSeconds(1), rows);
  }

  private void append(Delivery... deliveries) {
    test.database()
        .transact(session -> new PostgresArrivalLog(session).append(List.of(deliveries)));
  }

  private Edit edit(int hour, int... wh) {
    Instant start = START.plusSeconds(3600L * hour);
    List<Integer> values = Arrays.stream(wh).boxed().toList();
    return new Edit(
        new UUID(7, flats * 1_000L + hour),
        channel,
        "o-1",
        start,
        start.plusSeconds(3600L * wh.length),
        values,
        "the tenant's reading",
        "You read the meter yourself.",
        now,
        null);
  }

  private Edit put(Edit edit) {
    test.database().transact(session -> new Edits(session).add(edit, Partitions.of(meter)));
    return edit;
  }

  private void revoke(Edit edit) {
    test.database()
        .transact(session ->
            new Edits(session)
                .revoke(edit, new Edit.Revocation("o-1", "a mistake", now), Partitions.of(meter)));
  }

  private DayBlock block(LocalDate day) {
    return test.database()
        .reading(session -> new DayBlocks(session).find(channel, day, day.plusDays(1)))
        .getFirst();
  }

  private List<DayBlock> history() {
    return test.database().reading(session -> new DayBlocks(session).history(channel, DAY));
  }

  private Revisions.@Nullable Known known(Instant then) {
    return test.database()
        .reading(session -> new Revisions(session).knownAt(channel, DAY, DAY.plusDays(1), then))
        .get(DAY);
  }

  private CleanValues values(Instant then) {
    return Objects.requireNonNull(known(then)).values();
  }

  @Test
  void an_edit_is_laid_over_what_was_measured_and_comes_off_again() {
    append(hours(DAY, 0, 24));
    process();
    CleanValues measured = block(DAY).values();

    Edit edit = put(edit(5, 7, 8));
    process();

    DayBlock edited = block(DAY);
    assertThat(edited.values().wh(5)).hasValue(7);
    assertThat(edited.values().wh(6)).hasValue(8);
    assertThat(edited.values().wh(7)).hasValue(107);
    assertThat(edited.values().quality(5)).isEqualTo(Quality.EDITED);
    assertThat(edited.origin().cause()).isEqualTo(Cause.EDIT);
    assertThat(history()).extracting(DayBlock::values).containsExactly(measured);

    revoke(edit);
    process();

    assertThat(block(DAY).values()).isEqualTo(measured);
    assertThat(block(DAY).origin().cause()).isEqualTo(Cause.EDIT);
    assertThat(block(DAY).revision()).isEqualTo(3);
    assertThat(history()).hasSize(2);
  }

  @Test
  void an_edit_says_nothing_to_the_rules() {
    append(hours(DAY, 0, 10), hours(DAY, 12, 24));
    process();
    int estimated = block(DAY).values().wh(10).orElseThrow();

    put(edit(9, 4_000));
    process();

    assertThat(block(DAY).values().wh(9)).hasValue(4_000);
    assertThat(block(DAY).values().wh(10)).hasValue(estimated);
  }

  @Test
  void the_newest_of_two_edits_holds() {
    append(hours(DAY, 0, 24));
    process();
    put(edit(5, 7, 8));
    now = now.plusSeconds(60);
    Edit newer = put(edit(6, 9));
    process();

    assertThat(block(DAY).values().wh(6)).hasValue(9);

    revoke(newer);
    process();

    assertThat(block(DAY).values().wh(6)).hasValue(8);
  }

  /** The first and the last of the days come first, as an edit lies where there are data. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void the_order_of_edits_and_arrivals_leaves_no_trace(long seed) {
    Instant at = now;
    append(hours(DAY.minusDays(1), 0, 24), hours(DAY.plusDays(1), 0, 24));
    process();
    Edit one = edit(3, 1, 2, 3);
    Edit other = edit(4, 50);
    Edit kept = edit(20, 60, 61);
    List<Runnable> steps =
        new ArrayList<>(
            List.of(
                () -> append(hours(DAY, 0, 9)),
                () -> append(hours(DAY, 11, 24)),
                () -> append(hours(DAY, 4, 14)),
                () -> put(one),
                () -> put(other),
                () -> put(kept)));
    // an edit has to exist before it can be taken back; the processor meets both in any order
    Collections.shuffle(steps, new Random(seed));
    var random = new Random(seed);
    for (Runnable step : steps) {
      now = at;
      step.run();
      if (random.nextBoolean()) {
        process();
      }
    }
    now = at.plusSeconds(600);
    revoke(other);
    process();

    String values = block(DAY).values().toString();
    assertThat(values)
        .isEqualTo(
            "100 101 102 1/20 2/20 3/20 106 107 108 109 110 111 112 113 114 115 116 117 118 119 60/20 61/20 122 123");
  }

  @Test
  void a_growing_day_still_knows_what_it_said_at_any_moment() {
    append(hours(DAY, 0, 2));
    process();
    Instant first = now.minusSeconds(1);
    append(hours(DAY, 2, 3));
    process();
    Instant second = now.minusSeconds(1);
    append(hours(DAY, 4, 6));
    process();
    Instant third = now.minusSeconds(1);
    append(hours(DAY, 3, 4));
    process();

    assertThat(known(first.minusSeconds(3_600))).isNull();
    assertThat(values(first).toString()).startsWith("100 101 - - - ");
    assertThat(Objects.requireNonNull(known(first)).dataUntil())
        .isEqualTo(START.plusSeconds(2 * 3600));
    assertThat(values(second).toString()).startsWith("100 101 102 - - ");
    assertThat(values(third).wh(5)).hasValue(105);
    assertThat(values(third).quality(3)).isEqualTo(Quality.LINEAR);
    assertThat(values(now).toString()).startsWith("100 101 102 103 104 105 - ");
    assertThat(block(DAY).origin().cause()).isEqualTo(Cause.LATE_ARRIVAL);
    assertThat(reached(second)).hasValue(START.plusSeconds(3 * 3600));
    assertThat(reached(START)).isEmpty();
  }

  private Optional<Instant> reached(Instant then) {
    return test.database().reading(session -> new Revisions(session).dataUntilAt(channel, then));
  }

  @Test
  void a_job_derives_a_span_anew_and_its_rules_hold_for_what_comes_later() {
    for (int day = -8; day < 3; day++) {
      append(hours(DAY.plusDays(day), 0, 10), hours(DAY.plusDays(day), 10, 24));
    }
    process();
    assertThat(block(DAY).origin().rules()).isEqualTo("live");

    UUID job = order("final", DAY, DAY.plusDays(2));
    assertThat(processor().runJobs()).isPositive();

    assertThat(job(job).state()).isEqualTo(Job.State.DONE);
    assertThat(job(job).done()).isEqualTo(job(job).channels());
    assertThat(block(DAY).origin().rules()).isEqualTo("final");
    assertThat(block(DAY.plusDays(2)).origin().rules()).isEqualTo("live");

    append(hours(DAY, 3, 4)); // a repetition: nothing new
    append(
        new Delivery(
            channel,
            Partitions.of(meter),
            Source.sink(TestHouse.SINK),
            now,
            List.of(
                new Reading(
                    START.plusSeconds(4 * 3600),
                    1,
                    OptionalInt.of(103),
                    java.util.OptionalLong.empty()))));
    process();

    assertThat(block(DAY).origin().rules()).isEqualTo("final");
  }

  @Test
  void a_job_that_was_left_goes_on_where_it_was() {
    append(hours(DAY, 0, 24));
    process();
    UUID job = order("final", DAY, DAY.plusDays(1));
    var stopped = new int[1];
    var reprocessing =
        new Reprocessing(test.database(), ProcessorConfig.defaults().rules(), clock());
    reprocessing.run(() -> stopped[0]++ >= 2); // looks before the job, and before each channel

    assertThat(job(job).state()).isIn(Job.State.RUNNING, Job.State.DONE);
    assertThat(job(job).done()).isEqualTo(1);

    processor().runJobs();

    assertThat(job(job).state()).isEqualTo(Job.State.DONE);
    assertThat(job(job).done()).isEqualTo(job(job).channels());
  }

  @Test
  void a_cancelled_job_does_nothing_more() {
    append(hours(DAY, 0, 24));
    process();
    UUID job = order("final", DAY, DAY.plusDays(1));
    test.database().transact(session -> new Jobs(session).cancel(job, now));

    processor().runJobs();

    assertThat(job(job).state()).isEqualTo(Job.State.CANCELLED);
    assertThat(job(job).done()).isZero();
    assertThat(block(DAY).origin().rules()).isEqualTo("live");
  }

  @Test
  void a_job_with_rules_that_nobody_knows_fails_and_chooses_nothing() {
    append(hours(DAY, 0, 24));
    process();
    UUID job = order("best", DAY, DAY.plusDays(1));

    processor().runJobs();

    assertThat(job(job).state()).isEqualTo(Job.State.FAILED);
    assertThat(job(job).reason()).contains("'best'");
    append(hours(DAY.plusDays(1), 0, 2));
    process();
    assertThat(block(DAY.plusDays(1)).values().wh(1)).hasValue(101);
  }

  /** Hours of another flat of the house, a multiple of {@link #hours}. */
  private Delivery neighbour(int times) {
    flats++;
    String other = "MHV%013d".formatted(flats);
    long its =
        test.database()
            .inTransaction(
                session -> TestHouse.flat(session, "A-%02d".formatted(flats), other, 3600, 5_000));
    var rows = new ArrayList<Reading>();
    for (Reading reading : hours(OTHER, 0, 48).readings()) {
      rows.add(Reading.energy(reading.end(), times * reading.energyWh().orElseThrow()));
    }
    return new Delivery(its, Partitions.of(other), Source.sink(TestHouse.SINK), now, rows);
  }

  @Test
  void a_closed_period_asks_the_neighbours_about_a_home_without_a_past() {
    Delivery known = hours(OTHER, 0, 5);
    Delivery late = hours(OTHER, 47, 48);
    append(known, late, neighbour(1), neighbour(2), neighbour(3), neighbour(4), neighbour(5));
    process();
    CleanValues before = block(OTHER).values();
    assertThat(before.quality(20)).isEqualTo(Quality.MISSING);

    order("final", OTHER, OTHER.plusDays(2));
    processor().runJobs();
    process();

    CleanValues after = block(OTHER).values();
    assertThat(after.quality(4)).isEqualTo(Quality.MEASURED);
    assertThat(after.quality(20)).isEqualTo(Quality.NEIGHBOURS);
    assertThat(after.wh(20)).hasValue(3 * 120); // five hours are too few to know its size
    assertThat(block(OTHER).origin().rules()).isEqualTo("final");

    // what neighbours said later, or the meter itself, in whatever order
    append(hours(OTHER, 20, 21));
    process();

    assertThat(block(OTHER).values().quality(20)).isEqualTo(Quality.MEASURED);
    assertThat(block(OTHER).values().wh(20)).hasValue(120);
    assertThat(block(OTHER).values().quality(21)).isEqualTo(Quality.NEIGHBOURS);
    assertThat(block(OTHER).origin().cause()).isEqualTo(Cause.LATE_ARRIVAL);
  }

  private UUID order(String rules, LocalDate from, LocalDate until) {
    return test.database()
        .inTransaction(session -> {
          UUID id = new UUID(9, flats);
          String organisation = new Operators(session).find("o-1").orElseThrow().organisation();
          new Jobs(session)
              .add(
                  new Jobs.Order(id, "operator:o-1", organisation, rules, from, until),
                  Optional.of(TestHouse.BUILDING),
                  Optional.empty(),
                  now);
          return id;
        });
  }

  private Job job(UUID id) {
    return test.database().reading(session -> new Jobs(session).find(id)).orElseThrow();
  }
}
