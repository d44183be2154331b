package org.meterhaus.meters;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.DeviceKeys;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.PushSender;
import org.meterhaus.dlms.server.SocketPushSender;

/**
 * What meters say of their power unasked (decision 0071): a data-notification of the logical name
 * of their Push setup, their clock and alarm register 1, in general-glo-ciphering under their own
 * keys, as a datagram. Twice, each time a little later by chance: all of a house at one moment
 * would be in each other's way, and nobody answers who could say what was lost. Thread-safe.
 */
final class PowerPush {

  /** Bits of alarm register 1. */
  static final long POWER_DOWN = 1;

  static final long POWER_UP = 1 << 1;

  /** The Push setup for alarms, 0-4:25.9.0.255. */
  static final ObisCode PUSH_ON_ALARM = ObisCode.of(0, 4, 25, 9, 0, 255);

  private static final System.Logger LOG = System.getLogger(PowerPush.class.getName());
  private static final int CLIENT_SAP = 1;

  /** How often each is said. */
  static final int TIMES = 2;

  /** Bound of each random wait; what is left in the capacitors of a meter is of this order. */
  private static final int MOST_WAIT_MILLIS = 500;

  /** The same in what a Push setup has for it. */
  static final int MOST_WAIT_SECONDS = 1;

  private final ScheduledExecutorService executor;
  private final RandomGenerator random;
  private volatile PushSender.@Nullable Destination destination;

  /**
   * @param random of the waits; used under this object's lock
   */
  PowerPush(ScheduledExecutorService executor, RandomGenerator random) {
    this.executor = executor;
    this.random = random;
  }

  /** Who hears it; null = nobody. */
  PushSender.@Nullable Destination destination() {
    return destination;
  }

  /** Who hears it from now on. */
  void to(InetSocketAddress address) {
    destination =
        PushSender.Destination.of(
            PushSender.Destination.UDP, address.getAddress().getHostAddress(), address.getPort());
  }

  /** The sender of a meter, by the keys that its vault holds at the time. */
  static PushSender sender(SystemTitle title, KeyVault vault, InvocationCounter counter) {
    return new SocketPushSender(
        SocketPushSender.Config.of(VirtualMeter.SAP, CLIENT_SAP),
        () -> {
          DeviceKeys keys = vault.current();
          return new Ciphering(
              title,
              KeySet.of(
                  keys.suite(), keys.symmetric().unicast(), keys.symmetric().authentication()),
              counter,
              keys.policy());
        });
  }

  /**
   * Says it soon, if there is anybody to say it to.
   *
   * @param alarms {@link #POWER_DOWN} or {@link #POWER_UP}
   * @param at by the meter's clock
   */
  synchronized void say(String meter, PushSender sender, long alarms, Instant at) {
    PushSender.Destination to = destination;
    if (to == null) {
      return;
    }
    Data body =
        Data.Structure.of(
            PUSH_ON_ALARM.toData(),
            CosemDateTime.of(at, ZoneOffset.UTC).toData(),
            new Data.DoubleLongUnsigned(alarms));
    int wait = 0;
    for (int i = 0; i < TIMES; i++) {
      wait += random.nextInt(MOST_WAIT_MILLIS);
      try {
        var _ = executor.schedule(() -> push(meter, sender, to, body), wait, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException _) {
        return; // the meters are being stopped
      }
    }
  }

  private static void push(String meter, PushSender sender, PushSender.Destination to, Data body) {
    try {
      sender.push(to, body);
    } catch (MeterException e) {
      LOG.log(Level.DEBUG, "meter {0} could not push: {1}", meter, e.getMessage());
    }
  }
}
