package org.meterhaus.dissemination.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.meterhaus.db.customers.HeldDevice;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.db.customers.Holdings;

/**
 * One transaction of one caller: the session, the moment, and what the caller holds. Objects of
 * others are refused exactly as objects that do not exist. Made by {@link Gate} only.
 */
public final class CustomerScope {

  private static final int MAX_ID = 128;

  private final Caller caller;
  private final StatelessSession session;
  private final Instant now;
  private final Holdings holdings;

  CustomerScope(Caller caller, StatelessSession session, Instant now) {
    this.caller = caller;
    this.session = session;
    this.now = now;
    this.holdings = new Holdings(session, caller.customerId(), now);
  }

  public String customerId() {
    return caller.customerId();
  }

  public StatelessSession session() {
    return session;
  }

  /** The same moment for the whole request. */
  public Instant now() {
    return now;
  }

  public List<HeldUsagePoint> usagePoints() {
    return holdings.usagePoints();
  }

  /**
   * @throws RefusedException not-found
   */
  public HeldUsagePoint usagePoint(String id) {
    return (isPlausible(id) ? holdings.usagePoint(id) : Optional.<HeldUsagePoint>empty())
        .orElseThrow(() -> notFound("usage point", id));
  }

  public List<HeldDevice> devices() {
    return holdings.devices();
  }

  /**
   * @throws RefusedException not-found
   */
  public HeldDevice device(String id) {
    return (isPlausible(id) ? holdings.device(id) : Optional.<HeldDevice>empty())
        .orElseThrow(() -> notFound("device", id));
  }

  /**
   * The same, and no other command for it is accepted until this transaction ends.
   *
   * @throws RefusedException not-found
   */
  public HeldDevice lockedDevice(String id) {
    HeldDevice device = device(id);
    holdings.lockDevice(id);
    return device;
  }

  public static RefusedException notFound(String kind, String id) {
    return new RefusedException(new Refusal.NotFound(kind, id));
  }

  static boolean isPlausible(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_ID
        && id.codePoints().allMatch(Shortened::isStorable);
  }
}
