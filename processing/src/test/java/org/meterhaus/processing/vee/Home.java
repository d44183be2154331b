package org.meterhaus.processing.vee;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.meterhaus.db.blocks.ChannelClass;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;

/** A channel of hours under test: what it used, and the rows that its meter sends of it. */
final class Home {
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  static final int HOUR = 3600;
  static final int LIMIT = 20_000;

  private final Slots slots;
  private final Choice choice;
  private final ChannelClass kind;

  Home(int days) {
    this(days, ChannelClass.MAIN);
  }

  Home(int days, ChannelClass kind) {
    this.slots = new Slots(START, 24 * days, HOUR, ZoneOffset.UTC);
    this.choice = new Choice(slots);
    this.kind = kind;
  }

  /** A home with a day of its own: low at night, a morning, a long evening, and chance. */
  static long[] used(int days, long seed) {
    var random = new Random(seed);
    long[] wh = new long[24 * days];
    for (int i = 0; i < wh.length; i++) {
      int hour = i % 24;
      double usual = hour < 6 ? 110 : hour < 9 ? 420 : hour < 17 ? 240 : hour < 22 ? 800 : 260;
      wh[i] = Math.round(usual * Math.exp(0.35 * random.nextGaussian()));
    }
    return wh;
  }

  Home energies(long... wh) {
    for (int slot = 0; slot < wh.length; slot++) {
      choice.offer(slot + 1, wh[slot], Choice.NONE, receivedAt(slot + 1));
    }
    return this;
  }

  /** Registers of what was used, every so many hours, from 5000 Wh on. */
  Home registers(long[] used, int every) {
    long level = 5_000;
    for (int boundary = 0; boundary <= used.length; boundary++) {
      if (boundary % every == 0) {
        register(boundary, level);
      }
      level += boundary < used.length ? used[boundary] : 0;
    }
    return this;
  }

  Home register(int boundary, long wh) {
    choice.offer(boundary, Choice.NONE, wh, receivedAt(boundary));
    return this;
  }

  Home energy(int slot, long wh) {
    choice.offer(slot + 1, wh, Choice.NONE, receivedAt(slot + 1));
    return this;
  }

  /** A row some seconds beside the end of an interval. */
  Home late(int slot, int seconds, long wh, long level) {
    long at = (slot + 1L) * HOUR + seconds;
    choice.offGrid().add(new OffTime.Row(at, 0, wh, level, receivedAt(slot + 1)));
    return this;
  }

  Home status(int slot, int bits) {
    choice.addStatus(slot + 1, bits);
    return this;
  }

  private static long receivedAt(int boundary) {
    return (START.getEpochSecond() + (long) boundary * HOUR + 300) * 1000;
  }

  Choice choice() {
    return choice;
  }

  RepairedSeries repair(Rules rules) {
    RepairedSeries repaired =
        RepairedSeries.of(
            choice,
            ClassRules.of(kind),
            OptionalInt.of(LIMIT),
            OptionalLong.empty(),
            rules,
            0,
            slots.count());
    return rules.highLow() ? repaired.withUse(ClassRules.of(kind)) : repaired;
  }

  /** What a rule noticed. */
  static List<Noted> noted(RepairedSeries repaired, ValidationRule rule) {
    return repaired.notes().stream().filter(noted -> noted.rule() == rule).toList();
  }

  /** Whether the meter's word holds in all of it. */
  static boolean isMeasured(RepairedSeries repaired, long[] used) {
    for (int slot = 0; slot < used.length; slot++) {
      if (repaired.quality(slot) != Quality.MEASURED || repaired.wh(slot) != used[slot]) {
        return false;
      }
    }
    return true;
  }
}
