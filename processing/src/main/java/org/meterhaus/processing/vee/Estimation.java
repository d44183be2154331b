package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.processing.vee.Donors.View;
import org.meterhaus.processing.vee.Validation.AnchoredGap;

/**
 * Values for the slots that have none, best rule first: the register's advance (exact in sum, its
 * shape by the rules below), what a customer said, {@link Donors} of the channel's own past, a line
 * for short gaps, like days, the standard profile. A slot for which no rule has anything stays
 * missing.
 */
final class Estimation {
  /** Unknown slots from which on a second view is blended in, and how much of it. */
  private static final int BLENDED = 3;

  private static final double DAILY_PART = 0.35;
  private static final double QUARTERS_PART = 0.5;

  private final Rules rules;
  private final Choice choice;
  private final long[] said;
  private final double[] measured;
  private final long[] energy;
  private final Quality[] quality;
  private final int[] low;
  private final int[] high;
  private final LocalDays days;
  private final Slots slots;

  /** Made when the first gap asks for them. */
  private @Nullable Donors donors;

  private final LikeDays likeDays;
  private final int linearSlots;

  /** Whether the standard load profile describes such channels; made when it is asked. */
  private final boolean profiled;

  private @Nullable ProfileFit profile;

  private Estimation(
      Slots slots,
      LocalDays days,
      Rules rules,
      ClassRules parameters,
      Choice choice,
      Validation validation) {
    this.rules = rules;
    this.profiled = rules.similar() && parameters.profiled();
    this.days = days;
    this.choice = choice;
    this.said = choice.said();
    this.energy = validation.energy().clone();
    this.quality = validation.quality().clone();
    this.low = new int[slots.count()];
    this.high = new int[slots.count()];
    this.measured = new double[slots.count()];
    for (int slot = 0; slot < measured.length; slot++) {
      boolean holds = quality[slot] == Quality.MEASURED || quality[slot] == Quality.MOVED;
      measured[slot] = holds ? energy[slot] : Double.NaN;
      if (!holds) {
        energy[slot] = NONE;
      }
    }
    this.slots = slots;
    this.likeDays = new LikeDays(days, rules, measured);
    this.linearSlots = slots.within(rules.linearWithin());
  }

  /**
   * @param from first slot whose value is wanted
   * @param until slot after the last whose value is wanted; no slot from here on gets one
   */
  static Estimation of(
      Slots slots,
      LocalDays days,
      Rules rules,
      ClassRules parameters,
      Choice choice,
      Validation validation,
      int from,
      int until) {
    var estimation = new Estimation(slots, days, rules, parameters, choice, validation);
    for (AnchoredGap gap : validation.gaps()) {
      if (gap.last() >= from && gap.first() < until) {
        estimation.fillAnchored(gap);
      }
    }
    estimation.fillFree(from, until);
    return estimation;
  }

  private Donors donors() {
    Donors made = donors;
    if (made == null) {
      made = new Donors(slots, days, rules, measured);
      donors = made;
    }
    return made;
  }

  private ProfileFit profile() {
    ProfileFit made = profile;
    if (made == null) {
      made = new ProfileFit(slots, days, rules, measured);
      profile = made;
    }
    return made;
  }

  long wh(int slot) {
    return energy[slot];
  }

  Quality quality(int slot) {
    return quality[slot];
  }

  /** Lower bound of an estimate. */
  int low(int slot) {
    return low[slot];
  }

  /** Upper bound of an estimate. */
  int high(int slot) {
    return high[slot];
  }

  // ---------------------------------------------------------------- with a register on both sides

  private void fillAnchored(AnchoredGap gap) {
    int[] unknown = gap.slots();
    if (unknown.length == 1) {
      setExact(unknown[0], gap.totalWh(), Quality.REGISTER_DIFFERENCE);
      return;
    }
    if (customersMeet(gap)) {
      for (int slot : unknown) {
        setExact(slot, said[slot], Quality.EDITED);
      }
      return;
    }
    double total = (double) gap.totalWh();
    var samples = new SlotSamples(unknown.length);
    if (rules.similar() && collect(unknown, total, samples)) {
      double[] weights = samples.at(samples.levelOf(total));
      blend(unknown, total, weights);
      long[] shares = Shares.of(gap.totalWh(), weights);
      for (int i = 0; i < shares.length; i++) {
        double above = Math.min(total, samples.high(i));
        set(unknown[i], shares[i], Quality.REGISTER_SCALED, samples.low(i), above);
      }
      return;
    }
    long[] shares = Shares.of(gap.totalWh(), shape(unknown));
    for (int i = 0; i < shares.length; i++) {
      set(unknown[i], shares[i], Quality.REGISTER_SCALED, 0, total);
    }
  }

  /** Whether customers filled the whole gap with values that the register confirms. */
  private boolean customersMeet(AnchoredGap gap) {
    long sum = 0;
    for (int slot : gap.slots()) {
      if (said[slot] < 0) {
        return false;
      }
      sum += said[slot];
    }
    return Math.abs(sum - gap.totalWh()) <= rules.toleranceWh();
  }

  /** Samples for every run of the unknown slots. */
  private boolean collect(int[] unknown, double total, SlotSamples samples) {
    int from = 0;
    while (from < unknown.length) {
      int until = from + 1;
      while (until < unknown.length && unknown[until] == unknown[until - 1] + 1) {
        until++;
      }
      boolean whole = from == 0 && until == unknown.length;
      // what several gaps have used together says little of each
      double own = whole ? total : Double.NaN;
      if (!collect(unknown[from], unknown[from] + until - from, own, samples, from)) {
        return false;
      }
      from = until;
    }
    return true;
  }

  /**
   * Two views are better than one: a stretch of more than an hour also resembles its day, and the
   * hours of a longer gap what is nearest to them.
   */
  private void blend(int[] unknown, double total, double[] weights) {
    int length = unknown.length;
    boolean whole = unknown[length - 1] - unknown[0] + 1 == length;
    if (!whole || length < BLENDED) {
      return;
    }
    boolean isShort = length <= linearSlots + 1;
    View view = isShort ? View.WHOLE_DAYS : View.QUARTERS;
    int from = unknown[0];
    var samples = new SlotSamples(length);
    if (donors().days(from, from + length, view, total, samples, 0)) {
      double[] other = samples.at(samples.levelOf(total));
      double part = isShort ? DAILY_PART : QUARTERS_PART;
      for (int i = 0; i < length; i++) {
        weights[i] += part * (other[i] - weights[i]);
      }
    }
  }

  private boolean collect(int from, int until, double total, SlotSamples samples, int at) {
    if (until - from <= linearSlots + 1) {
      return donors().stretches(from, until, total, samples, at);
    }
    View view = Double.isNaN(total) ? View.LEVELLED : View.WHOLE_DAYS;
    return donors().days(from, until, view, total, samples, at);
  }

  /** Weights by the simple rules. */
  private double[] shape(int[] unknown) {
    double[] weights = new double[unknown.length];
    int from = 0;
    while (from < weights.length) {
      int until = from + 1;
      while (until < weights.length && unknown[until] == unknown[until - 1] + 1) {
        until++;
      }
      shape(unknown[from], until - from, weights, from);
      from = until;
    }
    return weights;
  }

  private void shape(int firstSlot, int length, double[] weights, int at) {
    if (profiled && length > linearSlots && likeDays.mean(firstSlot).isEmpty()) {
      for (int i = 0; i < length; i++) {
        weights[at + i] = profile().weight(firstSlot + i);
      }
      return;
    }
    for (int i = 0; i < length; i++) {
      OptionalDouble like =
          length <= linearSlots ? OptionalDouble.empty() : likeDays.mean(firstSlot + i);
      weights[at + i] =
          like.isPresent() ? like.getAsDouble() : line(firstSlot, firstSlot + length, i);
    }
  }

  /** The line between the measured neighbours of a run; level where there is only one. */
  private double line(int from, int until, int i) {
    double left = measuredAt(from - 1);
    double right = measuredAt(until);
    if (!Double.isNaN(left) && !Double.isNaN(right)) {
      return left + (right - left) / (until - from + 1) * (i + 1);
    }
    return !Double.isNaN(left) ? left : !Double.isNaN(right) ? right : 1;
  }

  private double measuredAt(int slot) {
    return slot >= 0 && slot < measured.length ? measured[slot] : Double.NaN;
  }

  // ---------------------------------------------------------------- without

  private void fillFree(int from, int until) {
    int slot = from;
    // a run is judged whole, also where it begins before what is wanted or ends after it
    while (slot > 0 && slot < energy.length && isOpen(slot) && isOpen(slot - 1)) {
      slot--;
    }
    while (slot < Math.min(until, energy.length)) {
      if (energy[slot] == NONE && said[slot] >= 0 && slot >= from) {
        setExact(slot, said[slot], Quality.EDITED);
      }
      if (!isOpen(slot)) {
        slot++;
        continue;
      }
      int end = slot + 1;
      while (end < energy.length && isOpen(end)) {
        end++;
      }
      fillFree(slot, end, from, until);
      slot = end;
    }
  }

  /** Whether nobody has anything to say about a slot. */
  private boolean isOpen(int slot) {
    return energy[slot] == NONE && said[slot] < 0;
  }

  private void fillFree(int first, int end, int from, int until) {
    boolean isShort = end - first <= linearSlots;
    boolean bridgeable =
        isShort && !Double.isNaN(measuredAt(first - 1)) && !Double.isNaN(measuredAt(end));
    // nobody knows yet what follows a gap that goes on to the end of what was received
    boolean over = end < energy.length;
    if (rules.similar() && (bridgeable || !isShort || !over)) {
      var samples = new SlotSamples(end - first);
      if (collect(first, end, Double.NaN, samples, 0)) {
        for (int slot = Math.max(first, from); slot < Math.min(end, until); slot++) {
          int i = slot - first;
          set(
              slot,
              Math.round(samples.quantile(i, 0.5)),
              Quality.SIMILAR_DAYS,
              samples.low(i),
              samples.high(i));
        }
        return;
      }
    }
    for (int slot = Math.max(first, from); slot < Math.min(end, until); slot++) {
      if (bridgeable) {
        double wh = line(first, end, slot - first);
        set(slot, Math.round(wh), Quality.LINEAR, wh / 2, 2 * wh);
      } else {
        OptionalDouble like = likeDays.mean(slot);
        if (like.isPresent()) {
          double wh = like.getAsDouble();
          set(slot, Math.round(wh), Quality.LIKE_DAY, wh / 3, 3 * wh);
        } else if (rules.similar() && choice.neighbours(slot) >= 0) {
          long wh = choice.neighbours(slot);
          set(slot, wh, Quality.NEIGHBOURS, wh / 4.0, 3.0 * wh);
        } else if (profiled) {
          int at = slot;
          profile()
              .wh(slot)
              .ifPresent(wh -> set(at, Math.round(wh), Quality.STANDARD_PROFILE, wh / 4, 3 * wh));
        }
      }
    }
  }

  private void setExact(int slot, long wh, Quality rule) {
    energy[slot] = wh;
    quality[slot] = rule;
    low[slot] = (int) wh;
    high[slot] = (int) wh;
  }

  private void set(int slot, long wh, Quality rule, double below, double above) {
    energy[slot] = wh;
    quality[slot] = rule;
    low[slot] = (int) Math.min((long) Math.floor(below), wh);
    high[slot] = (int) Math.max((long) Math.ceil(above), wh);
  }
}
