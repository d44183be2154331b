package org.meterhaus.command.repair;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.processing.vee.Noted;
import org.meterhaus.processing.vee.RepairedSeries;
import org.meterhaus.processing.vee.Rules;

/** How the value of one interval came to be. */
final class Story {
  private static final int AROUND = 3;

  private final FileMeter meter;
  private final int slot;
  private final Rules rules;

  Story(FileMeter meter, int slot, Rules rules) {
    this.meter = meter;
    this.slot = slot;
    this.rules = rules;
  }

  String tell(String caseName) {
    String reported = meter.series().describe(slot);
    RepairedSeries repaired = meter.series().repair(rules);
    List<String> lines = new ArrayList<>();
    Quality quality = repaired.quality(slot);
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, meter %s, interval from %s to %s",
            caseName,
            meter.id(),
            Instant.ofEpochSecond(meter.end(slot) - meter.step().toSeconds()),
            Instant.ofEpochSecond(meter.end(slot))));
    lines.add("received: " + reported);
    for (Noted noted : RepairCommand.about(repaired, slot)) {
      lines.add(
          String.format(
              Locale.ROOT,
              "noticed: %s (%d interval%s): %s",
              noted.rule().wire(),
              noted.slots(),
              noted.slots() == 1 ? "" : "s",
              noted.rule().sentence(noted.observed(), noted.expected())));
    }
    lines.add(
        quality == Quality.MISSING
            ? "value: none; " + RepairCommand.words(quality)
            : String.format(
                Locale.ROOT, "value: %,d Wh; %s", repaired.wh(slot), RepairCommand.words(quality)));
    if (quality.isEstimated() && repaired.low(slot) < repaired.high(slot)) {
      lines.add(
          String.format(
              Locale.ROOT,
              "in 8 of 10 such cases between %,d and %,d Wh",
              repaired.low(slot),
              repaired.high(slot)));
    }
    lines.add("rules: " + rules.name() + ", version " + Rules.VERSION);
    lines.add("around it:");
    for (int i = Math.max(0, slot - AROUND); i <= Math.min(meter.count() - 1, slot + AROUND); i++) {
      Quality each = repaired.quality(i);
      lines.add(
          String.format(
              Locale.ROOT,
              "%s %s %8s  %s",
              i == slot ? ">" : " ",
              Instant.ofEpochSecond(meter.end(i)),
              each == Quality.MISSING ? "-" : repaired.wh(i) + " Wh",
              each == Quality.MEASURED ? "" : each.rule().orElse(each.wire())));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
