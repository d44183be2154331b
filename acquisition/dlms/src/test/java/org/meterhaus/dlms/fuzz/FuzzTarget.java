package org.meterhaus.dlms.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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
 * One taker of octets each. The budget of a run is what it allocates in all, garbage included, so
 * it bounds from above what is held at once; where a taker throws for each damaged frame of a
 * stream, exceptions are most of it, and an explanation is an object for each octet.
 */
public enum FuzzTarget {
  DATA(4, 10, FuzzTarget::data),
  COMPACT_ARRAY(4, 10, input -> data(behind(0x13, input))),
  DATE_TIME(4, 10, input -> CosemDateTime.of(Bytes.copyOf(input))),
  APDU(4, 10, FuzzTarget::apdu),
  ACSE(4, 10, input -> apdu(input.length == 0 ? input : behind(0x60 | (input[0] & 3), input))),
  GENERAL_CIPHERING(4, 10, FuzzTarget::generalCiphering),
  GENERAL_SIGNING(4, 10, FuzzTarget::generalSigning),
  PROTECTION(4, 10, SecurityFuzz::open),
  CERTIFICATE(4, 10, SecurityFuzz::certificate),
  HDLC_FRAME(4, 10, input -> HdlcFrame.decode(Bytes.copyOf(input))),
  HDLC_PARAMETERS(4, 10, input -> HdlcParameters.decode(Bytes.copyOf(input))),
  HDLC_STREAM(4, 5_000, input -> stream(new HdlcPushStream(65_535), input)),
  MBUS_FRAME(4, 10, input -> MbusFrame.decode(Bytes.copyOf(input))),
  MBUS_STREAM(4, 5_000, input -> stream(new MbusPushStream(65_535), input)),
  WRAPPER(4, 10, WrapperFuzz::take),
  EXPLAIN_MESSAGE(32, 5_000, FuzzTarget::explain),
  EXPLAIN_HDLC(32, 5_000, input -> decoder().hdlc(Bytes.copyOf(input))),
  EXPLAIN_MBUS(32, 5_000, input -> decoder().mbus(Bytes.copyOf(input))),
  SERVER(4, 2_000, ServerFuzz::take),
  CLIENT(4, 2_000, ClientFuzz::take);

  /** Takes octets; whatever is wrong with them is a {@link MeterException}. */
  interface Taker {
    void take(byte[] input) throws MeterException;
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Objects, exceptions and buffers of a run that do not depend on its input. */
  private final int constantMegabytes;

  private final int factor;

  @SuppressWarnings("ImmutableEnumChecker") // method references
  private final Taker taker;

  FuzzTarget(int constantMegabytes, int factor, Taker taker) {
    this.constantMegabytes = constantMegabytes;
    this.factor = factor;
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
   * @throws AssertionError if that took more memory than they account for
   */
  public void run(byte[] input) {
    long budget = ((long) constantMegabytes << 20) + (long) factor * input.length;
    long allocated = allocated(input);
    // What loads classes allocates on their behalf, but only once.
    for (int again = 0; again < 2 && allocated > budget; again++) {
      allocated = allocated(input);
    }
    if (allocated > budget) {
      throw new AssertionError(
          "%s allocated %d octets for an input of %d".formatted(word(), allocated, input.length));
    }
  }

  private long allocated(byte[] input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      taker.take(input);
    } catch (MeterException _) {
      // Refused in the terms of the protocol: as it should be.
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
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

  private static void stream(PushStream stream, byte[] input) {
    int chunk = input.length == 0 ? 1 : 1 + (input[0] & 0x3F);
    for (int from = 0; from < input.length; from += chunk) {
      stream.feed(input, from, Math.min(from + chunk, input.length));
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
