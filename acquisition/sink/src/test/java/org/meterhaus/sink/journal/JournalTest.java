package org.meterhaus.sink.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.Bytes;

@DisplayName("The journal")
class JournalTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final JournalConfig SMALL =
      new JournalConfig(1024, Duration.ZERO, Duration.ofMillis(5));
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InstantSource clock = now::get;

  private Journal open(JournalConfig config) throws IOException {
    return Journal.open(DirectoryStorage.open(directory), config, clock);
  }

  private static JournalEntry.Content content(String text) {
    return new JournalEntry.Content("meter/profile", Optional.empty(), bytes(text));
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(UTF_8));
  }

  private static List<String> texts(Journal journal) throws IOException {
    return journal.read(1, Long.MAX_VALUE, Long.MAX_VALUE).stream().map(JournalTest::text).toList();
  }

  private static String text(JournalEntry entry) {
    return new String(entry.content().payload().toArray(), UTF_8);
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited for %s", SOON).isLessThan(deadline);
      Thread.sleep(2);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".segment")).sorted().toList();
    }
  }

  @Test
  void numbers_records_from_one_and_reads_them_back_after_a_restart() throws Exception {
    List<JournalEntry> written;
    try (Journal journal = open(JournalConfig.DEFAULT)) {
      assertThat(journal.append(content("first"))).isEqualTo(1);
      assertThat(
              journal.append(
                  new JournalEntry.Content(
                      "ünïcode", Optional.of(NOON.minusSeconds(900)), Bytes.of())))
          .isEqualTo(2);
      written = journal.read(1, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    try (Journal journal = open(JournalConfig.DEFAULT)) {
      assertThat(journal.read(1, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(written);
      assertThat(journal.mark("ünïcode")).contains(NOON.minusSeconds(900));
      assertThat(journal.append(content("third"))).isEqualTo(3);
    }
  }

  @Test
  void gives_numbers_without_holes_to_many_writers_at_once() throws Exception {
    int writers = 16;
    int each = 25;
    try (Journal journal = open(SMALL);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> results = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String name = "writer " + w + " record ";
        results.add(
            threads.submit(() -> {
              List<Long> sequences = new ArrayList<>();
              for (int i = 0; i < each; i++) {
                sequences.add(journal.append(content(name + i)));
              }
              return sequences;
            }));
      }

      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> result : results) {
        assertThat(result.get()).isSorted();
        all.addAll(result.get());
      }

      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, (long) writers * each).boxed().toList());
      assertThat(texts(journal)).hasSize(writers * each).doesNotHaveDuplicates();
      assertThat(segments()).hasSizeGreaterThan(5);
    }
  }

  @Test
  void reads_a_range_within_a_byte_budget_but_one_record_at_least() throws Exception {
    try (Journal journal = open(SMALL)) {
      for (int i = 1; i <= 40; i++) {
        journal.append(content("record " + i));
      }

      assertThat(journal.read(7, 7, 1 << 20))
          .extracting(JournalTest::text)
          .containsExactly("record 7");
      assertThat(journal.read(40, 90, 1))
          .extracting(JournalTest::text)
          .containsExactly("record 40");
      assertThat(journal.read(41, 90, 1 << 20)).isEmpty();
      assertThat(journal.read(1, 40, 300)).hasSizeBetween(2, 5);
      assertThat(journal.read(1, 40, 1 << 20)).hasSize(40);
    }
  }

  @Test
  void refuses_a_second_process_in_the_same_directory() throws Exception {
    try (Journal _ = open(SMALL)) {
      assertThatThrownBy(() -> open(SMALL))
          .isInstanceOf(JournalInUse.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use by another sink");
    }
    open(SMALL).close();
  }

  @Nested
  @DisplayName("killed while writing")
  class Killed {
    /** The last group cut at every byte: all before it is there, and the next record follows on. */
    @Test
    void loses_only_the_torn_tail_wherever_it_is_cut() throws Exception {
      try (Journal journal = open(JournalConfig.DEFAULT)) {
        journal.append(content("one"));
        journal.append(content("two"));
      }
      Path segment = segments().getFirst();
      int before = (int) Files.size(segment);
      try (Journal journal = open(JournalConfig.DEFAULT)) {
        journal.append(content("three, perhaps torn"));
      }
      byte[] whole = Files.readAllBytes(segment);

      for (int cut = before; cut <= whole.length; cut++) {
        Files.write(segment, Arrays.copyOf(whole, cut));
        try (Journal journal = open(JournalConfig.DEFAULT)) {
          boolean kept = cut == whole.length;
          assertThat(texts(journal))
              .as("cut at byte %d of %d", cut, whole.length)
              .isEqualTo(
                  kept ? List.of("one", "two", "three, perhaps torn") : List.of("one", "two"));
          assertThat(journal.append(content("next"))).isEqualTo(kept ? 4 : 3);
        }
      }
    }

    @Test
    void cuts_off_a_tail_of_noise() throws Exception {
      try (Journal journal = open(JournalConfig.DEFAULT)) {
        journal.append(content("one"));
      }
      Path segment = segments().getFirst();
      byte[] whole = Files.readAllBytes(segment);
      byte[] noise = new byte[5000];
      new Random(7).nextBytes(noise);
      byte[] noisy = Arrays.copyOf(whole, whole.length + noise.length);
      System.arraycopy(noise, 0, noisy, whole.length, noise.length);
      Files.write(segment, noisy);

      try (Journal journal = open(JournalConfig.DEFAULT)) {
        assertThat(texts(journal)).containsExactly("one");
        assertThat(journal.append(content("two"))).isEqualTo(2);
      }
      assertThat(Files.size(segment)).isLessThan(noisy.length);
    }

    @Test
    void forgets_a_segment_whose_header_never_became_whole() throws Exception {
      try (Journal journal = open(SMALL)) {
        for (int i = 1; i <= 30; i++) {
          journal.append(content("record " + i));
        }
      }
      long next = 31;
      Path torn = directory.resolve(Segment.name(next));
      byte[] header = Frame.encode(new Frame.Header(next, Map.of("a", NOON))).array();

      for (int cut = 0; cut < header.length; cut++) {
        Files.write(torn, Arrays.copyOf(header, cut));
        try (Journal journal = open(SMALL)) {
          assertThat(journal.newest()).isEqualTo(30);
        }
        assertThat(torn).doesNotExist();
      }
    }

    @Test
    void is_started_anew_when_the_very_first_header_is_torn() throws Exception {
      Files.write(directory.resolve(Segment.name(1)), new byte[] {0, 0, 0});

      try (Journal journal = open(SMALL)) {
        assertThat(journal.append(content("one"))).isEqualTo(1);
      }
    }
  }

  @Nested
  @DisplayName("damaged where it had been durable")
  class Damaged {
    /**
     * Every byte of an old record in turn: an error that names file and byte, the file untouched.
     */
    @Test
    void refuses_to_open_and_changes_nothing() throws Exception {
      try (Journal journal = open(JournalConfig.DEFAULT)) {
        journal.append(content("one"));
      }
      Path segment = segments().getFirst();
      int end = (int) Files.size(segment);
      try (Journal journal = open(JournalConfig.DEFAULT)) {
        journal.append(content("two"));
        journal.append(content("three"));
      }
      byte[] whole = Files.readAllBytes(segment);
      int headerEnd = Frame.encode(new Frame.Header(1, Map.of())).remaining();

      for (int at = headerEnd; at < end; at++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= 0x20;
        Files.write(segment, damaged);
        assertThatThrownBy(() -> open(JournalConfig.DEFAULT))
            .as("byte %d", at)
            .isInstanceOf(JournalDamaged.class)
            .hasMessageContaining(segment.getFileName().toString())
            .hasMessageContaining("byte " + headerEnd);
        assertThat(Files.readAllBytes(segment)).isEqualTo(damaged);
      }
    }

    @Test
    void refuses_a_missing_segment() throws Exception {
      try (Journal journal = open(SMALL)) {
        for (int i = 1; i <= 60; i++) {
          journal.append(content("record " + i));
        }
      }
      Files.delete(segments().get(1));

      assertThatThrownBy(() -> open(SMALL))
          .isInstanceOf(JournalDamaged.class)
          .hasMessageContaining("the segment before it ends with");
    }
  }

  @Nested
  @DisplayName("with retention")
  class Retention {
    private final JournalConfig aDay =
        new JournalConfig(1024, Duration.ofDays(1), Duration.ofMillis(5));

    private void fill(Journal journal) throws Exception {
      for (int i = 0; i < 60; i++) {
        journal.append(
            new JournalEntry.Content("stream", Optional.of(NOON.plusSeconds(i)), bytes("x" + i)));
      }
    }

    @Test
    void drops_only_whole_segments_that_are_acknowledged_and_old_enough() throws Exception {
      try (Journal journal = open(aDay)) {
        fill(journal);
        int all = segments().size();

        now.set(NOON.plus(Duration.ofDays(2)));
        journal.append(content("old enough now, but nothing is acknowledged"));
        journal.append(content("taken only after the look at retention that followed"));
        assertThat(segments().size()).isGreaterThanOrEqualTo(all);
        assertThat(journal.oldest()).isEqualTo(1);

        journal.acknowledge(40);
        await(() -> journal.oldest() > 1);
        assertThat(journal.oldest()).isLessThanOrEqualTo(41);
        assertThat(journal.read(1, 100, 1 << 20))
            .first()
            .satisfies(e -> assertThat(e.sequence()).isEqualTo(journal.oldest()));
      }
    }

    @Test
    void keeps_young_records_though_they_are_acknowledged() throws Exception {
      try (Journal journal = open(aDay)) {
        fill(journal);
        journal.acknowledge(60);
        journal.append(content("makes the writer go round"));
        journal.append(content("taken only after the look at retention that followed"));

        assertThat(journal.oldest()).isEqualTo(1);
      }
    }

    @Test
    void remembers_marks_numbers_and_acknowledgement_beyond_the_records_themselves()
        throws Exception {
      try (Journal journal = open(SMALL)) {
        journal.append(new JournalEntry.Content("quiet", Optional.of(NOON), bytes("long gone")));
        fill(journal);
        journal.acknowledge(61);
        await(() -> journal.oldest() > 2);
      }

      try (Journal journal = open(SMALL)) {
        assertThat(journal.mark("quiet")).contains(NOON);
        assertThat(journal.acknowledged()).isEqualTo(61);
        assertThat(journal.append(content("goes on"))).isEqualTo(62);
      }
    }

    @Test
    void refuses_an_acknowledgement_of_what_is_not_there() throws Exception {
      try (Journal journal = open(SMALL)) {
        journal.append(content("one"));

        assertThatThrownBy(() -> journal.acknowledge(2))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("acknowledged sequence must be 0..1 but was 2");
        journal.acknowledge(1);
        journal.acknowledge(0);
        assertThat(journal.acknowledged()).isEqualTo(1);
      }
    }
  }

  @Nested
  @DisplayName("on a full disk")
  class FullDisk {
    @Test
    void says_so_takes_nothing_and_goes_on_by_itself_without_a_hole() throws Exception {
      var medium = new SmallStorage(DirectoryStorage.open(directory), 200_000);
      List<String> taken = new ArrayList<>();
      try (Journal journal = Journal.open(medium, SMALL, clock)) {
        JournalStopped refused = null;
        for (int i = 0; refused == null; i++) {
          try {
            String text = "record " + i + " " + "x".repeat(997);
            journal.append(content(text));
            taken.add(text);
          } catch (JournalStopped e) {
            refused = e;
          }
        }

        assertThat(refused).hasMessageContaining("No space left on device");
        assertThat(journal.status())
            .isInstanceOfSatisfying(
                JournalStatus.Stopped.class,
                s -> {
                  assertThat(s.reason()).contains("No space left on device");
                  assertThat(s.since()).isEqualTo(NOON);
                });
        assertThatThrownBy(() -> journal.append(content("still full")))
            .isInstanceOf(JournalStopped.class);
        assertThat(texts(journal)).as("what was taken can be read meanwhile").isEqualTo(taken);

        medium.setCapacity(10_000_000);
        await(() -> journal.status() instanceof JournalStatus.Taking);
        assertThat(journal.append(content("room again"))).isEqualTo(taken.size() + 1);
      }
      try (Journal journal = open(SMALL)) {
        taken.add("room again");
        assertThat(texts(journal)).isEqualTo(taken);
      }
    }

    @Test
    void makes_room_by_dropping_what_is_acknowledged() throws Exception {
      var medium = new SmallStorage(DirectoryStorage.open(directory), 200_000);
      try (Journal journal = Journal.open(medium, SMALL, clock)) {
        long last = 0;
        try {
          while (last < 1000) {
            last = journal.append(content("x".repeat(1000)));
          }
        } catch (JournalStopped _) {
          // full, as wanted
        }
        assertThat(last).isBetween(100L, 200L);

        journal.acknowledge(last);

        await(() -> journal.status() instanceof JournalStatus.Taking);
        assertThat(journal.append(content("room again"))).isEqualTo(last + 1);
      }
    }

    @Test
    void treats_a_failed_fsync_as_not_stored() throws Exception {
      var medium = new SmallStorage(DirectoryStorage.open(directory), 1_000_000);
      try (Journal journal = Journal.open(medium, SMALL, clock)) {
        journal.append(content("one"));
        medium.failForce(true);

        assertThatThrownBy(() -> journal.append(content("two")))
            .isInstanceOf(JournalStopped.class)
            .hasMessageContaining("Input/output error");
        assertThat(texts(journal)).containsExactly("one");

        medium.failForce(false);
        await(() -> journal.status() instanceof JournalStatus.Taking);
        assertThat(journal.append(content("three"))).isEqualTo(2);
      }
      try (Journal journal = open(SMALL)) {
        assertThat(texts(journal)).containsExactly("one", "three");
      }
    }
  }
}
