package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * Which intervals of a register period are to blame when they do not add up to the register's
 * advance.
 *
 * <p>The most likely explanation wins: every set of up to three intervals that stand out, and runs
 * of one number, is tried; taking them away has to leave an energy for them that such intervals use
 * (their own history tells), and the more an interval stands out, the cheaper it is to blame.
 */
final class Culprits {
  private static final int SUSPECTS = 9;
  private static final int MOST_SINGLES = 3;
  private static final int STATISTIC_DAYS = 28;
  private static final int FEWEST = 6;

  /** A home's power hardly stays the same for longer, to the Wh. */
  static final int CONSTANT_HOURS = 5;

  /** Weights of the explanation, like logarithms of odds. */
  private static final double BLAME = 9;

  private static final double STANDING_OUT = 2.2;
  private static final double MISFIT = 2.5;

  /** Runs speak against themselves, unless this channel is known to have such runs. */
  private static final double ZERO_RUN_BLAME = 0.5;

  private static final double RUN_SPEAKS = 2;

  /** The other part of the run has been found guilty. */
  private static final double GUILTY_SPEAKS = 2;

  private static final double NATURAL_RUN_BLAME = 4;
  private static final int NATURAL_RUNS = 3;

  /** A spike is at least this much of its own height above what was really used. */
  private static final double SPIKE_PART = 0.6;

  private static final double SUSPICIOUS = 2;

  private final LocalDays days;
  private final long[] energy;
  private final int[] status;
  private final OptionalInt maxWh;
  private final Rules rules;
  private final int constantSlots;
  private final List<Noted> whole = new ArrayList<>();
  private final BitSet guilty = new BitSet();
  private int naturalZeros;
  private int naturalRuns;

  /** The energies before anything was blamed: a run is as long as it was. */
  private long[] before;

  /**
   * @param status bits by slot, 0 where there are none
   */
  Culprits(LocalDays days, long[] energy, int[] status, OptionalInt maxWh, Rules rules) {
    this.days = days;
    this.energy = energy;
    this.before = energy;
    this.status = status;
    this.maxWh = maxWh;
    this.rules = rules;
    this.constantSlots = Math.max(CONSTANT_HOURS, CONSTANT_HOURS * days.regular() / 24);
  }

  /** What an interval of this time of day uses. */
  private record Usual(double median, double spread) {}

  /** An interval or a run that could be taken away. */
  private record Suspect(
      ValidationRule rule,
      int from,
      int until,
      long wh,
      double usual,
      double variance,
      double blame) {
    int slots() {
      return until - from;
    }
  }

  /** Counts the runs of one number that passed sums acquit; before anything is blamed. */
  void learn(BitSet acquitted) {
    before = energy.clone();
    int slot = 0;
    while (slot < energy.length) {
      int end = slot + 1;
      if (energy[slot] != NONE) {
        while (end < energy.length && energy[end] == energy[slot]) {
          end++;
        }
        if (end - slot >= constantSlots && acquitted.nextClearBit(slot) >= end) {
          if (energy[slot] == 0) {
            naturalZeros++;
          } else {
            naturalRuns++;
          }
        }
      }
      slot = end;
    }
  }

  /** Runs that reach over the period in which they were found guilty. */
  List<Noted> whole() {
    return whole;
  }

  /** Whether what is left for the unknown intervals is beyond anything that they use. */
  boolean isSuspicious(int from, int until, long rest) {
    double usual = 0;
    double variance = 0;
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] == NONE) {
        Usual one = usual(slot);
        usual += one.median();
        variance += one.spread() * one.spread();
      }
    }
    return distance((double) rest, usual, variance) > SUSPICIOUS;
  }

  /** The culprits of a period that fails its sum; none if nothing explains it. */
  List<Noted> find(int from, int until, long advance) {
    long rest = advance;
    double usual = 0;
    double variance = 0;
    int unknown = 0;
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] == NONE) {
        Usual one = usual(slot);
        usual += one.median();
        variance += one.spread() * one.spread();
        unknown++;
      } else {
        rest -= energy[slot];
      }
    }
    List<Suspect> suspects = suspects(from, until);
    var search = new Search(suspects, rest, usual, variance, unknown);
    search.run();
    List<Noted> found = new ArrayList<>();
    for (int i : search.best) {
      Suspect suspect = suspects.get(i);
      long expected = suspect.slots() == 1 ? Math.round(suspect.usual()) : 0;
      long observed = suspect.slots() == 1 ? suspect.wh() : energy[suspect.from()];
      found.add(new Noted(suspect.rule(), suspect.from(), suspect.slots(), observed, expected));
      if (suspect.slots() > 1) {
        addWhole(suspect);
      }
    }
    return found;
  }

  /** Tries the sets of suspects. */
  private final class Search {
    private final List<Suspect> suspects;
    private final long rest;
    private final double usual;
    private final double variance;
    private final int unknown;
    private double least;
    private int[] best = {};

    Search(List<Suspect> suspects, long rest, double usual, double variance, int unknown) {
      this.suspects = suspects;
      this.rest = rest;
      this.usual = usual;
      this.variance = variance;
      this.unknown = unknown;
      this.least = Double.POSITIVE_INFINITY;
    }

    void run() {
      look(0, new int[0], 0, 0, variance, rest, usual, variance, unknown, 0);
    }

    private void look(
        int next,
        int[] blamed,
        int singles,
        double spikes,
        double others,
        long left,
        double expected,
        double spread,
        int open,
        double cost) {
      double total = cost + explain(spikes, Math.sqrt(others), left, expected, spread, open);
      if (total < least) {
        least = total;
        best = blamed;
      }
      for (int i = next; i < suspects.size(); i++) {
        Suspect suspect = suspects.get(i);
        boolean single = suspect.slots() == 1;
        if ((single && singles == MOST_SINGLES) || overlaps(blamed, suspect)) {
          continue;
        }
        int[] more = Arrays.copyOf(blamed, blamed.length + 1);
        more[blamed.length] = i;
        look(
            i + 1,
            more,
            singles + (single ? 1 : 0),
            spikes + (single ? SPIKE_PART * suspect.wh() - suspect.usual() : 0),
            others + (single ? 0 : suspect.variance()),
            left + suspect.wh(),
            expected + suspect.usual(),
            spread + suspect.variance(),
            open + suspect.slots(),
            cost + suspect.blame());
      }
    }

    private boolean overlaps(int[] blamed, Suspect suspect) {
      for (int i : blamed) {
        Suspect other = suspects.get(i);
        if (other.from() < suspect.until() && suspect.from() < other.until()) {
          return true;
        }
      }
      return false;
    }

    /**
     * How badly the rest fits the open intervals.
     *
     * @param spikes by how much the blamed singles may exceed what is usual for them
     * @param slack by how much the other open intervals may
     */
    private double explain(
        double spikes, double slack, long left, double expected, double spread, int open) {
      if (open == 0) {
        return Math.abs(left) <= rules.toleranceWh() ? 0 : Double.POSITIVE_INFINITY;
      }
      if (left < -rules.toleranceWh()
          || (maxWh.isPresent() && left > (long) maxWh.getAsInt() * open)) {
        return Double.POSITIVE_INFINITY;
      }
      if (spikes != 0 && left - expected > spikes + slack) {
        return Double.POSITIVE_INFINITY;
      }
      return misfit((double) left, expected, spread);
    }
  }

  /** Households are seldom far from what is usual, but then by far: the cost grows slowly. */
  private static double misfit(double left, double expected, double variance) {
    return MISFIT * Math.log1p(distance(left, expected, variance) / 2);
  }

  private static double distance(double left, double expected, double variance) {
    return Math.abs(left - expected) / Math.max(20, Math.sqrt(variance));
  }

  /** What it costs to blame a single interval: less the more it stands out, even a gain at last. */
  private static double blame(double stands) {
    return Math.max(-BLAME / 2, BLAME - STANDING_OUT * Math.log1p(stands));
  }

  private List<Suspect> suspects(int from, int until) {
    List<Suspect> singles = new ArrayList<>();
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] != NONE && energy[slot] > 0) {
        Usual one = usual(slot);
        double stands = ((double) energy[slot] - one.median()) / one.spread();
        if (stands > 1) {
          singles.add(
              new Suspect(
                  ValidationRule.SPIKE,
                  slot,
                  slot + 1,
                  energy[slot],
                  one.median(),
                  one.spread() * one.spread(),
                  blame(stands)));
        }
      }
    }
    singles.sort(Comparator.comparingDouble(Suspect::blame));
    List<Suspect> suspects =
        new ArrayList<>(singles.subList(0, Math.min(SUSPECTS, singles.size())));
    suspects.addAll(runs(from, until));
    return suspects;
  }

  /** Parts of runs of one number, long enough to be suspicious, that lie in a period. */
  private List<Suspect> runs(int from, int until) {
    List<Suspect> runs = new ArrayList<>();
    int slot = from;
    while (slot < until) {
      int begin = slot;
      int end = slot + 1;
      if (energy[slot] != NONE) {
        begin = begin(slot);
        end = end(slot);
      }
      if (end - begin >= constantSlots && !isOutage(begin, end)) {
        runs.add(run(Math.max(begin, from), Math.min(end, until)));
      }
      slot = end;
    }
    return runs;
  }

  /** First slot of the run of one number that a slot is in. */
  private int begin(int slot) {
    int begin = slot;
    while (begin > 0 && before[begin - 1] == before[slot]) {
      begin--;
    }
    return begin;
  }

  /** Slot after the last of the run of one number that a slot is in. */
  private int end(int slot) {
    int end = slot + 1;
    while (end < before.length && before[end] == before[slot]) {
      end++;
    }
    return end;
  }

  /** Zeros while the meter had no supply. */
  private boolean isOutage(int from, int until) {
    boolean zero = energy[from] == 0;
    for (int slot = from; zero && slot < until; slot++) {
      zero = StatusBits.isWithoutSupply(status[slot]);
    }
    return zero;
  }

  private Suspect run(int from, int until) {
    double usual = 0;
    double variance = 0;
    long wh = 0;
    for (int slot = from; slot < until; slot++) {
      Usual one = usual(slot);
      usual += one.median();
      variance += one.spread() * one.spread();
      wh += energy[slot];
    }
    return new Suspect(
        energy[from] == 0 ? ValidationRule.ZERO : ValidationRule.STUCK,
        from,
        until,
        wh,
        usual,
        // the intervals of one day are high or low together
        variance * 4,
        guilty.get(begin(from)) ? -GUILTY_SPEAKS : runBlame(energy[from] == 0));
  }

  private double runBlame(boolean zero) {
    if ((zero ? naturalZeros : naturalRuns) >= NATURAL_RUNS) {
      return NATURAL_RUN_BLAME;
    }
    return zero ? ZERO_RUN_BLAME : -RUN_SPEAKS;
  }

  private void addWhole(Suspect run) {
    int begin = begin(run.from());
    int end = end(run.from());
    long wh = before[run.from()];
    guilty.set(begin);
    if (begin < run.from()) {
      whole.add(new Noted(run.rule(), begin, run.from() - begin, wh, 0));
    }
    if (end > run.until()) {
      whole.add(new Noted(run.rule(), run.until(), end - run.until(), wh, 0));
    }
  }

  /** Median and robust spread of the same time on the days around. */
  private Usual usual(int slot) {
    long[] found = new long[2 * STATISTIC_DAYS];
    int n = 0;
    for (int away = 1; away <= STATISTIC_DAYS; away++) {
      n = collect(slot, -away, found, n);
      if (rules.aheadDays() > 0) {
        n = collect(slot, away, found, n);
      }
    }
    if (n < FEWEST) {
      return new Usual(energy[slot] == NONE ? 0 : energy[slot], 1e6);
    }
    Arrays.sort(found, 0, n);
    double median = found[n / 2];
    double[] deviation = new double[n];
    for (int i = 0; i < n; i++) {
      deviation[i] = Math.abs(found[i] - median);
    }
    Arrays.sort(deviation);
    // the upper tail is long: the spread looks beyond the middle of it
    double spread = Math.max(1.4826 * deviation[n / 2], 0.6 * deviation[(int) (0.85 * n)]);
    return new Usual(median, Math.max(spread, 20));
  }

  private int collect(int slot, int away, long[] found, int n) {
    int other = days.counterpart(slot, away);
    if (other != LocalDays.NONE && energy[other] >= 0) {
      found[n] = energy[other];
      return n + 1;
    }
    return n;
  }
}
