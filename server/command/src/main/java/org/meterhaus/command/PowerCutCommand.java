package org.meterhaus.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meterhaus.meters.Building;
import org.meterhaus.meters.PowerCuts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes the power from a section of the running house for a while. */
@Command(
    name = "power-cut",
    description = {
      "Takes the power from a section of the house that `up` runs, to see an outage come and go.",
      "Its meters are dark from then on: they answer nobody, count nothing and write no rows. What they tell when "
          + "they are back is what such meters tell: rows marked with a power failure, or none, and a register that "
          + "stood still. The operator sees it at /api/v1/operator/outages."
    },
    mixinStandardHelpOptions = true)
final class PowerCutCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--section",
      required = true,
      paramLabel = "ID",
      description = "Section of the building, such as B.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  private String section;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "PT30M",
      description = "How long, at most a week (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // has a default
  private Duration length;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When it begins, such as 2026-11-21T18:30:00Z (default: now).")
  private @Nullable String at;

  @Override
  public Integer call() {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    Building building = wiring.building();
    if (building.sections().stream().noneMatch(each -> each.id().equals(section))) {
      throw new Refusal(
          "%s has no section '%s': choose one of %s"
              .formatted(
                  building.name(),
                  section,
                  building.sections().stream().map(Building.Section::id).toList()));
    }
    Path state = data.path().resolve("meters");
    if (!Files.isDirectory(state)) {
      throw new Refusal(
          "there are no meters in %s: start the house with `meterhaus up` first"
              .formatted(data.path()));
    }
    Instant now = wiring.clock().instant();
    Instant from = Optional.ofNullable(at).map(PowerCutCommand::time).orElse(now);
    if (from.isBefore(now)) {
      throw new Refusal("--at must not be before now: what meters have told cannot be undone");
    }
    try {
      var cut = new PowerCuts.Cut(section, from, from.plus(length));
      PowerCuts.order(state, cut);
      System.out.printf(
          "section %s has no power from %s to %s%n", section, cut.from(), cut.until());
      return 0;
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new Refusal("cannot order it in %s: %s".formatted(state, e.getMessage()), e);
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Refusal("'%s' is not a time such as 2026-11-21T18:30:00Z".formatted(text), e);
    }
  }
}
