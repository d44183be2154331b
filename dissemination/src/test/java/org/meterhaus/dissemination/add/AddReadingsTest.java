package org.meterhaus.dissemination.add;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.arrivals.Arrival;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.house.Channel;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.add.AddReadings.NewReading;
import org.meterhaus.dissemination.add.AddReadings.Outcome;
import org.meterhaus.dissemination.add.AddReadings.Verdict;

@DisplayName("Adding readings")
class AddReadingsTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private TestHome home;
  private Channel channel;

  @BeforeEach
  void open() {
    home = new TestHome();
    channel = home.channel("A-01", 0);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void appends_one_delivery_of_the_customer_to_the_arrival_log() {
    assertThat(add(reading(0, 5), reading(1, 0)))
        .extracting(Verdict::outcome)
        .containsExactly(Outcome.STORED, Outcome.STORED);

    assertThat(log())
        .singleElement()
        .isInstanceOfSatisfying(
            Arrival.Received.class,
            arrival -> {
              assertThat(arrival.delivery().source()).isEqualTo(Source.customer("c-A-01"));
              assertThat(arrival.delivery().channelId()).isEqualTo(channel.id());
              assertThat(arrival.delivery().readings())
                  .containsExactly(
                      Reading.energy(START.plusSeconds(1800), 5),
                      Reading.energy(START.plusSeconds(3600), 0));
            });
  }

  @Test
  void again_stores_nothing_and_says_that_they_are_there() {
    add(reading(0, 5), reading(1, 6));

    assertThat(add(reading(0, 5), reading(1, 6), reading(2, 7)))
        .extracting(Verdict::outcome)
        .containsExactly(Outcome.DUPLICATE, Outcome.DUPLICATE, Outcome.STORED);
    assertThat(add(reading(0, 5))).extracting(Verdict::outcome).containsExactly(Outcome.DUPLICATE);
    assertThat(log()).hasSize(2);
  }

  @Test
  void by_many_at_once_stores_each_once() throws Exception {
    var start = new CountDownLatch(1);
    int stored = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 6)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    start.await();
                    return add(reading(0, 5)).getFirst().outcome() == Outcome.STORED;
                  }))
              .toList();
      start.countDown();
      for (var answer : answers) {
        stored += answer.get() ? 1 : 0;
      }
    }

    assertThat(stored).isEqualTo(1);
    assertThat(log()).hasSize(1);
  }

  @Test
  void does_not_override_the_meter_but_may_replace_an_estimate() {
    var values = new @Nullable Integer[48];
    Arrays.fill(values, 100);
    values[24] = null;
    byte[] codes = new byte[48];
    codes[24] = Quality.MISSING.code();
    codes[25] = Quality.LIKE_DAY.code();
    codes[26] = Quality.EDITED.code();
    home.day(
        channel,
        LocalDate.parse("2026-11-20"),
        values,
        codes,
        Instant.parse("2026-11-20T23:00:00Z"));
    Instant noon = Instant.parse("2026-11-20T11:00:00Z");

    List<Verdict> verdicts =
        add(
            new NewReading(noon.minusSeconds(1800), 100),
            new NewReading(noon.minusSeconds(3600), 101),
            new NewReading(noon, 5),
            new NewReading(noon.plusSeconds(1800), 100),
            new NewReading(noon.plusSeconds(3600), 100));

    assertThat(verdicts)
        .extracting(verdict -> verdict.outcome().wireName() + ":" + verdict.code())
        .containsExactly(
            "duplicate:null", "rejected:conflict", "stored:null", "stored:null", "duplicate:null");
  }

  @Test
  void sees_what_the_meter_said_a_moment_ago() {
    home.database()
        .transact(session ->
            new PostgresArrivalLog(session)
                .append(
                    List.of(
                        new Delivery(
                            channel.id(),
                            channel.partition(),
                            Source.sink("sink-lindenhof"),
                            TestHome.NOW,
                            List.of(Reading.of(START.plusSeconds(1800), 0, 42, 1_000))))));

    assertThat(add(reading(0, 41))).extracting(Verdict::code).containsExactly("conflict");
    assertThat(add(reading(0, 42))).extracting(Verdict::outcome).containsExactly(Outcome.DUPLICATE);
  }

  @Test
  void gives_a_verdict_for_each_and_loses_no_good_one_for_a_bad_one() {
    List<Verdict> verdicts =
        add(
            reading(0, 5),
            reading(0, 5),
            new NewReading(START.plusSeconds(1), 5),
            new NewReading(START.plusNanos(1_000), 5),
            reading(2, -1),
            reading(3, 8_001),
            reading(4, 8_000),
            reading(5, Long.MAX_VALUE),
            new NewReading(Instant.parse("2026-11-21T12:00:00Z"), 5),
            new NewReading(Instant.parse("2026-11-21T11:30:00Z"), 5),
            new NewReading(Instant.MAX, 5),
            new NewReading(Instant.MIN, 5),
            new NewReading(TestHome.MOVED_IN.minusSeconds(1800), 5));

    assertThat(verdicts)
        .extracting(Verdict::code)
        .containsExactly(
            null,
            "repeated",
            "off-grid",
            "off-grid",
            "out-of-range",
            "out-of-range",
            null,
            "out-of-range",
            "in-future",
            null,
            "in-future",
            "outside-occupancy",
            "outside-occupancy");
    assertThat(((Arrival.Received) log().getFirst()).delivery().readings()).hasSize(3);
  }

  @Test
  void is_refused_without_any_or_with_too_many() {
    assertThat(TestHome.refusal(() -> add())).isEqualTo("validation");
    var many = new ArrayList<NewReading>();
    for (int i = 0; i <= 10_000; i++) {
      many.add(reading(-i, 1));
    }
    assertThat(
            TestHome.refusal(
                () -> home.useCases().addReadings().add(TestHome.caller(), "A-01", many)))
        .isEqualTo("too-many-values");
    assertThat(log()).isEmpty();
  }

  private static NewReading reading(int slot, long wh) {
    return new NewReading(START.plusSeconds(1800L * slot), wh);
  }

  private List<Verdict> add(NewReading... readings) {
    return home.useCases()
        .addReadings()
        .add(TestHome.caller(), "A-01", List.of(readings))
        .verdicts();
  }

  private List<Arrival> log() {
    return home.database()
        .inTransaction(
            session -> new PostgresArrivalLog(session).read(channel.partition(), 0, 100));
  }
}
