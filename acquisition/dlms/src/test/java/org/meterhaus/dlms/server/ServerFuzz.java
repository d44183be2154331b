package org.meterhaus.dlms.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.fuzz.FuzzTarget;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.objects.Clock;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.server.objects.DisconnectControl;
import org.meterhaus.dlms.server.objects.ProfileBuffer;
import org.meterhaus.dlms.server.objects.ProfileGeneric;
import org.meterhaus.dlms.server.objects.Register;

/**
 * A server and any sequence of APDUs, for fuzzing. The first octet says how it is secured and what
 * the client knows: nothing, that everything is open, or the keys, so that what is behind the
 * protection is reached too.
 */
public final class ServerFuzz {

  private static final SymmetricKey KEY = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final KeySet KEYS = KeySet.of(SecuritySuite.SUITE_0, KEY, KEY);
  private static final SystemTitle METER = SystemTitle.of("MHV", 1);
  private static final SystemTitle CLIENT = SystemTitle.of("CLI", 1);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObisCode ENERGY = ObisCode.parse("1-0:1.8.0*255");
  private static final int CLIENT_SAP = 16;
  private static final int ROWS = 20;

  private ServerFuzz() {}

  /** Every message gets an answer that can be read, whatever came before it. */
  public static void take(byte[] input) throws MeterException {
    if (input.length == 0) {
      return;
    }
    int mode = input[0] & 3;
    var dialogue =
        new ServerDialogue(
            new ServedDevice(new LogicalDevice(1, security(mode), directory())),
            "somewhere",
            CLIENT_SAP,
            ServerLimits.DEFAULT,
            new SecureRandom());
    var protection = new ApduProtection(KEYS, CLIENT, InvocationCounter.volatileFrom(1));
    if (mode == 3) {
      answer(dialogue, opening(protection));
      if (!dialogue.isOpen()) {
        throw new AssertionError("a client with the keys is not let in");
      }
    }
    for (byte[] message : FuzzTarget.messages(input, 1)) {
      Bytes octets = Bytes.copyOf(message);
      boolean hidden = mode == 3 && !octets.isEmpty();
      answer(
          dialogue,
          hidden ? ApduCodec.encode(protection.protect(octets, Envelope.GENERAL)) : octets);
    }
  }

  private static void answer(ServerDialogue dialogue, Bytes request) {
    ServerDialogue.Reply reply = dialogue.answer(request);
    for (Bytes apdu : reply.apdus()) {
      try {
        ApduCodec.decode(apdu, DataLimits.DEFAULT);
      } catch (MeterException | UnsupportedApdu e) {
        throw new AssertionError("an answer that cannot be read: " + apdu, e);
      }
    }
  }

  private static Bytes opening(ApduProtection protection) throws MeterException {
    Bytes proposal = ApduCodec.encode(new Apdu.InitiateRequest(6, Conformance.EVERYTHING, 0xFFFF));
    Apdu.Ciphered hidden = protection.protect(proposal, Envelope.SERVICE_SPECIFIC);
    return ApduCodec.encode(
        new Apdu.Aarq(
            Apdu.CONTEXT_LN_CIPHERED,
            CLIENT.octets(),
            new Authentication.None().mechanism(),
            null,
            ApduCodec.encode(hidden)));
  }

  private static DeviceSecurity security(int mode) {
    return switch (mode) {
      case 0 -> new DeviceSecurity.Open();
      case 1 ->
          new DeviceSecurity.HlsGmac(METER, KEY, KEY, InvocationCounter.volatileFrom(1), false);
      case 2 ->
          new DeviceSecurity.HlsGmac(METER, KEY, KEY, InvocationCounter.volatileFrom(1), true);
      default -> new DeviceSecurity.ByClient(_ -> List.of(keyed()));
    };
  }

  private static Admission keyed() {
    var ciphering =
        new Ciphering(
            METER,
            KEYS,
            InvocationCounter.volatileFrom(1),
            SecurityPolicy.AUTHENTICATED_ENCRYPTION);
    return new Admission(
        new Authentication.None(),
        ciphering,
        true,
        AccessRights.EVERYTHING,
        Conformance.EVERYTHING);
  }

  private static ObjectDirectory directory() {
    var name =
        DataObject.constant(
            ObisCode.parse("0-0:42.0.0*255"), Data.OctetString.ofAscii("MHV0000000000001"));
    var energy =
        new Register(ENERGY, () -> new Data.DoubleLongUnsigned(137), ScalerUnit.wattHours());
    var clock = new Clock(Clock.NAME, InstantSource.fixed(START), ZoneOffset.UTC);
    List<CaptureObject> columns =
        List.of(CaptureObject.CLOCK, CaptureObject.of(InterfaceClass.REGISTER, ENERGY, 2));
    var profile =
        new ProfileGeneric(
            ObisCode.parse("1-0:99.1.0*255"), columns, Duration.ofMinutes(15), ROWS, new Rows());
    return ObjectDirectory.of(
        name,
        energy,
        clock,
        profile,
        new DisconnectControl(ObisCode.parse("0-0:96.3.10*255"), new Relay()));
  }

  /** As many whatever is asked for. */
  private record Rows() implements ProfileBuffer {
    @Override
    public long entriesInUse() {
      return ROWS;
    }

    @Override
    public List<Data> entries(long first, long last) {
      return IntStream.range(0, ROWS).mapToObj(ServerFuzz::row).toList();
    }

    @Override
    public List<Data> between(Instant from, Instant to) {
      return entries(1, ROWS);
    }
  }

  private static Data row(int index) {
    Instant end = START.plus(Duration.ofMinutes(15L * index));
    return Data.Structure.of(
        CosemDateTime.of(end, ZoneOffset.UTC).toData(), new Data.DoubleLongUnsigned(137L * index));
  }

  private static final class Relay implements DisconnectControl.Relay {
    private boolean connected = true;

    @Override
    public boolean connected() {
      return connected;
    }

    @Override
    public void switchTo(boolean wanted) {
      connected = wanted;
    }
  }
}
