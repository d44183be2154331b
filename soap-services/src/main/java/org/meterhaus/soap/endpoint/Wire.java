package org.meterhaus.soap.endpoint;

import java.time.Instant;
import org.meterhaus.dissemination.readings.Value;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.soap.wire.common.Interval;
import org.meterhaus.soap.wire.common.Period;
import org.meterhaus.soap.wire.common.Quality;
import org.meterhaus.soap.wire.common.Rule;

/** What several services have in common, from and to its wire shape. Stateless. */
final class Wire {

  private Wire() {}

  /**
   * A period as the use cases read it, so that they refuse it in the same way on every face. The
   * schema has made sure that it is one or the other.
   */
  static String expression(Period period) {
    Interval interval = period.getInterval();
    return interval == null
        ? period.getExpression()
        : interval.getStart() + "/" + interval.getEnd();
  }

  static Interval interval(org.meterhaus.dissemination.time.Interval interval) {
    return interval(interval.start(), interval.end());
  }

  static Interval interval(Instant start, Instant end) {
    var wire = new Interval();
    wire.setStart(start);
    wire.setEnd(end);
    return wire;
  }

  static org.meterhaus.soap.wire.common.Value value(Value value) {
    var wire = new org.meterhaus.soap.wire.common.Value();
    wire.setStart(value.start());
    wire.setValueWh(value.valueWh());
    wire.setQuality(quality(value.quality()));
    if (value.rule() != null) {
      wire.setRule(Rule.fromValue(value.rule().wireName()));
    }
    return wire;
  }

  static Quality quality(ValueQuality quality) {
    return Quality.fromValue(quality.wireName());
  }
}
