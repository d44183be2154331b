package org.meterhaus.dlms.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.server.objects.DisconnectControl;
import org.meterhaus.dlms.server.objects.ProfileBuffer;
import org.meterhaus.dlms.server.objects.ProfileGeneric;
import org.meterhaus.dlms.server.objects.Register;

/**
 * A meter whose every value can be foretold: quarter hours from 2026-01-01T00:00Z, import 137 Wh
 * and export 11 Wh each, a status of 8 every 97 rows, a relay and a clock that can be set.
 */
final class TestMeter {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration PERIOD = Duration.ofMinutes(15);
  static final ObisCode IMPORT = ObisCode.parse("1-0:1.8.0*255");
  static final ObisCode EXPORT = ObisCode.parse("1-0:2.8.0*255");
  static final ObisCode POWER = ObisCode.parse("1-0:1.7.0*255");
  static final ObisCode STATUS = ObisCode.parse("0-0:96.10.1*255");
  static final ObisCode NAME = ObisCode.parse("0-0:42.0.0*255");
  static final ObisCode SERIAL = ObisCode.parse("0-0:96.1.0*255");
  static final ObisCode CLOCK = ObisCode.parse("0-0:1.0.0*255");
  static final ObisCode PROFILE = ObisCode.parse("1-0:99.1.0*255");
  static final ObisCode RELAY = ObisCode.parse("0-0:96.3.10*255");

  static final AttributeRef IMPORT_VALUE = new AttributeRef(InterfaceClass.REGISTER, IMPORT, 2);
  static final AttributeRef NAME_VALUE = new AttributeRef(InterfaceClass.DATA, NAME, 2);
  static final AttributeRef CLOCK_TIME = new AttributeRef(InterfaceClass.CLOCK, CLOCK, 2);
  static final AttributeRef PROFILE_BUFFER =
      new AttributeRef(InterfaceClass.PROFILE_GENERIC, PROFILE, 2);
  static final AttributeRef RELAY_STATE =
      new AttributeRef(InterfaceClass.DISCONNECT_CONTROL, RELAY, 3);
  static final MethodRef DISCONNECT = new MethodRef(InterfaceClass.DISCONNECT_CONTROL, RELAY, 1);
  static final MethodRef RECONNECT = new MethodRef(InterfaceClass.DISCONNECT_CONTROL, RELAY, 2);

  static final List<CaptureObject> COLUMNS =
      List.of(
          CaptureObject.CLOCK,
          CaptureObject.of(InterfaceClass.DATA, STATUS, 2),
          CaptureObject.of(InterfaceClass.REGISTER, IMPORT, 2),
          CaptureObject.of(InterfaceClass.REGISTER, EXPORT, 2));

  final AtomicInteger relaySwitches = new AtomicInteger();

  private final int rows;
  private final AtomicReference<Data> time =
      new AtomicReference<>(CosemDateTime.of(START, ZoneOffset.UTC).toData());

  TestMeter(int rows) {
    this.rows = rows;
  }

  static Data row(int index) {
    return Data.Structure.of(
        CosemDateTime.of(START.plus(PERIOD.multipliedBy(index)), ZoneOffset.UTC).toData(),
        new Data.Unsigned8(index % 97 == 0 ? 8 : 0),
        new Data.DoubleLongUnsigned(1_000_000L + index * 137L),
        new Data.DoubleLongUnsigned(50_000L + index * 11L));
  }

  ObjectDirectory directory() {
    return ObjectDirectory.of(
        new SettableClock(time),
        register(IMPORT, 1_460_000, ScalerUnit.wattHours()),
        register(EXPORT, 86_000, ScalerUnit.wattHours()),
        register(POWER, 548, ScalerUnit.watts()),
        DataObject.constant(STATUS, new Data.Unsigned8(0)),
        DataObject.constant(NAME, Data.OctetString.ofAscii("MHV0000000000001")),
        DataObject.constant(SERIAL, Data.OctetString.ofAscii("1")),
        new DisconnectControl(RELAY, new Relay()),
        new ProfileGeneric(PROFILE, COLUMNS, PERIOD, rows, new Rows(rows)));
  }

  private static Register register(ObisCode name, long value, ScalerUnit unit) {
    return new Register(name, () -> new Data.DoubleLongUnsigned(value), unit);
  }

  private final class Relay implements DisconnectControl.Relay {
    private volatile boolean connected = true;

    @Override
    public boolean connected() {
      return connected;
    }

    @Override
    public void switchTo(boolean wanted) {
      connected = wanted;
      relaySwitches.incrementAndGet();
    }
  }

  /** Rows that are made as they are asked for. */
  private record Rows(int count) implements ProfileBuffer {
    @Override
    public long entriesInUse() {
      return count;
    }

    @Override
    public List<Data> entries(long first, long last) {
      int from = (int) Math.min(first - 1, count);
      return slice(from, (int) Math.min(last, count));
    }

    @Override
    public List<Data> between(Instant from, Instant to) {
      long first = Math.ceilDiv(Duration.between(START, from).toMillis(), PERIOD.toMillis());
      long last = Math.floorDiv(Duration.between(START, to).toMillis(), PERIOD.toMillis());
      return slice(Math.clamp(first, 0, count), Math.clamp(last + 1, 0, count));
    }

    private static List<Data> slice(int from, int to) {
      final class Slice extends AbstractList<Data> implements RandomAccess {
        @Override
        public Data get(int index) {
          return row(from + index);
        }

        @Override
        public int size() {
          return Math.max(0, to - from);
        }
      }

      return new Slice();
    }
  }

  /** A clock that stands still at the time it was set to. */
  private record SettableClock(AtomicReference<Data> time) implements CosemObject {
    @Override
    public int classId() {
      return InterfaceClass.CLOCK;
    }

    @Override
    public int version() {
      return 0;
    }

    @Override
    public ObisCode logicalName() {
      return CLOCK;
    }

    @Override
    public Data get(int attribute, @Nullable Selection selection) throws AccessError {
      return switch (attribute) {
        case 1 -> CLOCK.toData();
        case 2 -> time.get();
        default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
      };
    }

    @Override
    public void set(int attribute, Data value) throws AccessError, Malformed {
      if (attribute != 2) {
        throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
      }
      time.set(CosemDateTime.from(value).toData());
    }

    @Override
    public List<AttributeAccess> attributes() {
      return List.of(AttributeAccess.readOnly(1), AttributeAccess.readAndWrite(2));
    }
  }
}
