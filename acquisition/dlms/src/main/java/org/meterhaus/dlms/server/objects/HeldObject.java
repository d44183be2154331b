package org.meterhaus.dlms.server.objects;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.classes.InitialValues;
import org.meterhaus.dlms.classes.InterfaceClasses;
import org.meterhaus.dlms.classes.OtherVersions;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.Caller;

/**
 * A modelled object that holds the values of its attributes; one that was never set has the
 * plainest value of its type. Thread-safe: one call at a time, of all that share the lock.
 */
public abstract class HeldObject implements ModelledObject {

  /** What is held is of this version, the newest. */
  private final ClassModel model;

  private final ObisCode logicalName;
  private final ReentrantLock turn;
  private final Data[] held;

  /** What {@link #listOf} made of what is held, by attribute; null as long as nobody asked. */
  private @Nullable Listed @Nullable [] listed;

  private record Listed(Class<?> element, List<?> values) {}

  /** What clients see. */
  private volatile ClassModel served;

  protected HeldObject(int classId, ObisCode logicalName, ReentrantLock turn) {
    this.model = InterfaceClasses.of(classId);
    this.served = model;
    this.logicalName = logicalName;
    this.turn = turn;
    this.held =
        model.attributes().stream()
            .map(attribute -> InitialValues.of(attribute.type()))
            .toArray(Data[]::new);
  }

  @Override
  public final ClassModel model() {
    return served;
  }

  /**
   * Serves another version of the class than the newest: with its attributes, methods and types. To
   * be done before the device is served.
   *
   * @throws IllegalArgumentException if there is no such version of the class
   */
  public final void serveAs(int version) {
    served = InterfaceClasses.of(model.id(), version);
  }

  @Override
  public final Data served(int attribute, Data value) throws AccessError {
    ClassModel.AttributeModel known = served.attribute(attribute);
    if (served.version() == model.version() || known == null) {
      return value;
    }
    Data earlier = OtherVersions.earlier(value, known.type());
    if (!known.type().fits(earlier)) {
      throw new AccessError(DataAccessResult.OTHER_REASON);
    }
    return earlier;
  }

  @Override
  public final Data taken(int attribute, Data value) {
    return served.version() == model.version()
        ? value
        : OtherVersions.later(value, model.attributes().get(attribute - 2).type());
  }

  @Override
  public final ObisCode logicalName() {
    return logicalName;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    turn.lock();
    try {
      return ModelledObject.super.get(attribute, selection);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void set(int attribute, Data value) throws AccessError, Malformed {
    turn.lock();
    try {
      ModelledObject.super.set(attribute, value);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public Data action(int method, Data parameter, Caller caller) throws AccessError, Malformed {
    turn.lock();
    try {
      return ModelledObject.super.action(method, parameter, caller);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public Data read(int attribute) throws AccessError {
    return held(attribute);
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    hold(attribute, value);
  }

  /** What is held. */
  protected final Data held(int attribute) {
    return held[attribute - 2];
  }

  /**
   * Holds a value from now on.
   *
   * @param value Data, or what {@link TypedValues#encode} makes Data of
   * @throws IllegalArgumentException if it is not of the attribute's type
   */
  protected final void hold(int attribute, @Nullable Object value) {
    held[attribute - 2] = TypedValues.encode(value, model.attributes().get(attribute - 2).type());
    if (listed != null) {
      listed[attribute - 2] = null;
    }
  }

  protected final long number(int attribute) {
    return checked(() -> held(attribute).asLong());
  }

  protected final boolean flag(int attribute) {
    return checked(() -> held(attribute).asBoolean());
  }

  protected final Bytes octets(int attribute) {
    return checked(() -> held(attribute).asOctets());
  }

  protected final CosemDateTime dateTime(int attribute) {
    return as(attribute, CosemDateTime.class);
  }

  protected final <T> T as(int attribute, Class<T> type) {
    return checked(() -> TypedValues.decode(held(attribute), type));
  }

  /** The elements of an array; made once, since calendars look at theirs for every day. */
  @SuppressWarnings("unchecked") // of the class that was asked for
  protected final <T> List<T> listOf(int attribute, Class<T> element) {
    if (listed == null) {
      listed = new Listed[held.length];
    }
    Listed known = listed[attribute - 2];
    if (known == null || known.element != element) {
      known = new Listed(element, checked(() -> TypedValues.decodeList(held(attribute), element)));
      listed[attribute - 2] = known;
    }
    return (List<T>) known.values;
  }

  /** What is done while nothing else happens. */
  protected interface Step<E extends Exception> {
    void run() throws E;
  }

  /** Runs something while nothing else happens to the object. */
  protected final <E extends Exception> void exclusively(Step<E> what) throws E {
    turn.lock();
    try {
      what.run();
    } finally {
      turn.unlock();
    }
  }

  private interface Reading<T> {
    T read() throws Malformed;
  }

  /** Types were checked when the value was taken: another one is a bug. */
  private static <T> T checked(Reading<T> reading) {
    try {
      return reading.read();
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }
}
