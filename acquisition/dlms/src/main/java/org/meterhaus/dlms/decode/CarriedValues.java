package org.meterhaus.dlms.decode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.explain.Carried;
import org.meterhaus.dlms.explain.Carried.Block;
import org.meterhaus.dlms.explain.Explainer;
import org.meterhaus.dlms.explain.Framed;
import org.meterhaus.dlms.explain.Readings;

/** Frames and what they carry, as plain values. */
final class CarriedValues {

  private static final List<String> ENVELOPE =
      List.of("apdu", "systemTitle", "securityControl", "invocationCounter", "ciphertextHex");

  private final Opener opener;

  CarriedValues(Opener opener) {
    this.opener = opener;
  }

  /**
   * HDLC frames and their messages.
   *
   * @param wanted fields of each frame
   */
  Map<String, @Nullable Object> hdlc(Framed framed, List<String> wanted) throws MeterException {
    List<Object> frames = new ArrayList<>();
    framed.frames().forEach(frame -> frames.add(only(frame.value(), wanted)));
    List<Object> messages = new ArrayList<>();
    for (Carried carried : framed.messages()) {
      Map<String, @Nullable Object> message = blocks(carried);
      if (carried.apdu() != null) {
        apdu(carried.apdu(), message);
      }
      messages.add(message);
    }
    return Values.of("frames", frames, "messages", messages);
  }

  /** M-Bus frames, and their one message beside them. */
  Map<String, @Nullable Object> mbus(Framed framed) throws MeterException {
    if (framed.frames().isEmpty()) {
      throw Decoder.noFrame(framed);
    }
    List<Object> frames = new ArrayList<>();
    framed.frames().forEach(frame -> frames.add(frame.value()));
    Map<String, @Nullable Object> value = Values.of("frames", frames);
    for (Carried carried : framed.messages()) {
      if (carried.apdu() != null && !value.containsKey("apduHex")) {
        apdu(carried.apdu(), value);
      }
    }
    return value;
  }

  /** What was opened, beside what it was found in. */
  void plaintext(Opened opened, Map<String, @Nullable Object> value) throws Malformed {
    Map<String, @Nullable Object> plain = Explainer.message(opened.plaintext()).value();
    value.put("plaintextHex", opened.plaintext().toString());
    value.put("plaintext", plain);
    value.put("tagVerified", opened.tagVerified());
    if (plain.containsKey("body")) {
      value.put("readings", Readings.of(plain.get("body")));
    }
  }

  private void apdu(Bytes apdu, Map<String, @Nullable Object> message) throws MeterException {
    message.put("apduHex", apdu.toString());
    Map<String, @Nullable Object> facts;
    try {
      facts = Explainer.message(apdu).value();
    } catch (Malformed e) {
      message.put("note", "APDU not standard A-XDR: " + e.reason());
      return;
    }
    Decoder.Sealed sealed = Decoder.Sealed.of(apdu, facts);
    if (sealed == null) {
      plain(facts, message);
      return;
    }
    message.put("ciphered", only(facts, ENVELOPE));
    Opened opened = opener.open(sealed.octets(), sealed.facts(), sealed.sender());
    if (opened != null) {
      message.put("plaintextHex", opened.plaintext().toString());
      message.put("tagVerified", opened.tagVerified());
      plain(Explainer.message(opened.plaintext()).value(), message);
    }
  }

  private static void plain(
      Map<String, @Nullable Object> facts, Map<String, @Nullable Object> message) {
    message.put("apdu", facts);
    if (facts.containsKey("body")) {
      message.put("readings", Readings.of(facts.get("body")));
    }
  }

  private static Map<String, @Nullable Object> blocks(Carried carried) {
    if (carried.blocks().isEmpty()) {
      return Values.of("framing", "plain");
    }
    boolean finished = carried.isFinished();
    List<Object> blocks = new ArrayList<>();
    for (Block block : carried.blocks()) {
      Map<String, @Nullable Object> value = Values.of("lastBlock", block.last());
      value.put("streaming", block.streaming());
      value.put("window", block.window());
      value.put("blockNumber", block.number());
      value.put("blockNumberAck", block.acknowledged());
      if (finished) {
        value.put("length", block.data().size());
      }
      blocks.add(value);
    }
    Map<String, @Nullable Object> message =
        Values.of("framing", finished ? "gbt" : "gbt-incomplete", "gbtBlocks", blocks);
    message.put("inSequence", carried.inSequence());
    return message;
  }

  private static Map<String, @Nullable Object> only(
      Map<String, @Nullable Object> facts, List<String> wanted) {
    Map<String, @Nullable Object> some = new LinkedHashMap<>();
    for (String name : wanted) {
      if (facts.containsKey(name)) {
        some.put(name, facts.get(name));
      }
    }
    return some;
  }
}
