package org.meterhaus.dlms.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.client.ClientFuzz;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.decode.DecodeKeys;
import org.meterhaus.dlms.decode.Decoder;
import org.meterhaus.dlms.explain.Explainer;
import org.meterhaus.dlms.explain.Readings;
import org.meterhaus.dlms.hdlc.HdlcFrame;
import org.meterhaus.dlms.hdlc.HdlcParameters;
import org.meterhaus.dlms.mbus.MbusFrame;
import org.meterhaus.dlms.push.HdlcPushStream;
import org.meterhaus.dlms.push.MbusPushStream;
import org.meterhaus.dlms.push.PushStream;
import org.meterhaus.dlms.security.GeneralCiphering;
import org.meterhaus.dlms.security.GeneralSigning;
import org.meterhaus.dlms.security.SecurityFuzz;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.ServerFuzz;
import org.meterhaus.dlms.transport.WrapperFuzz;

/**
 * One taker of octets each, with the memory that a message may take: ten octets for each of its own
 * and a constant. Where a run is a sequence of messages each has to keep to that.
 */
public enum FuzzTarget {
  DATA(FuzzTarget::data),
  COMPACT_ARRAY(input -> data(behind(0x13, input))),
  DATE_TIME(input -> CosemDateTime.of(Bytes.copyOf(input))),
  APDU(FuzzTarget::apdu),
  ACSE(input -> apdu(input.length == 0 ? input : behind(0x60 | (input[0] & 3), input))),
  GENERAL_CIPHERING(FuzzTarget::generalCiphering),
  GENERAL_SIGNING(FuzzTarget::generalSigning),
  PROTECTION(SecurityFuzz::open),
  CERTIFICATE(SecurityFuzz::certificate),
  HDLC_FRAME(input -> HdlcFrame.decode(Bytes.copyOf(input))),
  HDLC_PARAMETERS(input -> HdlcParameters.decode(Bytes.copyOf(input))),
  HDLC_STREAM((input, budget) -> stream(new HdlcPushStream(65_535), input, budget)),
  MBUS_FRAME(input -> MbusFrame.decode(Bytes.copyOf(input))),
  MBUS_STREAM((input, budget) -> stream(new MbusPushStream(65_535), input, budget)),
  WRAPPER(WrapperFuzz::take),
  EXPLAIN_MESSAGE(FuzzTarget::explain),
  EXPLAIN_HDLC(input -> decoder().hdlc(Bytes.copyOf(input))),
  EXPLAIN_MBUS(input -> decoder().mbus(Bytes.copyOf(input))),
  SERVER(ServerFuzz::take),
  CLIENT(ClientFuzz::take);

  /** Takes octets; whatever is wrong with them is a {@link MeterException}. */
  private interface Taker {
    void take(byte[] input) throws MeterException;
  }

  /** Takes octets as a sequence of messages, and tells of each. */
  private interface SequenceTaker {
    void take(byte[] input, Budget budget) throws MeterException;
  }

  private static final int CONSTANT = 4 << 20;

  /**
   * What Jazzer's instrumentation allocates comes on top while it searches: some hundred octets
   * wherever there is a choice between many.
   */
  private static final int SEARCH_CONSTANT = 32 << 20;

  private static final int SEARCH_FACTOR = 10_000;

  @SuppressWarnings("ImmutableEnumChecker") // method references
  private final SequenceTaker taker;

  FuzzTarget(Taker taker) {
    this((input, budget) -> {
      budget.message(input.length);
      taker.take(input);
    });
  }

  FuzzTarget(SequenceTaker taker) {
    this.taker = taker;
  }

  /** As it is named on command lines, such as compact-array. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The target of that name. */
  public static FuzzTarget of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /**
   * Takes octets.
   *
   * @return octets of the constant that a message needed at most
   * @throws AssertionError if one took more memory than it accounts for
   */
  public long run(byte[] input) {
    return run(input, CONSTANT, Budget.FACTOR);
  }

  /** The same with room for what instrumentation takes. */
  void runInstrumented(byte[] input) {
    run(input, SEARCH_CONSTANT, SEARCH_FACTOR);
  }

  /** What loads classes allocates on their behalf, but only once: the third time counts. */
  private long run(byte[] input, int constant, int factor) {
    for (int again = 0; again < 2; again++) {
      try {
        return take(input, new Budget(constant, factor));
      } catch (Budget.Exceeded _) {
        // Once more.
      }
    }
    return take(input, new Budget(constant, factor));
  }

  private long take(byte[] input, Budget budget) {
    try {
      taker.take(input, budget);
    } catch (MeterException _) {
      // Refused in the terms of the protocol: as it should be.
    }
    budget.settle();
    return budget.most();
  }

  private static void data(byte[] input) throws MeterException {
    Data value = DataCodec.decode(Bytes.copyOf(input), DataLimits.DEFAULT);
    Bytes written = DataCodec.encode(value);
    require(DataCodec.decode(written, DataLimits.DEFAULT).equals(value), "reads back equal");
  }

  private static void apdu(byte[] input) throws MeterException {
    try {
      Apdu apdu = ApduCodec.decode(Bytes.copyOf(input), DataLimits.DEFAULT);
      Apdu again = ApduCodec.decode(ApduCodec.encode(apdu), DataLimits.DEFAULT);
      require(again.equals(apdu), "reads back equal");
    } catch (UnsupportedApdu _) {
      // Nothing that we speak.
    }
  }

  private static void generalCiphering(byte[] input) throws MeterException {
    GeneralCiphering message = GeneralCiphering.decode(Bytes.copyOf(behind(0xDD, input)));
    require(GeneralCiphering.decode(message.encode()).equals(message), "reads back equal");
  }

  private static void generalSigning(byte[] input) throws MeterException {
    GeneralSigning message = GeneralSigning.decode(Bytes.copyOf(behind(0xDF, input)));
    require(GeneralSigning.decode(message.encode()).equals(message), "reads back equal");
  }

  private static void stream(PushStream stream, byte[] input, Budget budget) {
    int chunk = input.length == 0 ? 1 : 1 + (input[0] & 0x3F);
    for (int from = 0; from < input.length; from += chunk) {
      int to = Math.min(from + chunk, input.length);
      budget.message(to - from);
      stream.feed(input, from, to);
      while (stream.next() != null) {
        require(stream.frames() > 0, "a push comes in frames");
      }
    }
  }

  private static void explain(byte[] input) throws MeterException {
    var decoded = decoder().message(Bytes.copyOf(input));
    Readings.of(decoded.explanation().value().get("body"));
    Map<String, ?> value = Explainer.message(Bytes.copyOf(input)).value();
    require(value.containsKey("apdu"), "a message has a name");
  }

  private static Decoder decoder() {
    SymmetricKey key = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
    return new Decoder(DecodeKeys.of(key, null, SystemTitle.ofHex("4d4d4d0000bc614e")));
  }

  private static byte[] behind(int tag, byte[] input) {
    byte[] all = new byte[input.length + 1];
    all[0] = (byte) tag;
    System.arraycopy(input, 0, all, 1, input.length);
    return all;
  }

  /**
   * Cuts octets into messages, each behind its length of two octets.
   *
   * @param from where to begin
   */
  public static List<byte[]> messages(byte[] input, int from) {
    List<byte[]> messages = new ArrayList<>();
    int position = from;
    while (position + 2 <= input.length) {
      int length = (input[position] & 0xFF) << 8 | (input[position + 1] & 0xFF);
      int to = Math.min(position + 2 + length, input.length);
      byte[] message = new byte[to - position - 2];
      System.arraycopy(input, position + 2, message, 0, message.length);
      messages.add(message);
      position = to;
    }
    return messages;
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("must hold: " + what);
    }
  }
}
