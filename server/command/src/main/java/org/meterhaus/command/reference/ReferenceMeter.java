package org.meterhaus.command.reference;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.SecurityAudit;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.server.objects.DisconnectControl;
import org.meterhaus.dlms.server.objects.ProfileBuffer;
import org.meterhaus.dlms.server.objects.ProfileGeneric;
import org.meterhaus.dlms.server.objects.Register;
import org.meterhaus.dlms.server.objects.SecuritySetup;

/**
 * The objects of one reference meter. Its 3,360 quarter hours from 2026-01-01T00:00 UTC follow from
 * their number {@code i}: status 8 every 97th, import 1,000,000 + 137 i Wh, export 50,000 + 11 i
 * Wh.
 */
final class ReferenceMeter {

  static final int ROWS = 3360;

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(15);
  private static final ObisCode CLOCK = ObisCode.of(0, 0, 1, 0, 0, 255);
  private static final ObisCode NAME = ObisCode.of(0, 0, 42, 0, 0, 255);
  private static final ObisCode SERIAL = ObisCode.of(0, 0, 96, 1, 0, 255);
  static final ObisCode SECURITY_SETUP = ObisCode.of(0, 0, 43, 0, 0, 255);
  private static final ObisCode STATUS = ObisCode.of(0, 0, 96, 10, 1, 255);
  private static final ObisCode RELAY = ObisCode.of(0, 0, 96, 3, 10, 255);
  private static final ObisCode IMPORT = ObisCode.of(1, 0, 1, 8, 0, 255);
  private static final ObisCode EXPORT = ObisCode.of(1, 0, 2, 8, 0, 255);
  private static final ObisCode POWER = ObisCode.of(1, 0, 1, 7, 0, 255);
  private static final ObisCode PROFILE = ObisCode.of(1, 0, 99, 1, 0, 255);

  private static final List<CaptureObject> COLUMNS =
      List.of(
          CaptureObject.CLOCK,
          CaptureObject.of(InterfaceClass.DATA, STATUS, 2),
          CaptureObject.of(InterfaceClass.REGISTER, IMPORT, 2),
          CaptureObject.of(InterfaceClass.REGISTER, EXPORT, 2));

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SecurityAudit AUDIT =
      SecurityAudit.toLog(System.getLogger(ReferenceMeter.class.getName()));

  private ReferenceMeter() {}

  /**
   * A meter of its own.
   *
   * @param number 1.., part of its name and serial number
   * @param vault its keys, which its Security Setup changes
   */
  static ObjectDirectory of(int number, KeyVault vault) {
    var time = new AtomicReference<>(CosemDateTime.of(START, ZoneOffset.UTC).toData());
    return ObjectDirectory.of(
            new ReferenceClock(CLOCK, time),
            register(IMPORT, 1_234_567, ScalerUnit.wattHours()),
            register(EXPORT, 7_654, ScalerUnit.wattHours()),
            register(POWER, 321, ScalerUnit.watts()),
            DataObject.constant(STATUS, new Data.Unsigned8(0)),
            DataObject.constant(NAME, Data.OctetString.ofAscii("PER%013d".formatted(number))),
            DataObject.constant(SERIAL, Data.OctetString.ofAscii("%08d".formatted(number))),
            new DisconnectControl(RELAY, new Relay(new AtomicBoolean(true))),
            new ProfileGeneric(PROFILE, COLUMNS, PERIOD, ROWS, new Rows()),
            new SecuritySetup(
                SECURITY_SETUP,
                1,
                ReferenceKeys.CLIENT_TITLE,
                ReferenceKeys.SERVER_TITLE,
                vault,
                RANDOM,
                InstantSource.system(),
                AUDIT))
        .prompt();
  }

  private static Register register(ObisCode name, long value, ScalerUnit unit) {
    return new Register(name, () -> new Data.DoubleLongUnsigned(value), unit);
  }

  private static Data row(int index) {
    return Data.Structure.of(
        CosemDateTime.of(START.plus(PERIOD.multipliedBy(index)), ZoneOffset.UTC).toData(),
        new Data.Unsigned8(index % 97 == 0 ? 8 : 0),
        new Data.DoubleLongUnsigned(1_000_000L + index * 137L),
        new Data.DoubleLongUnsigned(50_000L + index * 11L));
  }

  private record Relay(AtomicBoolean closed) implements DisconnectControl.Relay {
    @Override
    public boolean connected() {
      return closed.get();
    }

    @Override
    public void switchTo(boolean connected) {
      closed.set(connected);
    }
  }

  /** Rows that are made as they are asked for: a meter keeps none. */
  private record Rows() implements ProfileBuffer {
    @Override
    public long entriesInUse() {
      return ROWS;
    }

    @Override
    public List<Data> entries(long first, long last) {
      return new Slice((int) Math.min(first - 1, ROWS), (int) Math.min(last, ROWS));
    }

    @Override
    public List<Data> between(Instant from, Instant to) {
      long first = Math.ceilDiv(Duration.between(START, from).toMillis(), PERIOD.toMillis());
      long last = Math.floorDiv(Duration.between(START, to).toMillis(), PERIOD.toMillis());
      return new Slice(Math.clamp(first, 0, ROWS), Math.clamp(last + 1, 0, ROWS));
    }
  }

  private static final class Slice extends AbstractList<Data> implements RandomAccess {
    private final int from;
    private final int to;

    Slice(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public Data get(int index) {
      return row(from + index);
    }

    @Override
    public int size() {
      return Math.max(0, to - from);
    }
  }
}
