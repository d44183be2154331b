package org.meterhaus.processing;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Database;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.ProcessorOffsets;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.BlockStore;
import org.meterhaus.db.blocks.Coverage;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.RuleChoice;
import org.meterhaus.db.blocks.RuleChoices;
import org.meterhaus.db.jobs.Job;
import org.meterhaus.db.jobs.Jobs;
import org.meterhaus.processing.ChannelDays.Change;
import org.meterhaus.processing.vee.Rules;

/**
 * Works through re-processing jobs, a channel a transaction: the choice of the rules, the blocks
 * that follow and the progress commit together, so a job that was killed goes on where it was.
 */
final class Reprocessing {
  private static final System.Logger LOG = System.getLogger(Reprocessing.class.getName());

  private final Database database;
  private final Rules standard;
  private final InstantSource clock;

  Reprocessing(Database database, Rules standard, InstantSource clock) {
    this.database = database;
    this.standard = standard;
    this.clock = clock;
  }

  /**
   * Works until there is no job, or until {@code stop}.
   *
   * @return channels done
   */
  long run(BooleanSupplier stop) {
    long done = 0;
    while (!stop.getAsBoolean()) {
      Optional<Job> next = database.reading(session -> new Jobs(session).next());
      if (next.isEmpty()) {
        return done;
      }
      Job job = next.get();
      database.transact(session -> new Jobs(session).begin(job.id(), now()));
      long before = done;
      try {
        Rules _ = ChannelRules.named(job.rules());
        while (!stop.getAsBoolean() && database.inTransaction(session -> channel(session, job))) {
          done++;
        }
      } catch (RuntimeException e) {
        if (!Processor.isArrivalsFault(e)) {
          throw e;
        }
        LOG.log(WARNING, () -> "re-processing %s failed".formatted(job.id()), e);
        database.transact(
            session -> new Jobs(session).fail(job.id(), String.valueOf(e.getMessage()), now()));
      }
      boolean finished =
          database.inTransaction(session -> {
            var jobs = new Jobs(session);
            return !jobs.isUnfinished(job.id()) && jobs.finish(job.id(), now());
          });
      if (!finished && done == before) {
        return done; // cancelled, or what is left is in another processor's hands
      }
    }
    return done;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** One channel; false when none is left to take. */
  private boolean channel(StatelessSession session, Job job) {
    var jobs = new Jobs(session);
    Optional<Long> taken = jobs.take(job.id());
    if (taken.isEmpty()) {
      return false;
    }
    long id = taken.get();
    var store = new BlockStore(session);
    BlockChannel channel =
        Objects.requireNonNull(store.channels(List.of(id)).get(id), "a channel of a job");
    // arrivals of the channel wait, and see the new choice
    new ProcessorOffsets(session).await(channel.partition());
    Instant now = now();
    var choice = new RuleChoice(job.firstDay(), job.untilDay(), job.rules());
    new RuleChoices(session).add(id, choice, job.id(), now);
    Optional<Coverage> coverage = new DayBlocks(session).coverage(List.of(id)).stream().findFirst();
    int changed = 0;
    if (coverage.isPresent()) {
      var days = new ChannelDays(channel, coverage);
      days.addAgain(
          later(job.firstDay(), coverage.get().firstDay()),
          earlier(job.untilDay(), coverage.get().lastDay().plusDays(1)));
      if (days.hasWork()) {
        var batch = new PartitionBatch(session, standard, now);
        Map<Long, ChannelDays> channels = Map.of(id, days);
        Map<Long, List<Change>> changes = batch.derive(channels);
        batch.save(channels, changes);
        changed = changes.values().stream().mapToInt(List::size).sum();
      }
      if (ChannelRules.named(job.rules()).closesPeriods()) {
        new PostgresArrivalLog(session)
            .append(new NeighbourEstimates(session).find(channel, job, now));
      }
    }
    jobs.done(job.id(), id, changed, now);
    return true;
  }

  private static java.time.LocalDate later(java.time.LocalDate a, java.time.LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  private static java.time.LocalDate earlier(java.time.LocalDate a, java.time.LocalDate b) {
    return a.isBefore(b) ? a : b;
  }
}
