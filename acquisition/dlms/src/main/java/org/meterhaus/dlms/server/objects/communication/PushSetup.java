package org.meterhaus.dlms.server.objects.communication;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.InitialValues;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ProtectionParameters;
import org.meterhaus.dlms.classes.values.PushObject;
import org.meterhaus.dlms.classes.values.RepetitionDelay;
import org.meterhaus.dlms.classes.values.SendDestination;
import org.meterhaus.dlms.classes.values.Window;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.PushSender;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.SelectedData;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Push setup (class 40, version 2). What is pushed is read when the push is asked for, and sent as
 * it was, with the same number, however often it is tried. Pushes wait for each other. What the
 * sender returns from without an error is done. Confirmed pushes can be asked for only if the
 * sender knows of confirmations. Protection, client and number go to the sender; the port reference
 * and the confirmation parameters are kept for who asks.
 */
public final class PushSetup extends HeldObject implements TimeDriven {

  /** Method 1. */
  public static final int PUSH = 1;

  private static final System.Logger LOG = System.getLogger(PushSetup.class.getName());
  private static final int OBJECTS = 2;
  private static final int DESTINATION = 3;
  private static final int WINDOWS = 4;
  private static final int RANDOMISATION = 5;
  private static final int RETRIES = 6;
  private static final int REPETITION_DELAY = 7;
  private static final int CLIENT_SAP = 9;
  private static final int PROTECTION = 10;
  private static final int OPERATION_METHOD = 11;
  private static final int LAST_CONFIRMATION = 13;
  private static final int CONFIRMED = 2;
  private static final int MAX_WAITING = 16;
  private static final int MAX_INVOKE_ID = 0xFF_FFFF;

  private final DeviceObjects device;
  private final PushSender sender;
  private final Executor executor;
  private final RandomGenerator random;
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private long invokeId;

  /** A push on its way. */
  private static final class Pending {
    private final PushSender.Push push;
    private int attempts;
    private boolean underWay;
    private Instant next;

    Pending(PushSender.Push push, Instant next) {
      this.push = push;
      this.next = next;
    }
  }

  /**
   * A setup that pushes nothing to nowhere until it is written to.
   *
   * @param executor runs the sender, which may block
   * @param random for the delay at the start
   */
  public PushSetup(
      DeviceObjects device,
      ObisCode logicalName,
      PushSender sender,
      Executor executor,
      RandomGenerator random) {
    super(InterfaceClass.PUSH_SETUP, logicalName, device.turn());
    this.device = device;
    this.sender = sender;
    this.executor = executor;
    this.random = random;
  }

  /** Sets what goes where; the rest has its plainest values: at once, always, no retries. */
  public PushSetup pushing(List<PushObject> objects, SendDestination destination) {
    exclusively(() -> {
      hold(OBJECTS, objects);
      hold(DESTINATION, destination);
    });
    return this;
  }

  /** Sets how often and when it is tried again. */
  public PushSetup retrying(int retries, RepetitionDelay delay) {
    exclusively(() -> {
      hold(RETRIES, retries);
      hold(REPETITION_DELAY, delay);
    });
    return this;
  }

  /**
   * Sets whom pushes are for and how each is protected.
   *
   * @param clientSap 1..127; 0 = whom the sender is set up for
   * @param protection applied one after another; empty = as the sender is set up
   */
  public PushSetup protecting(int clientSap, List<ProtectionParameters> protection) {
    exclusively(() -> {
      hold(CLIENT_SAP, clientSap);
      hold(PROTECTION, protection);
    });
    return this;
  }

  /** Pushes waiting or under way. */
  public int waiting() {
    int[] count = new int[1];
    exclusively(() -> count[0] = waiting.size());
    return count[0];
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    if (attribute == OPERATION_METHOD && value.asLong() == CONFIRMED && !sender.confirms()) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    if (attribute == OBJECTS) {
      SelectedData.check(TypedValues.decodeList(value, PushObject.class));
    }
    super.write(attribute, value);
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError {
    if (method == PUSH) {
      if (waiting.size() >= MAX_WAITING) {
        throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
      }
      long spread = number(RANDOMISATION);
      Instant begin = opening(device.now());
      if (begin == null) {
        throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
      }
      waiting.add(
          new Pending(next(), begin.plusSeconds(spread == 0 ? 0 : random.nextLong(spread + 1))));
      attempt(device.now());
    } else {
      waiting.clear();
      hold(LAST_CONFIRMATION, InitialValues.NEVER);
    }
    return new Data.NullData();
  }

  @Override
  public @Nullable Instant due() {
    Pending first = waiting.peekFirst();
    return first == null || first.underWay ? null : first.next;
  }

  @Override
  public void tick(Instant now) {
    attempt(now);
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    Duration step = Duration.between(from, to);
    waiting.forEach(each -> each.next = each.next.plus(step));
  }

  private void attempt(Instant now) {
    Pending first = waiting.peekFirst();
    if (first == null || first.underWay || first.next.isAfter(now)) {
      return;
    }
    Instant open = opening(now);
    if (open == null) {
      waiting.removeFirst();
      return;
    }
    if (open.isAfter(now)) {
      first.next = open;
      return;
    }
    first.underWay = true;
    first.attempts++;
    SendDestination destination = as(DESTINATION, SendDestination.class);
    PushSender.Destination to =
        new PushSender.Destination(
            destination.transport().code(),
            destination.destination(),
            destination.message().code());
    executor.execute(() -> send(first, to));
  }

  private void send(Pending push, PushSender.Destination to) {
    boolean done = false;
    try {
      sender.push(to, push.push);
      done = true;
    } catch (MeterException e) {
      LOG.log(Level.DEBUG, () -> "push " + logicalName() + ": " + e.getMessage());
    } finally {
      boolean sent = done;
      exclusively(() -> tried(push, sent));
    }
  }

  private void tried(Pending push, boolean done) {
    push.underWay = false;
    if (done && number(OPERATION_METHOD) == CONFIRMED) {
      hold(LAST_CONFIRMATION, device.timestamp(device.now()));
    }
    Instant next = opening(device.now().plusSeconds(delay(push.attempts)));
    if (done || next == null || push.attempts > number(RETRIES)) {
      waiting.remove(push);
      attempt(device.now());
    } else {
      push.next = next;
    }
  }

  /** Seconds before the next attempt. */
  private long delay(int attempts) {
    RepetitionDelay delay = as(REPETITION_DELAY, RepetitionDelay.class);
    double seconds = delay.min() * Math.pow(delay.exponent() / 100.0, attempts - 1);
    return Math.round(delay.max() == 0 ? seconds : Math.min(seconds, delay.max()));
  }

  private PushSender.Push next() {
    invokeId = invokeId == MAX_INVOKE_ID ? 1 : invokeId + 1;
    return new PushSender.Push(
        invokeId,
        (int) number(CLIENT_SAP),
        SelectedData.of(device, listOf(OBJECTS, PushObject.class)),
        listOf(PROTECTION, ProtectionParameters.class));
  }

  /**
   * The first moment from one on at which a window is open; the moment itself without windows, null
   * if none ever opens again.
   */
  private @Nullable Instant opening(Instant from) {
    List<Window> windows = listOf(WINDOWS, Window.class);
    Instant first = null;
    for (Window window : windows) {
      Instant open = Windows.opening(device, window, from);
      if (open != null && (first == null || open.isBefore(first))) {
        first = open;
      }
    }
    return windows.isEmpty() ? from : first;
  }
}
