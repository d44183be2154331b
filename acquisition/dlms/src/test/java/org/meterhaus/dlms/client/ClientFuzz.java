package org.meterhaus.dlms.client;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.fuzz.FuzzTarget;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.Secret;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.transport.ApduLink;

/**
 * A client and any sequence of answers, for fuzzing. The first octet says how it associates, and
 * whether the meter behaves until that is done; the second what it asks for then.
 */
public final class ClientFuzz {

  private static final SymmetricKey KEY = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final KeySet KEYS = KeySet.of(SecuritySuite.SUITE_0, KEY, KEY);
  private static final SystemTitle METER = SystemTitle.of("MHV", 1);
  private static final SystemTitle CLIENT = SystemTitle.of("CLI", 1);
  private static final AttributeSelection ENERGY =
      new AttributeSelection(
          new AttributeRef(InterfaceClass.REGISTER, ObisCode.parse("1-0:1.8.0*255"), 2), null);
  private static final MethodRef METHOD =
      new MethodRef(InterfaceClass.DISCONNECT_CONTROL, ObisCode.parse("0-0:96.3.10*255"), 1);
  private static final LinkConfig LINK = LinkConfig.of("meter", 4059, 16, 1);
  private static final Data LONG = new Data.OctetString(Bytes.copyOf(new byte[70_000]));
  private static final int BEHAVES = 0x10;
  private static final int PROTECTED = 2;

  private ClientFuzz() {}

  /** What was sent is forgotten; what is received comes from the list. */
  private record Wire(Queue<Bytes> answers) implements ApduLink {
    @Override
    public void send(Bytes apdu) {
      if (apdu.isEmpty()) {
        throw new AssertionError("an empty APDU");
      }
    }

    @Override
    public Bytes receive(Duration within) throws MeterException {
      Bytes next = answers.poll();
      if (next == null) {
        throw new TimedOut("answer", within);
      }
      return next;
    }

    @Override
    public void close() {
      answers.clear();
    }
  }

  /** Associates, asks, releases. */
  public static void take(byte[] input) throws MeterException {
    if (input.length < 2) {
      return;
    }
    int way = input[0] & 3;
    boolean behaves = (input[0] & BEHAVES) != 0 && way % 2 == 0;
    var meter = new ApduProtection(KEYS, METER, InvocationCounter.volatileFrom(1));
    Queue<Bytes> answers = new ArrayDeque<>();
    if (behaves) {
      answers.add(accepting(way, meter));
    }
    for (byte[] message : FuzzTarget.messages(input, 2)) {
      // No link hands out an APDU without octets.
      if (message.length > 0) {
        Bytes octets = Bytes.copyOf(message);
        boolean hidden = behaves && way == PROTECTED;
        answers.add(hidden ? ApduCodec.encode(meter.protect(octets, Envelope.GENERAL)) : octets);
      }
    }
    var dialogue =
        new Dialogue(
            LINK,
            association(way),
            new Wire(answers),
            NotificationListener.NONE,
            new SecureRandom());
    dialogue.open();
    try {
      ask(input[1] & 7, new ClientServices(dialogue, LINK));
    } finally {
      dialogue.release(Duration.ofSeconds(1));
    }
  }

  private static void ask(int what, ClientServices services) throws MeterException {
    switch (what) {
      case 0 -> services.get(ENERGY);
      case 1 -> services.get(List.of(ENERGY, ENERGY, ENERGY));
      case 2 -> services.set(ENERGY, new Data.Unsigned8(1));
      case 3 -> services.set(ENERGY, LONG);
      case 4 -> services.action(METHOD, new Data.Integer8(0));
      case 5 -> services.action(METHOD, LONG);
      case 6 -> services.action(List.of(METHOD, METHOD), List.of(new Data.Integer8(0), LONG));
      default -> {
        services.get(ENERGY);
        services.get(ENERGY);
      }
    }
  }

  private static AssociationConfig association(int way) {
    return switch (way) {
      case 0 -> new AssociationConfig.PublicClient();
      case 1 ->
          new AssociationConfig.Custom(
              new Authentication.Digest(HlsMechanism.SHA1, Secret.ofText("12345678")),
              null,
              false,
              false,
              Conformance.EVERYTHING);
      case PROTECTED ->
          new AssociationConfig.Custom(
              new Authentication.None(), ciphering(), true, false, Conformance.EVERYTHING);
      default -> new AssociationConfig.HlsGmac(CLIENT, KEY, KEY, InvocationCounter.volatileFrom(1));
    };
  }

  private static Ciphering ciphering() {
    return new Ciphering(
        CLIENT, KEYS, InvocationCounter.volatileFrom(1), SecurityPolicy.AUTHENTICATED_ENCRYPTION);
  }

  private static Bytes accepting(int way, ApduProtection meter) throws MeterException {
    Bytes terms = ApduCodec.encode(new Apdu.InitiateResponse(6, Conformance.EVERYTHING, 0xFFFF));
    boolean hidden = way == PROTECTED;
    return ApduCodec.encode(
        new Apdu.Aare(
            hidden ? Apdu.CONTEXT_LN_CIPHERED : Apdu.CONTEXT_LN,
            0,
            0,
            hidden ? METER.octets() : null,
            0,
            null,
            hidden ? ApduCodec.encode(meter.protect(terms, Envelope.SERVICE_SPECIFIC)) : terms));
  }
}
