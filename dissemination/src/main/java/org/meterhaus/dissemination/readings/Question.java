package org.meterhaus.dissemination.readings;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.customers.HeldDevice;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.db.customers.Stay;
import org.meterhaus.db.house.Channel;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.time.Interval;
import org.meterhaus.dissemination.time.IntervalExpression;
import org.meterhaus.dissemination.time.Resolution;

/**
 * What is asked for, after it was found that the caller may ask it.
 *
 * @param id of the usage point or device
 * @param channel that answers
 * @param zone of the building
 * @param stays of the caller, oldest first
 * @param interval cut to the stays
 */
public record Question(
    String id, Channel channel, ZoneId zone, List<Stay> stays, Interval interval) {

  /**
   * @throws RefusedException not-found, invalid-interval
   */
  public static Question aboutUsagePoint(
      CustomerScope scope, String usagePointId, String interval) {
    HeldUsagePoint point = scope.usagePoint(usagePointId);
    return about(scope, point.id(), point.channel(), point, interval);
  }

  /**
   * @throws RefusedException not-found, invalid-interval
   */
  public static Question aboutDevice(CustomerScope scope, String deviceId, String interval) {
    HeldDevice device = scope.device(deviceId);
    return about(
        scope,
        device.device().id(),
        device.channel(),
        scope.usagePoint(device.device().usagePointId()),
        interval);
  }

  /** The same, for another channel of the same flat. */
  public Question of(Channel other) {
    return new Question(id, other, zone, stays, interval);
  }

  /** The same about another interval, which must lie inside the stays. */
  public Question over(Interval other) {
    return new Question(id, channel, zone, stays, other);
  }

  private static Question about(
      CustomerScope scope, String id, Channel channel, HeldUsagePoint point, String expression) {
    ZoneId zone = point.building().zone();
    Interval asked = IntervalExpression.resolve(expression, zone, scope.now());
    Interval held = cut(asked, point.stays());
    if (held == null) {
      throw new RefusedException(
          new Refusal.InvalidInterval(
              expression, "it lies outside the time in which you have this usage point"));
    }
    return new Question(id, channel, zone, point.stays(), held);
  }

  /** The hull of what the stays leave of the interval; null if nothing. */
  public static @Nullable Interval cut(Interval interval, List<Stay> stays) {
    Instant start = null;
    Instant end = null;
    for (Stay stay : stays) {
      Instant from = stay.from().isAfter(interval.start()) ? stay.from() : interval.start();
      Instant until =
          stay.until() != null && stay.until().isBefore(interval.end())
              ? stay.until()
              : interval.end();
      if (from.isBefore(until)) {
        start = start == null || from.isBefore(start) ? from : start;
        end = end == null || until.isAfter(end) ? until : end;
      }
    }
    return start == null || end == null ? null : new Interval(start, end);
  }

  /**
   * @param text null means the meter's own interval
   * @throws RefusedException invalid-resolution
   */
  public Resolution resolution(@Nullable String text) {
    return resolution(text, channel.interval());
  }

  /**
   * The same for several channels together.
   *
   * @param meterInterval into which those of all of them fit
   */
  public static Resolution resolution(@Nullable String text, Duration meterInterval) {
    if (text == null) {
      return Resolution.of(meterInterval);
    }
    var resolution = Resolution.parse(text);
    if (resolution.isClock() && resolution.clock().toSeconds() % meterInterval.toSeconds() != 0) {
      throw new RefusedException(
          new Refusal.InvalidResolution(
              text, "it must be a multiple of the meter's interval " + meterInterval));
    }
    return resolution;
  }

  public Slots read(CustomerScope scope, ReadingLimits limits) {
    return new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay())
        .read(channel, zone, interval, stays);
  }

  /** What {@link #read} would have given at a moment. */
  public Slots readAsOf(CustomerScope scope, ReadingLimits limits, Instant then) {
    return new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay())
        .readAsOf(channel, zone, interval, stays, then);
  }

  /** What {@link #read} gives, a day at a time. */
  public DaySeries days(CustomerScope scope, ReadingLimits limits) {
    return new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay())
        .days(channel, zone, interval, stays);
  }
}
