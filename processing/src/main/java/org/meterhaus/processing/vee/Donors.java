package org.meterhaus.processing.vee;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the channel used when it behaved alike, as samples for the slots of a gap.
 *
 * <p>Up to two hours any stretch of the channel serves whose values around and sum resemble those
 * of the gap, at any time of day. Longer gaps are cut into parts of days, and each takes the most
 * alike days: by what was used in the day around the gap, by day type, by distance in time, and by
 * sum where the register knows it. Only measured values serve; estimates never feed estimates.
 */
final class Donors {
  // Chosen on 39 households at two seeds and looked at on others: docs/veebench.md
  private static final int DAYS = 25;
  private static final int STRETCHES = 40;
  private static final int FEWEST = 5;
  private static final double SAME_WEEKDAY = 0.1;
  private static final double PER_DAY_AWAY = 0.006;
  private static final double MISSING_AT_MOST = 0.3;
  private static final double DAY_KERNEL = 0.6;
  private static final double STRETCH_KERNEL = 0.7;
  private static final double NEXT_SLOT = 0.35;
  private static final double EDGE = 0.5;
  private static final double PER_HOUR_OF_DAY = 0.1;
  private static final double NOT_ADJACENT = 0.35;
  private static final int LEVEL_DAYS = 2;
  private static final double LEVEL_RATIO = 3;

  private final Slots slots;
  private final LocalDays days;
  private final Rules rules;

  /** Wh by slot, {@link Double#NaN} where nothing was measured. */
  private final double[] wh;

  /** Mean of the measured slots within an hour. */
  private final double[] smooth;

  /** Measured slots and their energy before each boundary. */
  private final int[] countBefore;

  private final double[] sumBefore;

  /** Made when the first short gap asks for it. */
  private float @Nullable [] byTime;

  /** By length; made when the first gap of that length asks for them. */
  private final float[] @Nullable [] stretchSums;

  Donors(Slots slots, LocalDays days, Rules rules, double[] measured) {
    this.slots = slots;
    this.days = days;
    this.rules = rules;
    this.wh = measured;
    this.countBefore = new int[measured.length + 1];
    this.sumBefore = new double[measured.length + 1];
    for (int i = 0; i < measured.length; i++) {
      boolean known = !Double.isNaN(measured[i]);
      countBefore[i + 1] = countBefore[i] + (known ? 1 : 0);
      sumBefore[i + 1] = sumBefore[i] + (known ? measured[i] : 0);
    }
    this.stretchSums = new float[slots.within(rules.linearWithin()) + 2][];
    this.smooth = new double[measured.length];
    int hour = Math.max(1, 3600 / slots.intervalS());
    for (int i = 0; i < measured.length; i++) {
      int from = Math.max(0, i - hour);
      int until = Math.min(measured.length, i + hour + 1);
      int known = countBefore[until] - countBefore[from];
      smooth[i] = known == 0 ? Double.NaN : (sumBefore[until] - sumBefore[from]) / known;
    }
  }

  private boolean isKnown(int slot) {
    return slot >= 0 && slot < wh.length && !Double.isNaN(wh[slot]);
  }

  private int knownIn(int from, int until) {
    return countBefore[until] - countBefore[from];
  }

  private double sumOf(int from, int until) {
    return sumBefore[until] - sumBefore[from];
  }

  /** Slots after a gap that may be looked at: live, only the one that closed it. */
  private int sightAfter(int most) {
    return rules.aheadDays() == 0 ? Math.min(1, most) : most;
  }

  // ---------------------------------------------------------------- up to two hours

  /**
   * Samples from alike stretches of the channel.
   *
   * @param total Wh of the gap; NaN when not known
   * @return whether there are enough
   */
  boolean stretches(int from, int until, double total, SlotSamples samples, int at) {
    int length = until - from;
    double[] around = {value(from - 1), value(from - 2), value(until), value(until + 1)};
    if (sightAfter(2) < 2) {
      around[3] = Double.NaN;
    }
    double level = level(around, total, length);
    if (Double.isNaN(level)) {
      return false;
    }
    int perDay = days.regular();
    int first = Math.max(2, from - rules.historyDays() * perDay);
    int last =
        Math.min(
            wh.length - length - 2,
            rules.aheadDays() == 0 ? from - length - 2 : from + rules.aheadDays() * perDay);
    var nearest = new Nearest(STRETCHES);
    boolean sum = !Double.isNaN(total);
    var likeness = new Likeness(length, around, total, level);
    double perSlotOfDay = PER_HOUR_OF_DAY * slots.intervalS() / 3600.0;
    // nearest time of day first: what is further away than the worst of the best need not be seen
    for (int away = 0; away <= perDay / 2; away++) {
      double apart = perSlotOfDay * away;
      if (apart >= nearest.worst()) {
        break;
      }
      likeness.offer(Math.floorMod(from + away, perDay), first, last, apart, nearest);
      if (away > 0 && 2 * away < perDay) {
        likeness.offer(Math.floorMod(from - away, perDay), first, last, apart, nearest);
      }
    }
    if (nearest.size() < FEWEST) {
      return false;
    }
    double width = STRETCH_KERNEL * Math.max(1e-9, nearest.furthest());
    for (int i = 0; i < length; i++) {
      for (int n = 0; n < nearest.size(); n++) {
        int start = nearest.key(n);
        double stretchSum = sumOf(start, start + length);
        double scale = sum && stretchSum > 0 ? Math.sqrt(clamp(total / stretchSum)) : 1;
        samples.add(wh[start + i] * scale, kernel(nearest.distance(n) / width));
      }
      if (!samples.close(at + i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * How unlike a gap the stretches are that begin at one time of day: of all days at once, in plain
   * loops over neighbouring floats, which the JIT compiler turns into vector instructions.
   */
  private final class Likeness {
    private final int perDay = days.regular();
    private final int rows = Math.ceilDiv(wh.length, perDay);
    private final float[] energies = byTime();
    private final float[] sums;
    private final int length;
    private final float total;
    private final float perWh;
    private final float[] beside = new float[4];
    private final float[] besidePerWh = new float[4];
    private final float[] distance = new float[rows];

    Likeness(int length, double[] around, double total, double level) {
      this.length = length;
      this.sums = stretchSums(length);
      this.total = (float) (Double.isNaN(total) ? 0 : total);
      this.perWh = (float) (Double.isNaN(total) ? 0 : Math.sqrt(length) / length / level);
      for (int i = 0; i < around.length; i++) {
        boolean known = !Double.isNaN(around[i]);
        beside[i] = (float) (known ? around[i] : 0);
        besidePerWh[i] = (float) (known ? (i % 2 == 0 ? 1 : NOT_ADJACENT) / level : 0);
      }
    }

    void offer(int time, int first, int last, double apart, Nearest nearest) {
      int from = Math.ceilDiv(Math.max(0, first - time), perDay);
      int until = Math.min(rows, Math.floorDiv(last - time, perDay) + 1);
      float base = (float) apart;
      int at = time * rows;
      for (int row = from; row < until; row++) {
        distance[row] = base + perWh * Math.abs(sums[at + row] - total);
      }
      add(0, time - 1, from, until);
      add(1, time - 2, from, until);
      add(2, time + length, from, until);
      add(3, time + length + 1, from, until);
      float worst = nearest.worst();
      for (int row = from; row < until; row++) {
        if (distance[row] < worst) {
          nearest.offer(distance[row], row * perDay + time);
          worst = nearest.worst();
        }
      }
    }

    private void add(int which, int slot, int from, int until) {
      int at = indexByTime(slot, perDay, rows);
      float value = beside[which];
      float weight = besidePerWh[which];
      for (int row = from; row < until; row++) {
        distance[row] += weight * Math.abs(energies[at + row] - value);
      }
    }
  }

  /** Where the value of a slot of the first day, or just before or after it, stands by time. */
  private static int indexByTime(int slot, int perDay, int rows) {
    return Math.floorMod(slot, perDay) * rows + Math.floorDiv(slot, perDay);
  }

  /** Wh of all slots, those of the same time of day beside each other. */
  private float[] byTime() {
    float[] made = byTime;
    if (made == null) {
      int perDay = days.regular();
      int rows = Math.ceilDiv(wh.length, perDay);
      made = new float[rows * perDay];
      Arrays.fill(made, Float.NaN);
      for (int slot = 0; slot < wh.length; slot++) {
        made[indexByTime(slot, perDay, rows)] = (float) wh[slot];
      }
      byTime = made;
    }
    return made;
  }

  /** Wh of all stretches of a length, likewise; NaN where something in or beside is unknown. */
  private float[] stretchSums(int length) {
    float[] made = stretchSums[length];
    if (made != null) {
      return made;
    }
    int perDay = days.regular();
    int rows = Math.ceilDiv(wh.length, perDay);
    float[] sums = new float[rows * perDay];
    Arrays.fill(sums, Float.NaN);
    for (int start = 2; start + length + 2 <= wh.length; start++) {
      if (knownIn(start - 2, start + length + 2) == length + 4) {
        sums[indexByTime(start, perDay, rows)] = (float) sumOf(start, start + length);
      }
    }
    stretchSums[length] = sums;
    return sums;
  }

  private double value(int slot) {
    return isKnown(slot) ? wh[slot] : Double.NaN;
  }

  /** What differences are measured against: the mean of what is around and inside. */
  private static double level(double[] around, double total, int length) {
    double sum = 0;
    int known = 0;
    for (double value : around) {
      if (!Double.isNaN(value)) {
        sum += value;
        known++;
      }
    }
    if (known == 0) {
      return Double.NaN;
    }
    double outside = sum / known;
    double inside = Double.isNaN(total) ? outside : total / length;
    return Math.max(10, (outside + inside) / 2);
  }

  // ---------------------------------------------------------------- longer

  /**
   * How a gap of hours or days is looked at.
   *
   * @param part length of the parts that it is cut into, in days; each has donors of its own
   * @param around weight of what was used around the gap
   * @param otherType what a day of another type is further away
   * @param sum whether the energy of a part counts; as good as the guess that all parts use alike
   * @param level how much of the channel's change of level since then is made up for, 0..1
   */
  record View(double part, double around, double otherType, boolean sum, double level) {
    /** Alike in all: for a gap whose sum is known. */
    static final View WHOLE_DAYS = new View(1, 1.2, 0.25, true, 0);

    /** Each part by what is nearest to it. */
    static final View QUARTERS = new View(0.25, 0.6, 0.4, false, 0);

    /** As before, and as high as the days around: what a known sum would see to. */
    static final View LEVELLED = new View(0.25, 0.6, 0.4, false, 0.3);
  }

  /**
   * Samples from alike days.
   *
   * @param total Wh of the gap; NaN when not known
   * @return whether there are enough
   */
  boolean days(int from, int until, View view, double total, SlotSamples samples, int at) {
    int length = until - from;
    int parts = Math.max(1, Math.round((float) (length / (view.part * days.regular()))));
    for (int part = 0; part < parts; part++) {
      int first = from + (int) ((long) length * part / parts);
      int last = from + (int) ((long) length * (part + 1) / parts);
      double share = view.sum ? total * (last - first) / length : Double.NaN;
      if (!part(first, last, from, until, view, share, samples, at + first - from)) {
        return false;
      }
    }
    return true;
  }

  /** The same for a part of a gap, from its first slot to the one after its last. */
  private boolean part(
      int from,
      int until,
      int gapFrom,
      int gapUntil,
      View view,
      double total,
      SlotSamples samples,
      int at) {
    var nearest = new Nearest(DAYS);
    int day = days.day(from);
    var surroundings = new Surroundings(gapFrom, gapUntil, from, until);
    double sumWeight = Math.min(1, (double) (until - from) / days.regular() + 0.25);
    int ahead = rules.aheadDays();
    int length = until - from;
    // the nearest days first: most of those further away are then out of the question at once
    for (int apart = 1; apart <= Math.max(rules.historyDays(), ahead); apart++) {
      double remoteness = PER_DAY_AWAY * apart - (apart % 7 == 0 ? SAME_WEEKDAY : 0);
      for (int away = -apart; away <= apart; away += 2 * apart) {
        if (away > ahead || away < -rules.historyDays()) {
          continue;
        }
        int start = days.counterpart(from, away);
        if (start == LocalDays.NONE || start + length > wh.length) {
          continue;
        }
        int known = knownIn(start, start + length);
        if (length - known > MISSING_AT_MOST * length) {
          continue;
        }
        double distance =
            remoteness + (days.type(day + away) == days.type(day) ? 0 : view.otherType);
        if (!Double.isNaN(total)) {
          double sum = sumOf(start, start + length) * length / known;
          distance += Math.abs(sum - total) / Math.max(1, total) * sumWeight;
        }
        if (distance < nearest.worst()) {
          double bearable = (nearest.worst() - distance) / view.around;
          distance += view.around * surroundings.difference(start - from, bearable);
          nearest.offer((float) Math.max(0, distance), start - from);
        }
      }
    }
    if (nearest.size() < FEWEST) {
      return false;
    }
    double width = DAY_KERNEL * Math.max(1e-9, nearest.furthest());
    double[] weights = new double[nearest.size()];
    double[] change = new double[nearest.size()];
    for (int n = 0; n < weights.length; n++) {
      weights[n] = kernel(nearest.distance(n) / width);
      change[n] =
          view.level == 0 ? 1 : change(view, from, until, gapFrom, gapUntil, nearest.key(n));
    }
    SlotSamples.Column before = column(from - 1, nearest, weights, change);
    SlotSamples.Column own = column(from, nearest, weights, change);
    for (int slot = from; slot < until; slot++) {
      // what was used a slot earlier or later on that day might as well have been used now
      SlotSamples.Column after = column(slot + 1, nearest, weights, change);
      samples.begin(before, own, after, NEXT_SLOT);
      before = own;
      own = after;
      double collected = samples.collected();
      addEdge(samples, gapFrom - 1, gapFrom - 2, slot - gapFrom + 1, collected);
      addEdge(
          samples,
          gapUntil,
          sightAfter(2) == 2 ? gapUntil + 1 : LocalDays.NONE,
          gapUntil - slot,
          collected);
      if (!samples.close(at + slot - from)) {
        return false;
      }
    }
    return true;
  }

  /** By what a donor's values are multiplied: the level around the part relative to its own. */
  private double change(View view, int from, int until, int gapFrom, int gapUntil, int shift) {
    int reach = LEVEL_DAYS * days.regular();
    int middle = (from + until) / 2;
    double here = level(middle - reach, middle + reach, gapFrom, gapUntil, 0);
    double there = level(middle - reach, middle + reach, gapFrom, gapUntil, shift);
    boolean known = here > 0 && there > 0;
    return known ? Math.pow(Math.clamp(here / there, 1 / LEVEL_RATIO, LEVEL_RATIO), view.level) : 1;
  }

  /** Mean energy in some days without the gap, all of it shifted; NaN where nothing is known. */
  private double level(int from, int until, int gapFrom, int gapUntil, int shift) {
    int seen = rules.aheadDays() == 0 ? Math.min(until, gapUntil) : until;
    int from1 = Math.clamp(from + shift, 0, wh.length);
    int until1 = Math.clamp(gapFrom + shift, from1, wh.length);
    int from2 = Math.clamp(gapUntil + shift, 0, wh.length);
    int until2 = Math.clamp(seen + shift, from2, Math.max(from2, wh.length));
    int known = knownIn(from1, until1) + knownIn(from2, until2);
    return known == 0 ? Double.NaN : (sumOf(from1, until1) + sumOf(from2, until2)) / known;
  }

  /** What the donors used in a slot. */
  private SlotSamples.Column column(int slot, Nearest donors, double[] weights, double[] change) {
    var column = new SlotSamples.Column(weights.length);
    for (int n = 0; n < weights.length; n++) {
      int there = slot + donors.key(n);
      if (isKnown(there)) {
        column.add(wh[there] * change[n], weights[n]);
      }
    }
    return column;
  }

  private void addIfKnown(SlotSamples samples, int slot, double weight) {
    if (isKnown(slot)) {
      samples.add(wh[slot], weight);
    }
  }

  /** The values beside the gap say something about the first and last hour of it. */
  private void addEdge(SlotSamples samples, int near, int next, int away, double collected) {
    double weight = collected * EDGE * Math.exp(-away * slots.intervalS() / 3600.0);
    addIfKnown(samples, near, weight);
    addIfKnown(samples, next, 0.4 * weight);
  }

  /** A day before and after a gap: what donors are compared by. */
  private final class Surroundings {
    /** Slots between two looks at whether a donor can still be among the nearest. */
    private static final int STRIDE = 16;

    /** Of the slots outward from the gap, those before it first; without what is not known. */
    private final int[] slot;

    private final double[] here;
    private final double[] weight;
    private final int count;

    /** Mean energy of the slots. */
    private final double scale;

    private final double weights;

    /**
     * @param from first slot of the part of the gap that is compared; nearer slots weigh more
     */
    Surroundings(int gapFrom, int gapUntil, int from, int until) {
      int reach = days.regular();
      int lookFrom = Math.max(0, gapFrom - reach);
      int lookUntil = Math.min(wh.length, gapUntil + sightAfter(reach));
      int most = Math.max(0, gapFrom - lookFrom) + Math.max(0, lookUntil - gapUntil);
      slot = new int[most];
      here = new double[most];
      weight = new double[most];
      int size = 0;
      double sum = 0;
      for (int i = gapFrom - 1; i >= lookFrom; i--) {
        if (isKnown(i)) {
          slot[size] = i;
          here[size] = smooth[i];
          weight[size++] = weightOf(from - i);
          sum += wh[i];
        }
      }
      for (int i = gapUntil; i < lookUntil; i++) {
        if (isKnown(i)) {
          slot[size] = i;
          // the mean of the value that closed the gap would reach into what came later
          here[size] = rules.aheadDays() == 0 ? wh[i] : smooth[i];
          weight[size++] = weightOf(i - until + 1);
          sum += wh[i];
        }
      }
      count = size;
      scale = size == 0 ? 1 : Math.max(1, sum / size);
      double all = 0;
      for (int i = 0; i < size; i++) {
        all += weight[i];
      }
      weights = all;
    }

    private double weightOf(int away) {
      double hours = away * slots.intervalS() / 3600.0;
      return 1 / (1 + hours / 2);
    }

    /**
     * Weighted mean difference to what is around a donor, relative to the mean energy here.
     *
     * @param bearable a difference from this on need not be known exactly
     */
    double difference(int shift, double bearable) {
      double enough = bearable * scale * weights;
      double sum = 0;
      double compared = 0;
      for (int i = 0; i < count; ) {
        for (int end = Math.min(count, i + STRIDE); i < end; i++) {
          int there = slot[i] + shift;
          if (isKnown(there)) {
            sum += weight[i] * Math.abs(smooth[there] - here[i]);
            compared += weight[i];
          }
        }
        // what is not known only makes the mean larger
        if (sum >= enough) {
          return Math.max(bearable, sum / weights / scale);
        }
      }
      return compared == 0 ? 1 : sum / compared / scale;
    }
  }

  private static double kernel(double z) {
    return Math.exp(-z * z / 2);
  }

  private static double clamp(double ratio) {
    return Math.max(0.2, Math.min(5, ratio));
  }
}
