package org.meterhaus.dlms.server.objects.communication;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.PortGuard;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Communication port protection (class 124, version 0). It guards the port of the logical devices
 * it is given to ({@code LogicalDevice.withGuard}): a success begins the count anew, the lock-out
 * time with it; while the port is locked nobody is looked at, so nothing counts.
 */
public final class PortProtection extends HeldObject implements TimeDriven, PortGuard {

  /** protection_mode. */
  public enum Mode {
    LOCKED,
    LOCKED_ON_FAILED_ATTEMPTS,
    UNLOCKED
  }

  /** protection_status. */
  public enum Status {
    UNLOCKED,
    TEMPORARILY_LOCKED,
    LOCKED
  }

  private static final int MODE = 2;
  private static final int ALLOWED_FAILURES = 3;
  private static final int INITIAL_LOCKOUT = 4;
  private static final int STEEPNESS = 5;
  private static final int MAX_LOCKOUT = 6;
  private static final int PORT = 7;
  private static final int STATUS = 8;
  private static final int FAILURES = 9;
  private static final int ALL_FAILURES = 10;
  private static final long MAX_COUNT = 0xFFFF_FFFFL;

  private final DeviceObjects device;
  private @Nullable Instant lockedUntil;

  /**
   * How patient a port is.
   *
   * @param allowedFailures 0..65535; the next one locks
   * @param initialSeconds first lock-out, 0..4294967295
   * @param steepness how many times longer each further one is, 1..255
   * @param maxSeconds longest lock-out, 0..4294967295
   */
  public record Patience(
      int allowedFailures, long initialSeconds, int steepness, long maxSeconds) {}

  /** A port that locks on failed attempts. */
  public PortProtection(
      DeviceObjects device, ObisCode logicalName, ObisCode port, Patience patience) {
    super(InterfaceClass.PORT_PROTECTION, logicalName, device.turn());
    this.device = device;
    hold(MODE, Mode.LOCKED_ON_FAILED_ATTEMPTS);
    hold(ALLOWED_FAILURES, patience.allowedFailures());
    hold(INITIAL_LOCKOUT, patience.initialSeconds());
    hold(STEEPNESS, patience.steepness());
    hold(MAX_LOCKOUT, patience.maxSeconds());
    hold(PORT, port.octets());
  }

  @Override
  public boolean admits() {
    boolean[] admitted = new boolean[1];
    exclusively(() -> {
      tick(device.now());
      admitted[0] = as(STATUS, Status.class) == Status.UNLOCKED;
    });
    return admitted[0];
  }

  @Override
  public void failed() {
    exclusively(() -> {
      long failures = Math.min(MAX_COUNT, number(FAILURES) + 1);
      hold(FAILURES, failures);
      hold(ALL_FAILURES, Math.min(MAX_COUNT, number(ALL_FAILURES) + 1));
      long beyond = failures - number(ALLOWED_FAILURES);
      if (as(MODE, Mode.class) == Mode.LOCKED_ON_FAILED_ATTEMPTS && beyond > 0) {
        lockedUntil = device.now().plusSeconds(lockOut(beyond));
        hold(STATUS, Status.TEMPORARILY_LOCKED);
      }
    });
  }

  @Override
  public void succeeded() {
    exclusively(() -> hold(FAILURES, 0));
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (attribute == MODE) {
      lockedUntil = null;
      hold(STATUS, as(MODE, Mode.class) == Mode.LOCKED ? Status.LOCKED : Status.UNLOCKED);
    }
  }

  @Override
  public Data invoke(int method, Data parameter) {
    hold(FAILURES, 0);
    if (as(MODE, Mode.class) == Mode.LOCKED_ON_FAILED_ATTEMPTS) {
      lockedUntil = null;
      hold(STATUS, Status.UNLOCKED);
    }
    return new Data.NullData();
  }

  @Override
  public @Nullable Instant due() {
    return lockedUntil;
  }

  @Override
  public void tick(Instant now) {
    if (lockedUntil != null && !lockedUntil.isAfter(now)) {
      lockedUntil = null;
      hold(STATUS, Status.UNLOCKED);
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    if (lockedUntil != null) {
      lockedUntil = lockedUntil.plus(Duration.between(from, to));
    }
  }

  /**
   * Seconds a lock lasts.
   *
   * @param beyond failures beyond those that are allowed, 1..
   */
  private long lockOut(long beyond) {
    double seconds =
        (double) number(INITIAL_LOCKOUT)
            * Math.pow((double) number(STEEPNESS), (double) beyond - 1);
    return (long) Math.min(seconds, (double) number(MAX_LOCKOUT));
  }
}
