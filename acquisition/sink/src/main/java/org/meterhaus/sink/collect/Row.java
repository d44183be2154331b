package org.meterhaus.sink.collect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.data.Data;

/**
 * A row of a load profile and its time.
 *
 * @param at its time stamp; empty if it has none that can be read
 * @param isExplicit whether the row itself says so; a compressing meter sends null-data instead,
 *     which means one capture period after the row before it
 */
record Row(Data data, Optional<Instant> at, boolean isExplicit) {

  /** The rows of a buffer, in the order they came. */
  static List<Row> of(Profile profile, Data buffer) throws Malformed {
    int clock = profile.clockIndex();
    List<Row> rows = new ArrayList<>();
    @Nullable Instant before = null;
    for (Data data : buffer.asList()) {
      List<Data> values = data.asList();
      boolean isNull = clock < values.size() && values.get(clock) instanceof Data.NullData;
      Optional<Instant> at =
          isNull
              ? Optional.ofNullable(before).map(b -> b.plus(profile.period()))
              : clock < values.size() ? time(values.get(clock)) : Optional.empty();
      before = at.orElse(null);
      rows.add(new Row(data, at, !isNull));
    }
    return rows;
  }

  /**
   * A time stamp that cannot be read is the meter's fault: the row is kept as evidence all the
   * same.
   */
  private static Optional<Instant> time(Data value) {
    try {
      return Optional.of(CosemDateTime.from(value).toInstant());
    } catch (Malformed _) {
      return Optional.empty();
    }
  }
}
