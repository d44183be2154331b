package org.meterhaus.db.house;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One measured quantity of a meter.
 *
 * @param id given by the database
 * @param meterId COSEM logical device name
 * @param obis of the register, such as {@code 1.0.1.8.0.255}
 * @param interval of its load profile; divides an hour
 * @param kind of what it measures
 * @param partition of its meter, 0..191
 * @param maxWh most energy that one interval can hold; null when not known
 */
public record Channel(
    long id,
    String meterId,
    String obis,
    Duration interval,
    Kind kind,
    int partition,
    @Nullable Integer maxWh) {

  /** What a channel measures. */
  public enum Kind {
    /** The whole flat. */
    MAIN("main"),
    /** One appliance in it. */
    APPLIANCE("appliance");

    private final String sqlName;

    Kind(String sqlName) {
      this.sqlName = sqlName;
    }

    String sqlName() {
      return sqlName;
    }

    /** As the schema spells it. */
    public static Kind of(String sqlName) {
      for (Kind kind : values()) {
        if (kind.sqlName.equals(sqlName)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of channel: " + sqlName);
    }
  }
}
