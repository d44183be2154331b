package org.meterhaus.dlms.server.objects.control;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.EmergencyProfile;
import org.meterhaus.dlms.classes.values.LimiterActions;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Limiter (class 71, version 0): looks at a value each tick, and again when it will have been over
 * or under the threshold for long enough. The action of a side runs once, until the value has been
 * on the other side long enough. A value at the threshold is not over it.
 */
public final class Limiter extends HeldObject implements TimeDriven {

  private static final int MONITORED_VALUE = 2;
  private static final int THRESHOLD_ACTIVE = 3;
  private static final int THRESHOLD_NORMAL = 4;
  private static final int THRESHOLD_EMERGENCY = 5;
  private static final int MIN_OVER_DURATION = 6;
  private static final int MIN_UNDER_DURATION = 7;
  private static final int EMERGENCY_PROFILE = 8;
  private static final int EMERGENCY_GROUPS = 9;
  private static final int EMERGENCY_ACTIVE = 10;
  private static final int ACTIONS = 11;

  private final DeviceObjects device;

  /** Which side the last action was for; under to begin with, since nothing is limited then. */
  private boolean actedOver;

  /** Since when the value is on the side that was not acted for; null if it is not. */
  private @Nullable Instant since;

  /** Up to when emergencies have been followed. */
  private Instant followed = Instant.MIN;

  /**
   * What a limiter is set up with.
   *
   * @param threshold number of the type of the monitored value
   * @param emergencyThreshold the same while an emergency profile is active
   * @param minOverSeconds 0..4294967295
   * @param minUnderSeconds 0..4294967295
   * @param emergencyGroups whose emergency profiles it follows
   */
  public record Settings(
      ValueDefinition monitored,
      Data threshold,
      Data emergencyThreshold,
      long minOverSeconds,
      long minUnderSeconds,
      List<Integer> emergencyGroups,
      LimiterActions actions) {
    public Settings {
      emergencyGroups = List.copyOf(emergencyGroups);
    }
  }

  /** A limiter without an emergency profile yet. */
  public Limiter(DeviceObjects device, ObisCode logicalName, Settings settings) {
    super(InterfaceClass.LIMITER, logicalName, device.turn());
    this.device = device;
    hold(MONITORED_VALUE, settings.monitored());
    hold(THRESHOLD_ACTIVE, settings.threshold());
    hold(THRESHOLD_NORMAL, settings.threshold());
    hold(THRESHOLD_EMERGENCY, settings.emergencyThreshold());
    hold(MIN_OVER_DURATION, settings.minOverSeconds());
    hold(MIN_UNDER_DURATION, settings.minUnderSeconds());
    hold(EMERGENCY_GROUPS, settings.emergencyGroups());
    hold(ACTIONS, settings.actions());
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (attribute == MONITORED_VALUE) {
      since = null;
    }
    follow(device.now());
  }

  @Override
  public @Nullable Instant due() {
    Instant next = end();
    Instant emergency = nextOfEmergency();
    return next == null || (emergency != null && emergency.isBefore(next)) ? emergency : next;
  }

  @Override
  public void tick(Instant now) {
    follow(now);
    BigDecimal value = device.number(as(MONITORED_VALUE, ValueDefinition.class));
    BigDecimal threshold = TypedValues.number(held(THRESHOLD_ACTIVE));
    if (value == null || threshold == null) {
      since = null;
      return;
    }
    boolean over = value.compareTo(threshold) > 0;
    if (over == actedOver) {
      since = null;
      return;
    }
    if (since == null) {
      since = now;
    }
    Instant end = end();
    if (end != null && !end.isAfter(now)) {
      since = null;
      actedOver = over;
      LimiterActions actions = as(ACTIONS, LimiterActions.class);
      device.run(over ? actions.overThreshold() : actions.underThreshold());
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    since = since == null ? null : to;
    follow(to);
  }

  /** When the value will have been on the other side for long enough. */
  private @Nullable Instant end() {
    return since == null
        ? null
        : since.plusSeconds(number(actedOver ? MIN_UNDER_DURATION : MIN_OVER_DURATION));
  }

  /** Makes the threshold active that counts at this moment. */
  private void follow(Instant now) {
    followed = now;
    boolean emergency = isEmergency(now);
    hold(EMERGENCY_ACTIVE, emergency);
    hold(THRESHOLD_ACTIVE, held(emergency ? THRESHOLD_EMERGENCY : THRESHOLD_NORMAL));
  }

  private boolean isEmergency(Instant now) {
    Instant start = emergencyStart();
    return start != null && !now.isBefore(start) && now.isBefore(emergencyEnd(start));
  }

  /** The next moment at which the emergency profile begins or ends. */
  private @Nullable Instant nextOfEmergency() {
    Instant start = emergencyStart();
    if (start == null) {
      return null;
    }
    if (flag(EMERGENCY_ACTIVE)) {
      return emergencyEnd(start);
    }
    return start.isAfter(followed) ? start : null;
  }

  private Instant emergencyEnd(Instant start) {
    return start.plusSeconds(as(EMERGENCY_PROFILE, EmergencyProfile.class).duration());
  }

  /** When the profile begins; null if it is not for this limiter or its time has wildcards. */
  private @Nullable Instant emergencyStart() {
    EmergencyProfile profile = as(EMERGENCY_PROFILE, EmergencyProfile.class);
    return listOf(EMERGENCY_GROUPS, Integer.class).contains(profile.id())
        ? device.instant(profile.activationTime())
        : null;
  }
}
