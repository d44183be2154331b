package org.meterhaus.benchmarks;

import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.AccessRights;
import org.meterhaus.dlms.server.Admission;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.objects.Clock;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.server.objects.DisconnectControl;
import org.meterhaus.dlms.server.objects.ProfileBuffer;
import org.meterhaus.dlms.server.objects.ProfileGeneric;
import org.meterhaus.dlms.server.objects.RecordedRows;
import org.meterhaus.dlms.server.objects.Register;

/**
 * The meter that everything is measured with: the objects, values, keys and client addresses of the
 * reference meter, so that a peer serves and reads the same. Its keys are known to everybody.
 */
final class BenchmarkMeter {

  /** Rows of the load profile: 35 days of quarter hours. */
  static final int ROWS = 3360;

  /** Rows of a day. */
  static final int DAY = 96;

  /** Client address without authentication and ciphering. */
  static final int PUBLIC_CLIENT = 16;

  /** Client address with HLS-GMAC and authenticated encryption. */
  static final int CIPHERED_CLIENT = 37;

  static final AttributeRef REGISTER =
      new AttributeRef(InterfaceClass.REGISTER, ObisCode.of(1, 0, 1, 8, 0, 255), 2);
  static final AttributeRef PROFILE =
      new AttributeRef(InterfaceClass.PROFILE_GENERIC, ObisCode.of(1, 0, 99, 1, 0, 255), 2);

  private static final ObisCode CLOCK = ObisCode.of(0, 0, 1, 0, 0, 255);
  private static final ObisCode POWER = ObisCode.of(1, 0, 1, 7, 0, 255);
  private static final ObisCode NAME = ObisCode.of(0, 0, 42, 0, 0, 255);
  private static final ObisCode SERIAL = ObisCode.of(0, 0, 96, 1, 0, 255);
  private static final ObisCode DISCONNECT = ObisCode.of(0, 0, 96, 3, 10, 255);
  private static final ObisCode STATUS = ObisCode.of(0, 0, 96, 10, 1, 255);
  private static final ObisCode EXPORT = ObisCode.of(1, 0, 2, 8, 0, 255);
  private static final SystemTitle CLIENT_TITLE = SystemTitle.ofHex("434c490000000001");
  private static final SystemTitle SERVER_TITLE = SystemTitle.ofHex("5045520000000001");
  private static final KeySet KEYS =
      KeySet.of(
          SecuritySuite.SUITE_0,
          SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f"),
          SymmetricKey.ofHex("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf"));
  private static final List<CaptureObject> COLUMNS =
      List.of(
          CaptureObject.CLOCK,
          CaptureObject.of(InterfaceClass.DATA, STATUS, 2),
          CaptureObject.of(InterfaceClass.REGISTER, REGISTER.object(), 2),
          CaptureObject.of(InterfaceClass.REGISTER, EXPORT, 2));

  private BenchmarkMeter() {}

  /** Whom every meter lets in; one of them serves any number. */
  static DeviceSecurity security() {
    InvocationCounter counter = InvocationCounter.volatileFrom(1);
    List<Admission> open = List.of(Admission.publicClient(AccessRights.EVERYTHING));
    List<Admission> ciphered =
        List.of(
            new Admission(
                new Authentication.Gmac(),
                ciphering(SERVER_TITLE, counter),
                true,
                AccessRights.EVERYTHING,
                Conformance.SUPPORTED));
    return new DeviceSecurity.ByClient(
        clientSap ->
            switch (clientSap) {
              case PUBLIC_CLIENT -> open;
              case CIPHERED_CLIENT -> ciphered;
              default -> List.of();
            },
        DeviceSecurity.ReplayMemory.ASSOCIATION);
  }

  /** How a client gets in. */
  static AssociationConfig association(boolean ciphered) {
    return ciphered
        ? new AssociationConfig.Custom(
            new Authentication.Gmac(),
            ciphering(CLIENT_TITLE, InvocationCounter.volatileFrom(1)),
            true,
            false,
            Conformance.SUPPORTED)
        : new AssociationConfig.PublicClient();
  }

  /** The client address that goes with {@link #association}. */
  static int clientSap(boolean ciphered) {
    return ciphered ? CIPHERED_CLIENT : PUBLIC_CLIENT;
  }

  /**
   * A meter.
   *
   * @param number 1.., part of its name and serial number
   */
  static LogicalDevice device(int number, DeviceSecurity security, ProfileBuffer rows) {
    return new LogicalDevice(
        1,
        security,
        ObjectDirectory.of(
                new Clock(CLOCK, () -> ComputedRows.START, ZoneOffset.UTC),
                register(REGISTER.object(), 1_234_567, ScalerUnit.wattHours()),
                register(EXPORT, 7_654, ScalerUnit.wattHours()),
                register(POWER, 321, ScalerUnit.watts()),
                DataObject.constant(STATUS, new Data.Unsigned8(0)),
                DataObject.constant(NAME, Data.OctetString.ofAscii("PER" + digits(number, 13))),
                DataObject.constant(SERIAL, Data.OctetString.ofAscii(digits(number, 8))),
                new DisconnectControl(DISCONNECT, new Relay(new AtomicBoolean(true))),
                new ProfileGeneric(PROFILE.object(), COLUMNS, ComputedRows.PERIOD, ROWS, rows))
            .prompt());
  }

  private static String digits(int number, int count) {
    char[] digits = new char[count];
    int rest = number;
    for (int i = count - 1; i >= 0; i--) {
      digits[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    return new String(digits);
  }

  /**
   * The load profile, kept.
   *
   * @param number which meter's, 1..
   */
  static ProfileBuffer recordedRows(int number) {
    ComputedRows computed = computedRows(number);
    RecordedRows rows = new RecordedRows(ROWS);
    for (int i = 0; i < ROWS; i++) {
      rows.add(ComputedRows.START.plus(ComputedRows.PERIOD.multipliedBy(i)), computed.row(i));
    }
    return rows;
  }

  /** The same load profile, computed when it is read. */
  static ComputedRows computedRows(int number) {
    return new ComputedRows((number - 1) * 1000L);
  }

  /** Octets of a challenge, the same each time. */
  static Bytes challenge() {
    return Bytes.ofHex("00112233445566778899aabbccddeeff");
  }

  static Ciphering clientCiphering() {
    return ciphering(CLIENT_TITLE, InvocationCounter.volatileFrom(1));
  }

  static SystemTitle serverTitle() {
    return SERVER_TITLE;
  }

  private static Ciphering ciphering(SystemTitle title, InvocationCounter counter) {
    return new Ciphering(title, KEYS, counter, SecurityPolicy.AUTHENTICATED_ENCRYPTION);
  }

  private static Register register(ObisCode name, long value, ScalerUnit unit) {
    return new Register(name, () -> new Data.DoubleLongUnsigned(value), unit);
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
}
