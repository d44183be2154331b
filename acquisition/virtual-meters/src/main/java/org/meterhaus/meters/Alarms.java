package org.meterhaus.meters;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.classes.InterfaceClasses;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.SendDestination;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.PushSender;
import org.meterhaus.dlms.server.objects.Clock;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.server.objects.ModelledObject;

/**
 * The alarms of a meter: alarm register 1 tells the last, alarm descriptor 1 every one since a
 * client cleared it, and the Push setup for alarms what is said of them and to whom. All of it is
 * forgotten when the process ends, as what went on before is nobody's news. Thread-safe.
 */
final class Alarms {

  static final ObisCode REGISTER = ObisCode.of(0, 0, 97, 98, 0, 255);
  static final ObisCode DESCRIPTOR = ObisCode.of(0, 0, 97, 98, 20, 255);

  private final String meter;
  private final InstantSource now;
  private long last;
  private long since;
  private @Nullable PowerPush pushes;
  private @Nullable PushSender sender;

  Alarms(String meter, InstantSource now) {
    this.meter = meter;
    this.now = now;
  }

  /** What it is told by from now on. */
  synchronized void tellBy(PowerPush by, PushSender with) {
    pushes = by;
    sender = with;
  }

  /**
   * Something has happened: keeps it, and says so if there is anybody to say it to.
   *
   * @param alarms bits of alarm register 1
   */
  synchronized void raise(long alarms, Instant at) {
    last = alarms;
    since |= alarms;
    say(alarms, at);
  }

  private synchronized void say(long alarms, Instant at) {
    PowerPush by = pushes;
    PushSender with = sender;
    if (by != null && with != null) {
      by.say(meter, with, alarms, at);
    }
  }

  private synchronized PushSender.@Nullable Destination destination() {
    return pushes == null ? null : pushes.destination();
  }

  /** The three objects. */
  List<CosemObject> objects() {
    return List.of(
        new DataObject(REGISTER, () -> bits(last())),
        new DataObject(DESCRIPTOR, () -> bits(since()), value -> clear(value.asLong())),
        new OnAlarm());
  }

  private synchronized long last() {
    return last;
  }

  private synchronized long since() {
    return since;
  }

  /** Bits can be cleared by a client but not set. */
  private synchronized void clear(long kept) {
    since &= kept;
  }

  private static Data bits(long alarms) {
    return new Data.DoubleLongUnsigned(alarms);
  }

  /**
   * Push setup on alarm (class 40, version 0): says what is done, and does it again when asked to.
   * Whom the meter tells is not for clients to change: it is whoever runs the meters who knows.
   */
  private final class OnAlarm implements ModelledObject {
    private static final ClassModel MODEL = InterfaceClasses.of(InterfaceClass.PUSH_SETUP, 0);
    private static final int OBJECTS = 2;
    private static final int DESTINATION = 3;
    private static final int WINDOWS = 4;
    private static final int RANDOMISATION = 5;
    private static final int RETRIES = 6;

    @Override
    public ClassModel model() {
      return MODEL;
    }

    @Override
    public ObisCode logicalName() {
      return PowerPush.PUSH_ON_ALARM;
    }

    @Override
    public boolean writable(int attribute) {
      return false;
    }

    @Override
    public Data read(int attribute) {
      Object value =
          switch (attribute) {
            case OBJECTS ->
                List.of(
                    captured(InterfaceClass.PUSH_SETUP, logicalName(), 1),
                    captured(InterfaceClass.CLOCK, Clock.NAME, 2),
                    captured(InterfaceClass.DATA, REGISTER, 2));
            case DESTINATION -> destinationAndMethod();
            case WINDOWS -> List.of();
            case RANDOMISATION -> PowerPush.MOST_WAIT_SECONDS;
            case RETRIES -> PowerPush.TIMES - 1;
            default -> PowerPush.MOST_WAIT_SECONDS;
          };
      return TypedValues.encode(value, MODEL.attributes().get(attribute - 2).type());
    }

    @Override
    public Data invoke(int method, Data parameter) throws AccessError {
      if (destination() == null) {
        throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
      }
      say(last(), now.instant());
      return new Data.NullData();
    }

    private static CaptureObject captured(int classId, ObisCode name, int attribute) {
      return new CaptureObject(new AttributeRef(classId, name, attribute), 0);
    }

    private SendDestination destinationAndMethod() {
      PushSender.Destination to = destination();
      return new SendDestination(
          SendDestination.Transport.UDP,
          to == null ? Bytes.EMPTY : to.address(),
          SendDestination.MessageForm.A_XDR);
    }
  }
}
