package org.meterhaus.dlms.decode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.explain.Explainer;
import org.meterhaus.dlms.explain.Explanation;
import org.meterhaus.dlms.explain.Framed;
import org.meterhaus.dlms.explain.Readings;
import org.meterhaus.dlms.hdlc.FrameCheck;
import org.meterhaus.dlms.security.GeneralSigning;
import org.meterhaus.dlms.security.SymmetricKey;

/**
 * Decodes published test vectors into the form that they expect: maps, lists, texts, numbers,
 * booleans and nulls.
 *
 * <p>A vector is a map with its {@code kind}, {@code hex}, and where it is protected {@code keys},
 * {@code systemTitle} and the like; a {@code file} of another format than DLMS is not supported.
 */
public final class VectorDecoder {

  /** A vector of a kind or format that there is nothing here for. */
  public static final class Unsupported extends Exception {
    private static final long serialVersionUID = 1L;

    Unsupported(String what) {
      super("unsupported: " + what);
    }
  }

  private static final List<String> SHORT_FRAME =
      List.of("length", "segmented", "control", "hcs", "fcs");
  private static final int CHECK_OCTETS = 2;

  private final Fields vector;
  private final Opener opener;
  private final CarriedValues carried;

  private VectorDecoder(Fields vector) {
    this.vector = vector;
    this.opener = new Opener(vector.keys());
    this.carried = new CarriedValues(opener);
  }

  /**
   * What a vector decodes into.
   *
   * @throws MeterException if it does not decode, with the reason and the octet where that shows
   * @throws Unsupported if nothing here decodes its kind
   * @throws IllegalArgumentException if it is no vector: a member is missing or of another form
   */
  public static Map<String, @Nullable Object> decode(Map<String, ?> vector)
      throws MeterException, Unsupported {
    Fields fields = new Fields(vector);
    return new VectorDecoder(fields).value(fields.text("kind"));
  }

  private Map<String, @Nullable Object> value(String kind) throws MeterException, Unsupported {
    String file = vector.textOr("file", "");
    if (file.contains("sml") || file.contains("p1")) {
      throw new Unsupported("SML and P1 have no decoder yet");
    }
    if (kind.startsWith("frame:") || kind.startsWith("stream:") || kind.startsWith("han-push:")) {
      return hdlc(kind);
    }
    if (kind.startsWith("mbus:")) {
      return carried.mbus(Explainer.mbus(vector.octets("hex")));
    }
    if (kind.startsWith("data:")) {
      Bytes octets = vector.octets("hex");
      return kind.equals("data:object-list")
          ? Explainer.objectList(octets).value()
          : Explainer.data(octets).value();
    }
    return switch (kind) {
      case "malformed" -> malformed(file);
      case "address" -> Explainer.hdlcAddress(vector.octets("hex")).value();
      case "fcs" -> Map.of("fcs", check(vector.octets("hex")));
      case "wrapper" -> Explainer.wrapper(vector.octets("hex")).value();
      case "cosem-date-time" -> Explainer.dateTime(vector.octets("hex")).value();
      case "axdr-length" -> Explainer.length(vector.octets("hex")).value();
      case "conformance" -> Explainer.conformance(vector.octets("hex")).value();
      case "obis-text" -> obis(vector.octets("hex"));
      case "han-notification-body" -> {
        var value = new LinkedHashMap<>(Explainer.data(vector.octets("hex")).value());
        value.put("readings", Readings.of(value.get("data")));
        yield value;
      }
      case "bad-tag" -> isContent(vector.octets("hex")) ? content() : message(kind);
      case "general-ciphering:agreed-key" -> agreedKey();
      case "key-wrap" -> Proofs.keyWrap(vector);
      default -> kind.startsWith("hls-") ? Proofs.hls(kind, vector) : message(kind);
    };
  }

  private static String check(Bytes octets) {
    int check = FrameCheck.of(octets.toArray(), 0, octets.size());
    return Bytes.of(check & 0xFF, check >>> 8).toString();
  }

  private static Map<String, @Nullable Object> obis(Bytes octets) throws Malformed {
    if (octets.size() != 6) {
      throw new Malformed("an OBIS code has 6 octets, not " + octets.size(), 0);
    }
    return Values.of("text", Values.obis(octets), "hex", octets.toString());
  }

  /** A vector that is to be refused; frames of one can all be good, only their order is not. */
  private Map<String, @Nullable Object> malformed(String file) throws MeterException {
    Bytes octets = vector.octets("hex");
    if (file.contains("mbus") || (file.isEmpty() && !octets.isEmpty() && octets.at(0) == 0x68)) {
      return refusedUnlessWhole(Explainer.mbus(octets), false);
    }
    if (file.contains("hdlc") || (file.isEmpty() && !octets.isEmpty() && octets.at(0) == 0x7E)) {
      return refusedUnlessWhole(Explainer.hdlc(octets), true);
    }
    return Explainer.message(octets).value();
  }

  private Map<String, @Nullable Object> refusedUnlessWhole(Framed framed, boolean hdlc)
      throws MeterException {
    if (!framed.damaged().isEmpty() || framed.frames().isEmpty()) {
      throw Decoder.noFrame(framed);
    }
    List<Object> numbers = new ArrayList<>();
    boolean disordered = false;
    for (var message : framed.messages()) {
      disordered |= !message.blocks().isEmpty() && !message.inSequence();
      message.blocks().forEach(block -> numbers.add(block.number()));
    }
    if (disordered) {
      return Values.of("frames", framed.frames().size(), "gbtBlockNumbers", numbers);
    }
    for (var message : framed.messages()) {
      if (message.apdu() != null) {
        Explainer.message(message.apdu());
      }
    }
    return hdlc ? carried.hdlc(framed, SHORT_FRAME) : carried.mbus(framed);
  }

  private Map<String, @Nullable Object> hdlc(String kind) throws MeterException {
    Framed framed = Explainer.hdlc(vector.octets("hex"));
    if (kind.startsWith("stream:")) {
      List<Object> good = new ArrayList<>();
      framed.frames().forEach(frame -> good.add(frame.octets().toString()));
      List<Object> frames = new ArrayList<>();
      framed.frames().forEach(frame -> frames.add(frame.value()));
      return Values.of("frames", frames, "goodFrames", good);
    }
    if (framed.frames().isEmpty()) {
      throw Decoder.noFrame(framed);
    }
    if (kind.startsWith("frame:")) {
      if (!framed.damaged().isEmpty()) {
        throw framed.damaged().getFirst();
      }
      return framed.frames().getFirst().value();
    }
    return carried.hdlc(framed, SHORT_FRAME);
  }

  /** No security control octet in use is as high as the tags of protected messages. */
  private static boolean isContent(Bytes octets) {
    return !octets.isEmpty() && octets.at(0) < 0xC8;
  }

  /** Security control, invocation counter, text and tag, without anything around them. */
  private Map<String, @Nullable Object> content() throws MeterException {
    Opened opened = opener.openContent(vector.octets("hex"));
    if (opened == null) {
      throw new SecurityRefused(Decoder.NO_KEY);
    }
    return Values.of(
        "plaintextHex", opened.plaintext().toString(), "tagVerified", opened.tagVerified());
  }

  /**
   * Ciphertext and tag under a key that both agreed on. What else was authenticated is not there,
   * so the tag cannot be checked.
   */
  private Map<String, @Nullable Object> agreedKey() throws MeterException {
    Bytes octets = vector.octets("hex");
    SymmetricKey key = vector.key("derivedEncryptionKey");
    if (key == null || octets.size() < 12) {
      throw new SecurityRefused(Decoder.NO_KEY);
    }
    int text = octets.size() - 12;
    Bytes plain =
        opener.decrypted(
            Integer.parseInt(vector.text("securityControl"), 16),
            Long.parseLong(vector.text("invocationCounter"), 16),
            octets.slice(0, text),
            key);
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("plaintextHex", plain.toString());
    value.put("plaintext", Explainer.message(plain).value());
    value.put("ciphertextHex", octets.slice(0, text).toString());
    value.put("tagAsPublished", octets.slice(text, octets.size()).toString());
    return value;
  }

  private Map<String, @Nullable Object> message(String kind) throws MeterException, Unsupported {
    if (!vector.has("hex")) {
      throw new Unsupported("there are no octets to decode in a vector of kind " + kind);
    }
    Bytes octets = vector.octets("hex");
    Explanation explanation = Explainer.message(octets);
    Map<String, @Nullable Object> apdu = explanation.value();
    boolean open = kind.endsWith(":ciphered") || apdu.containsKey("ciphertextHex");
    Decoder.Sealed sealed = open ? Decoder.Sealed.of(octets, apdu) : null;
    if (sealed == null && !"general-signing".equals(apdu.get("apdu"))) {
      Map<String, @Nullable Object> value = new LinkedHashMap<>(apdu);
      if (kind.startsWith("data-notification:")) {
        value.put("readings", Readings.of(value.get("body")));
      }
      return value;
    }
    Map<String, @Nullable Object> value = Values.of("apdu", apdu);
    if ("general-signing".equals(apdu.get("apdu"))) {
      GeneralSigning signing = GeneralSigning.decode(octets);
      value.put("signedHex", octets.slice(1, octets.size() - trailer(signing)).toString());
      value.put("signatureValid", opener.isSigned(signing));
    }
    Opened opened = sealed == null ? null : opened(sealed, octets);
    if (opened != null) {
      carried.plaintext(opened, value);
    }
    return value;
  }

  private @Nullable Opened opened(Decoder.Sealed sealed, Bytes octets) throws MeterException {
    try {
      return opener.open(sealed.octets(), sealed.facts(), sealed.sender());
    } catch (SecurityRefused e) {
      throw sealed.octets().equals(octets) ? Opener.placed(e, octets) : e;
    }
  }

  /** Octets of a signature with the length before it. */
  private static int trailer(GeneralSigning signing) {
    int size = signing.signature().size();
    return size + (size < 0x80 ? 1 : size < 0x100 ? 2 : CHECK_OCTETS + 1);
  }
}
