package org.meterhaus.sink.collect;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;

/**
 * Finds out what a meter measures, from what it says itself: every profile of its object list that
 * has a clock and a register among its columns is a load profile.
 */
final class Discovery {
  private static final System.Logger LOG = System.getLogger(Discovery.class.getName());
  private static final int CAPTURE_OBJECTS = 3;
  private static final int CAPTURE_PERIOD = 4;
  private static final int SCALER_UNIT = 3;

  private Discovery() {}

  /**
   * Asks the meter.
   *
   * @throws PollFailed if it does not answer, or answers what cannot be understood
   */
  static List<Profile> profiles(MeterSession meter) throws PollFailed, InterruptedException {
    Data list = meter.get(ObjectList.ATTRIBUTE).orElseThrow(() -> new PollFailed("no object list"));
    try {
      List<ObjectList.Entry> candidates =
          ObjectList.parse(list).stream()
              .filter(e -> e.classId() == InterfaceClass.PROFILE_GENERIC)
              .toList();
      List<AttributeRef> wanted = new ArrayList<>();
      for (ObjectList.Entry entry : candidates) {
        wanted.add(Profile.attribute(entry.name(), CAPTURE_OBJECTS));
        wanted.add(Profile.attribute(entry.name(), CAPTURE_PERIOD));
      }
      List<Optional<Data>> answers = meter.get(wanted);
      List<Profile> bare = new ArrayList<>();
      for (int i = 0; i < candidates.size(); i++) {
        bare(meter, candidates.get(i), answers.get(2 * i), answers.get(2 * i + 1))
            .ifPresent(bare::add);
      }
      return withUnits(meter, bare);
    } catch (Malformed e) {
      throw new PollFailed("the meter describes itself wrongly: " + e.getMessage());
    }
  }

  /** A profile without the units of its columns; empty if it is no load profile. */
  private static Optional<Profile> bare(
      MeterSession meter,
      ObjectList.Entry entry,
      Optional<Data> captureObjects,
      Optional<Data> period)
      throws Malformed {
    if (captureObjects.isEmpty()) {
      LOG.log(WARNING, "meter {0} hides the columns of {1}", meter.meter(), entry.name());
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>();
    for (Data column : captureObjects.get().asList()) {
      columns.add(new Column(CaptureObject.from(column), Optional.empty()));
    }
    if (columns.stream().noneMatch(Column::isClock)
        || columns.stream().noneMatch(Column::isRegister)) {
      return Optional.empty();
    }
    long seconds = period.isPresent() ? period.get().asLong() : 0;
    return Optional.of(new Profile(entry.name(), Duration.ofSeconds(seconds), columns));
  }

  private static List<Profile> withUnits(MeterSession meter, List<Profile> bare)
      throws PollFailed, InterruptedException, Malformed {
    Set<AttributeRef> registers = new LinkedHashSet<>();
    bare.forEach(p ->
        p.columns().stream()
            .filter(Column::isRegister)
            .map(Discovery::unit)
            .forEach(registers::add));
    List<AttributeRef> asked = List.copyOf(registers);
    List<Optional<Data>> answers = meter.get(asked);
    Map<AttributeRef, ScalerUnit> units = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      if (answers.get(i).isPresent()) {
        units.put(asked.get(i), ScalerUnit.from(answers.get(i).get()));
      }
    }
    return bare.stream()
        .map(p -> new Profile(p.name(), p.period(), withUnits(p.columns(), units)))
        .toList();
  }

  private static List<Column> withUnits(List<Column> columns, Map<AttributeRef, ScalerUnit> units) {
    return columns.stream()
        .map(c -> new Column(c.source(), Optional.ofNullable(units.get(unit(c)))))
        .toList();
  }

  private static AttributeRef unit(Column column) {
    AttributeRef value = column.source().source();
    return new AttributeRef(value.classId(), value.object(), SCALER_UNIT);
  }
}
