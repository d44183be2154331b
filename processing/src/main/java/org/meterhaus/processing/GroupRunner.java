package org.meterhaus.processing;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.groups.CustomerGroups;
import org.meterhaus.db.groups.CustomerGroups.Candidate;
import org.meterhaus.db.groups.GroupRun;
import org.meterhaus.processing.cluster.Clustering;
import org.meterhaus.processing.cluster.Grouping;
import org.meterhaus.processing.cluster.Household;
import org.meterhaus.processing.cluster.LoadShape;

/**
 * Groups the customers of each organisation by the shape of their load, once a day and when there
 * is no grouping yet. A run is written whole, in the place of one of the same day, so repeating it
 * changes nothing; several may run.
 */
public final class GroupRunner implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(GroupRunner.class.getName());

  /** Channels read at a time: 28 days of 96 values of so many fit well into memory. */
  private static final int CHUNK = 500;

  private final Database database;
  private final GroupConfig config;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread worker;

  public GroupRunner(Database database, GroupConfig config, InstantSource clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /** Begins to look for what is due. */
  public synchronized void start() {
    if (worker != null) {
      throw new IllegalStateException("the grouping has been started before");
    }
    worker = Thread.ofPlatform().name("groups").daemon().start(this::work);
  }

  /** Ends after the organisation under way. */
  @Override
  public synchronized void close() {
    closed.countDown();
    if (worker != null) {
      try {
        worker.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work() {
    while (closed.getCount() > 0) {
      try {
        runDue();
      } catch (RuntimeException e) {
        if (closed.getCount() > 0) {
          LOG.log(WARNING, () -> "cannot group customers, trying again: " + e.getMessage(), e);
        }
      }
      try {
        boolean _ = closed.await(config.lookEvery().toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        closed.countDown();
      }
    }
  }

  /**
   * Makes every run that is due, on the caller's thread.
   *
   * @return how many
   */
  public int runDue() {
    if (database.reading(session -> new CustomerGroups(session).backlog()) > config.mostBacklog()) {
      return 0; // the days are not there yet
    }
    int made = 0;
    for (String organisation :
        database.reading(session -> new CustomerGroups(session).organisations())) {
      if (closed.getCount() > 0 && isDue(organisation)) {
        run(organisation);
        made++;
      }
    }
    return made;
  }

  private boolean isDue(String organisation) {
    Instant now = clock.instant();
    return database.reading(session -> {
      var groups = new CustomerGroups(session);
      Optional<GroupRun> newest = groups.newest(organisation);
      if (newest.isEmpty()) {
        return true;
      }
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      if (newest.get().spanUntil().isBefore(today)) {
        // yesterday's values may come until the night is over
        return now.isAfter(
            today.atStartOfDay(ZoneOffset.UTC).toInstant().plus(config.afterMidnight()));
      }
      // a portfolio that is just being filled: not a day's wait for those who came too late
      return now.isAfter(newest.get().madeAt().plus(config.renewAfter()))
          && groups.newcomers(newest.get(), groups.candidates(organisation, now))
              > config.renewShare() * newest.get().households();
    });
  }

  /** Groups an organisation's customers by the days up to yesterday. */
  public GroupRun run(String organisation) {
    Instant now = clock.instant();
    LocalDate until = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate from = until.minusDays(config.rules().spanDays());
    List<Candidate> candidates =
        database.reading(session -> new CustomerGroups(session).candidates(organisation, now));
    List<Household> households = new ArrayList<>();
    for (int start = 0; start < candidates.size(); start += CHUNK) {
      List<Candidate> chunk = candidates.subList(start, Math.min(start + CHUNK, candidates.size()));
      households.addAll(households(chunk, from, until));
    }
    Grouping grouping = Clustering.of(households, config.rules());
    GroupRun run = runOf(organisation, from, until, now, households.size(), grouping);
    List<GroupRun.Member> members = members(households, grouping);
    database.transact(session -> {
      var groups = new CustomerGroups(session);
      groups.lock();
      groups.put(run, members);
      groups.forget(organisation, config.keepRuns());
    });
    LOG.log(
        INFO,
        () ->
            run.groups().isEmpty()
                ? "no groups for %s yet: %d homes have enough data, %d are needed"
                    .formatted(organisation, households.size(), run.needed())
                : "%d households of %s in %d groups by the shape of their load"
                    .formatted(households.size(), organisation, run.groups().size()));
    return run;
  }

  private List<Household> households(List<Candidate> chunk, LocalDate from, LocalDate until) {
    List<Long> channels = chunk.stream().map(Candidate::channelId).distinct().toList();
    Map<Long, List<DayBlock>> days = new HashMap<>();
    database
        .reading(session -> new DayBlocks(session).find(channels, from, until))
        .forEach(day -> days.computeIfAbsent(day.channelId(), _ -> new ArrayList<>()).add(day));
    List<Household> households = new ArrayList<>();
    for (Candidate candidate : chunk) {
      LoadShape.of(
              days.getOrDefault(candidate.channelId(), List.of()),
              candidate.intervalS(),
              config.rules())
          .ifPresent(use -> households.add(new Household(candidate.usagePoint(), use)));
    }
    return households;
  }

  private GroupRun runOf(
      String organisation,
      LocalDate from,
      LocalDate until,
      Instant now,
      int households,
      Grouping grouping) {
    UUID id =
        UUID.nameUUIDFromBytes(
            "groups/%s/%s".formatted(organisation, until).getBytes(StandardCharsets.UTF_8));
    int needed = 2 * config.rules().smallestGroup();
    return switch (grouping) {
      case Grouping.TooFew _ ->
          new GroupRun(
              id,
              organisation,
              from,
              until,
              now,
              households,
              needed,
              Collections.emptySortedMap(),
              List.of());
      case Grouping.Found found ->
          new GroupRun(
              id,
              organisation,
              from,
              until,
              now,
              households,
              needed,
              found.silhouettes(),
              found.groups().stream().map(GroupRunner::stored).toList());
    };
  }

  private static GroupRun.CustomerGroup stored(Grouping.Group group) {
    return new GroupRun.CustomerGroup(
        group.number(),
        group.words(),
        Arrays.stream(group.centroid().shares()).boxed().toList(),
        group.centroid().peakHour(),
        group.members().size(),
        group.dailyWh().lower(),
        group.dailyWh().median(),
        group.dailyWh().upper());
  }

  private static List<GroupRun.Member> members(List<Household> households, Grouping grouping) {
    if (!(grouping instanceof Grouping.Found found)) {
      return List.of();
    }
    Map<String, Household> byId = new HashMap<>();
    households.forEach(household -> byId.put(household.usagePoint(), household));
    List<GroupRun.Member> members = new ArrayList<>();
    for (Grouping.Group group : found.groups()) {
      for (String usagePoint : group.members()) {
        LoadShape.Use use = Objects.requireNonNull(byId.get(usagePoint)).use();
        members.add(
            new GroupRun.Member(
                usagePoint, group.number(), use.dailyMeanWh(), use.shape().peakHour(), use.days()));
      }
    }
    return members;
  }
}
