package org.meterhaus.dlms.server.objects;

import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.ExecutionTime;
import org.meterhaus.dlms.classes.values.Occurrences;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.ObjectDirectory;

/**
 * The objects of a logical device that act on each other, and their time. One thing happens at a
 * time in a device, as in a meter: whoever reads or writes a {@link HeldObject}, or lets time pass,
 * waits for the others.
 *
 * <p>Time does not pass by itself: somebody calls {@link #tick}, in production a {@link
 * DeviceTicker}. What is due in between happens in order of its due time, with {@link #now} being
 * that time.
 */
public final class DeviceObjects implements ObjectDirectory {

  private static final System.Logger LOG = System.getLogger(DeviceObjects.class.getName());

  /** Scripts that run scripts end here. */
  private static final int MAX_DEPTH = 8;

  /** Things that are caught up on in one tick; what is older than that is dropped. */
  private static final int MAX_CATCHING_UP = 100_000;

  private record Key(int classId, ObisCode name) {}

  private final ReentrantLock turn = new ReentrantLock();
  private final List<CosemObject> objects = new CopyOnWriteArrayList<>();
  private final Map<Key, CosemObject> byKey = new ConcurrentHashMap<>();
  private final InstantSource source;
  private volatile ZoneRules rules;
  private volatile Duration offset = Duration.ZERO;
  private volatile @Nullable Instant step;
  private int depth;

  /** Objects that failed in the tick under way. */
  private final Set<Object> broken = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * A device without objects yet.
   *
   * @param source the time, until a clock object is set
   * @param zone local time, for calendars and time stamps
   */
  public DeviceObjects(InstantSource source, ZoneId zone) {
    this.source = source;
    this.rules = zone.getRules();
  }

  /**
   * Adds an object; to be done before the device is served.
   *
   * @throws IllegalArgumentException if there is one of this class and name
   */
  public <T extends CosemObject> T add(T object) {
    if (byKey.putIfAbsent(new Key(object.classId(), object.logicalName()), object) != null) {
      throw new IllegalArgumentException(
          "two objects are " + object.classId() + "/" + object.logicalName());
    }
    objects.add(object);
    return object;
  }

  @Override
  public @Nullable CosemObject find(int classId, ObisCode logicalName) {
    return byKey.get(new Key(classId, logicalName));
  }

  @Override
  public Collection<CosemObject> objects() {
    return objects;
  }

  /** The device's time. */
  public Instant now() {
    Instant current = step;
    return current != null ? current : source.instant().plus(offset);
  }

  /** The device's zone. */
  public ZoneRules zone() {
    return rules;
  }

  /** Another zone from now on. */
  void zone(ZoneRules other) {
    rules = other;
  }

  /** What a clock on the wall of the device shows at this moment. */
  public LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, rules.getOffset(instant));
  }

  /** The moment that a clock on the wall shows this; the earlier one where there are two. */
  public Instant instant(LocalDateTime local) {
    return local.toInstant(rules.getOffset(local));
  }

  /**
   * The moment a date-time names, by the device's zone if it gives no deviation.
   *
   * @return null if it has wildcards
   */
  public @Nullable Instant instant(CosemDateTime time) {
    try {
      LocalDateTime local = LocalDateTime.ofInstant(time.toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
      return time.deviation() == CosemDateTime.NO_DEVIATION ? instant(local) : time.toInstant();
    } catch (Malformed _) {
      return null;
    }
  }

  /** A moment as the device's clock shows it. */
  public CosemDateTime timestamp(Instant instant) {
    return CosemDateTime.of(instant, rules.getOffset(instant))
        .withClockStatus(rules.isDaylightSavings(instant) ? CosemDateTime.DAYLIGHT_SAVING : 0);
  }

  /**
   * The first beginning of a period after a moment: at midnight for whole days, else a multiple of
   * the period since local midnight.
   *
   * @param seconds 0 = never
   */
  public @Nullable Instant nextPeriod(Instant after, long seconds) {
    return Periods.next(this, after, seconds);
  }

  /** The first moment after another that a date and time with wildcards stands for, if any. */
  public @Nullable Instant next(ExecutionTime time, Instant after) {
    LocalDateTime next = Occurrences.next(List.of(time), local(after));
    return next == null ? null : instant(next);
  }

  /** The number an attribute of this device is now; null if it cannot be read or is none. */
  public @Nullable BigDecimal number(ValueDefinition definition) {
    try {
      return definition.isNone() ? null : TypedValues.number(read(definition.attribute()));
    } catch (AccessError _) {
      return null; // looked at again at the next tick
    }
  }

  /** Sets the device's clock. */
  void setTime(Instant time) {
    turn.lock();
    try {
      Instant before = now();
      offset = Duration.between(source.instant(), time);
      if (step != null) {
        step = time;
      }
      for (CosemObject object : objects) {
        if (object instanceof TimeDriven driven) {
          driven.timeSet(before, time);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /** Held while anything happens in the device. */
  public ReentrantLock turn() {
    return turn;
  }

  /** Reads an attribute of an object of this device. */
  public Data read(AttributeRef attribute) throws AccessError {
    return read(attribute, null);
  }

  /**
   * Reads the selected part of an attribute of an object of this device.
   *
   * @param selection null = all
   */
  public Data read(AttributeRef attribute, @Nullable Selection selection) throws AccessError {
    return object(attribute.classId(), attribute.object()).get(attribute.attribute(), selection);
  }

  /** Reads what a profile captures: an attribute or an element of it. */
  public Data read(CaptureObject captured) throws AccessError {
    Data whole = read(captured.source());
    if (captured.dataIndex() == 0) {
      return whole;
    }
    try {
      List<Data> parts = whole.asList();
      if (captured.dataIndex() <= parts.size()) {
        return parts.get(captured.dataIndex() - 1);
      }
    } catch (Malformed _) {
      // answered below: an element of something without elements
    }
    throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
  }

  /** Writes an attribute of an object of this device. */
  public void write(AttributeRef attribute, Data value) throws AccessError, Malformed {
    object(attribute.classId(), attribute.object()).set(attribute.attribute(), value);
  }

  /** Invokes a method of an object of this device, which is told that it is not a client's call. */
  public Data invoke(MethodRef method, Data parameter) throws AccessError, Malformed {
    CosemObject object = object(method.classId(), method.object());
    turn.lock();
    try {
      if (++depth > MAX_DEPTH) {
        throw new AccessError(DataAccessResult.OTHER_REASON);
      }
      return object instanceof LocallyActed local
          ? local.actLocally(method.method(), parameter)
          : object.action(method.method(), parameter);
    } finally {
      depth--;
      turn.unlock();
    }
  }

  /**
   * Runs a script; what goes wrong is logged. Does nothing if the name is all zero, which stands
   * for no script.
   */
  public void run(ActionItem action) {
    if (action.isNone()) {
      return;
    }
    MethodRef execute =
        new MethodRef(InterfaceClass.SCRIPT_TABLE, action.scriptLogicalName(), ScriptTable.EXECUTE);
    try {
      invoke(execute, new Data.LongUnsigned(action.scriptSelector()));
    } catch (AccessError | Malformed e) {
      LOG.log(
          Level.WARNING,
          () -> "script " + action.scriptSelector() + " of " + execute + ": " + e.getMessage());
    }
  }

  /** Lets happen what is due by now, in order; then everybody looks around once. */
  public void tick() {
    turn.lock();
    try {
      broken.clear();
      Instant until = now();
      for (int i = 0; i < MAX_CATCHING_UP && next(until); i++) {
        until = max(until, now());
      }
      step = null;
      Instant now = now();
      for (CosemObject object : objects) {
        if (object instanceof TimeDriven driven) {
          tick(driven, now);
        }
      }
    } finally {
      step = null;
      turn.unlock();
    }
  }

  /** Does the next thing that is due; false if there is none. */
  private boolean next(Instant until) {
    TimeDriven first = null;
    Instant at = until;
    for (CosemObject object : objects) {
      Instant due =
          object instanceof TimeDriven driven && !broken.contains(object) ? driven.due() : null;
      if (due != null && (first == null ? !due.isAfter(at) : due.isBefore(at))) {
        first = (TimeDriven) object;
        at = due;
      }
    }
    if (first == null) {
      return false;
    }
    step = at;
    try {
      tick(first, at);
    } finally {
      step = null;
    }
    return true;
  }

  /** A bug in one object must not stop the time of the others. */
  private void tick(TimeDriven driven, Instant at) {
    try {
      driven.tick(at);
    } catch (RuntimeException e) {
      broken.add(driven);
      LOG.log(Level.ERROR, () -> driven + " failed while time passed", e);
    }
  }

  private CosemObject object(int classId, ObisCode name) throws AccessError {
    CosemObject object = find(classId, name);
    if (object == null) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    return object;
  }

  private static Instant max(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
