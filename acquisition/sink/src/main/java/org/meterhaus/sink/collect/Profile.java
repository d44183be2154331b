package org.meterhaus.sink.collect;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/**
 * A load profile as the meter describes it.
 *
 * @param period time between rows; zero if they come by themselves
 * @param columns one of them the clock
 */
public record Profile(ObisCode name, Duration period, List<Column> columns) {
  public Profile {
    columns = List.copyOf(columns);
    if (columns.stream().noneMatch(Column::isClock)) {
      throw new IllegalArgumentException("profile %s has no clock column".formatted(name));
    }
  }

  /** Its rows. */
  public AttributeRef buffer() {
    return attribute(name, 2);
  }

  /** Where a row has its time stamp. */
  public int clockIndex() {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).isClock())
        .findFirst()
        .orElseThrow();
  }

  static AttributeRef attribute(ObisCode profile, int attribute) {
    return new AttributeRef(InterfaceClass.PROFILE_GENERIC, profile, attribute);
  }
}
