package org.meterhaus.dlms.client;

import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.security.MessageProtection;
import org.meterhaus.dlms.transport.ApduLink;

/**
 * What comes from the server: answers are handed to who waits for them, notifications to the
 * listener. A notification that is not protected as was agreed is nobody's: it is passed over,
 * since anybody may have put it there. Not thread-safe.
 */
final class Inbox {

  private static final System.Logger LOG = System.getLogger(Inbox.class.getName());

  /**
   * What came.
   *
   * @param apdu opened
   * @param ciphered whether it came protected, as it has to be
   */
  record Arrived(Apdu apdu, boolean ciphered) {}

  private final LinkConfig link;
  private final ApduLink wire;
  private final NotificationListener listener;

  Inbox(LinkConfig link, ApduLink wire, NotificationListener listener) {
    this.link = link;
    this.wire = wire;
    this.listener = listener;
  }

  /**
   * Waits for something that is no notification.
   *
   * @param channel what protects messages, null if nothing does
   * @throws TimedOut if nothing came in time but notifications
   */
  Arrived receive(@Nullable ClientSecurity channel, Duration within) throws MeterException {
    long deadline = System.nanoTime() + within.toNanos();
    Duration left = within;
    while (true) {
      Bytes octets = wire.receive(left);
      if (octets.isEmpty() || !Tags.isNotification(octets.at(0))) {
        Arrived arrived = opened(octets, channel);
        if (!(arrived.apdu() instanceof Apdu.Notification notification)) {
          return arrived;
        }
        take(notification, arrived.ciphered(), channel);
      } else {
        takeUnasked(octets, channel);
      }
      left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        throw new TimedOut("answer", within);
      }
    }
  }

  /** What can only be a notification does no harm whatever is wrong with it. */
  private void takeUnasked(Bytes octets, @Nullable ClientSecurity channel) {
    try {
      Arrived arrived = opened(octets, channel);
      if (arrived.apdu() instanceof Apdu.Notification notification) {
        take(notification, arrived.ciphered(), channel);
      }
    } catch (Malformed | SecurityRefused e) {
      LOG.log(Level.WARNING, () -> "a notification is passed over: " + e.getMessage());
    }
  }

  private void take(
      Apdu.Notification notification, boolean ciphered, @Nullable ClientSecurity channel) {
    if (!ciphered && channel != null) {
      try {
        channel.requireProtection(null);
      } catch (SecurityRefused e) {
        LOG.log(Level.WARNING, () -> "a notification is passed over: " + e.getMessage());
        return;
      }
    }
    listener.notified(notification);
  }

  private Arrived opened(Bytes octets, @Nullable ClientSecurity channel)
      throws Malformed, SecurityRefused {
    if (octets.isEmpty() || !MessageProtection.covers(octets.at(0))) {
      return new Arrived(decode(octets), false);
    }
    if (channel == null) {
      throw new SecurityRefused("a protected answer where none was agreed");
    }
    return new Arrived(decode(channel.open(octets)), true);
  }

  Apdu decode(Bytes octets) throws Malformed {
    try {
      return ApduCodec.decode(octets, link.dataLimits());
    } catch (UnsupportedApdu e) {
      throw new Malformed("answer is an " + e.getMessage() + ", which we did not ask for");
    }
  }
}
