package org.meterhaus.dlms.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.explain.Carried;
import org.meterhaus.dlms.explain.Explainer;
import org.meterhaus.dlms.explain.Explanation;
import org.meterhaus.dlms.explain.Framed;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * Takes octets apart and opens what its keys open. Stateless but for the keys.
 *
 * <p>What cannot be opened or is no message inside good frames is told, not thrown: a recording is
 * seldom without fault.
 */
public final class Decoder {

  /** The problem of what is protected and stays closed. */
  public static final String NO_KEY = "no key for it";

  private static final int MAX_DEPTH = 4;
  private static final int WRAPPER_OCTETS = 8;

  private final Opener opener;

  /** With what is known of the parties. */
  public Decoder(DecodeKeys keys) {
    this.opener = new Opener(keys);
  }

  /**
   * One APDU.
   *
   * @throws Malformed if it is none, with the octet where that shows
   */
  public Decoded message(Bytes octets) throws Malformed {
    Explanation explanation = Explainer.message(octets);
    return new Decoded(explanation, inside(octets, explanation.value(), MAX_DEPTH), List.of());
  }

  /**
   * One APDU behind the wrapper of TCP and UDP.
   *
   * @throws Malformed if header or APDU are wrong
   */
  public Decoded wrapper(Bytes octets) throws Malformed {
    Explanation explanation = Explainer.wrapper(octets);
    Map<?, ?> apdu = (Map<?, ?>) explanation.value().get("apdu");
    Bytes message = octets.slice(WRAPPER_OCTETS, octets.size());
    return new Decoded(
        explanation, apdu == null ? List.of() : inside(message, apdu, MAX_DEPTH), List.of());
  }

  /**
   * HDLC frames.
   *
   * @throws Malformed if there are none, or too many to explain
   */
  public Decoded hdlc(Bytes octets) throws Malformed {
    return framed(Explainer.hdlc(octets));
  }

  /**
   * Long frames of the wired M-Bus.
   *
   * @throws Malformed if there are none, or too many to explain
   */
  public Decoded mbus(Bytes octets) throws Malformed {
    return framed(Explainer.mbus(octets));
  }

  private Decoded framed(Framed framed) throws Malformed {
    if (framed.frames().isEmpty()) {
      throw noFrame(framed);
    }
    List<Inside> messages = new ArrayList<>();
    for (Carried carried : framed.messages()) {
      Inside message = carried(carried);
      if (carried.explained()) {
        messages.addAll(message.inside());
      } else {
        messages.add(message);
      }
    }
    return new Decoded(framed.explanation(), messages, framed.damaged());
  }

  static Malformed noFrame(Framed framed) {
    return framed.damaged().isEmpty()
        ? new Malformed("no whole frame", framed.explanation().octets().size())
        : framed.damaged().getFirst();
  }

  private Inside carried(Carried carried) {
    String title =
        carried.blocks().isEmpty()
            ? "message"
            : "message in %d blocks".formatted(carried.blocks().size());
    Bytes apdu = carried.apdu();
    if (apdu == null) {
      return new Inside(title, null, null, "blocks are missing or out of sequence", List.of());
    }
    try {
      Explanation explanation = Explainer.message(apdu);
      return new Inside(
          title, explanation, null, null, inside(apdu, explanation.value(), MAX_DEPTH));
    } catch (Malformed e) {
      return new Inside(title, null, null, e.getMessage(), List.of());
    }
  }

  private List<Inside> inside(Bytes message, Map<?, ?> facts, int depth) {
    Sealed sealed = Sealed.of(message, facts);
    if (sealed == null || depth == 0) {
      return List.of();
    }
    String title = "plaintext of " + sealed.facts().get("apdu");
    Opened opened;
    try {
      opened = opener.open(sealed.octets(), sealed.facts(), sealed.sender());
    } catch (MeterException e) {
      return List.of(new Inside(title, null, null, e.getMessage(), List.of()));
    }
    if (opened == null) {
      return List.of(new Inside(title, null, null, NO_KEY, List.of()));
    }
    try {
      Explanation explanation = Explainer.message(opened.plaintext());
      return List.of(
          new Inside(
              title,
              explanation,
              opened.tagVerified(),
              null,
              inside(opened.plaintext(), explanation.value(), depth - 1)));
    } catch (Malformed e) {
      String problem = "not a message, so the key may be another: " + e.getMessage();
      return List.of(new Inside(title, null, opened.tagVerified(), problem, List.of()));
    }
  }

  /** The protected message in a message, if there is one. */
  record Sealed(Bytes octets, Map<?, ?> facts, @Nullable Bytes senderTitle) {

    static @Nullable Sealed of(Bytes message, Map<?, ?> facts) {
      if (facts.containsKey("ciphertextHex")) {
        return new Sealed(message, facts, null);
      }
      if (facts.get("userInformation") instanceof Map<?, ?> user
          && facts.get("userInformationHex") instanceof String hex) {
        Object calling = facts.get("callingApTitle");
        Object title = calling == null ? facts.get("respondingApTitle") : calling;
        Sealed inner = of(Bytes.ofHex(hex), user);
        return inner == null || !(title instanceof String text)
            ? inner
            : new Sealed(inner.octets, inner.facts, Bytes.ofHex(text));
      }
      if (facts.get("content") instanceof Map<?, ?> content
          && facts.get("contentHex") instanceof String hex) {
        return of(Bytes.ofHex(hex), content);
      }
      return null;
    }

    @Nullable SystemTitle sender() {
      return senderTitle != null && senderTitle.size() == SystemTitle.OCTETS
          ? new SystemTitle(senderTitle)
          : null;
    }
  }
}
