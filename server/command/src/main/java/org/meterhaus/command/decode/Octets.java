package org.meterhaus.command.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.meterhaus.command.Refusal;
import org.meterhaus.dlms.Bytes;

/** Octets as people have them: hex or base64 with whatever space between, or as they are. */
final class Octets {

  /** More is not explained: every octet may become an object. */
  static final int MAX_OCTETS = 4 << 20;

  private Octets() {}

  /**
   * Reads all there is, up to what is explained.
   *
   * @throws Refusal if there is more, or it cannot be read
   */
  static byte[] readAll(InputStream in) {
    try {
      // Two digits an octet, and as much again for space between them.
      byte[] all = in.readNBytes(4 * MAX_OCTETS + 1);
      if (all.length > 4 * MAX_OCTETS) {
        throw new Refusal("the input is larger than " + 4 * MAX_OCTETS + " octets");
      }
      return all;
    } catch (IOException e) {
      throw new Refusal("the input cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a file or standard input holds: text of one of both kinds, or else the octets. */
  static Bytes of(byte[] content) {
    return bounded(isText(content) ? ofText(ascii(content)) : Bytes.copyOf(content));
  }

  /** What was given as an argument. */
  static Bytes ofArgument(String text) {
    return bounded(ofText(text));
  }

  private static Bytes bounded(Bytes octets) {
    if (octets.size() > MAX_OCTETS) {
      throw new Refusal("at most " + MAX_OCTETS + " octets are explained, not " + octets.size());
    }
    return octets;
  }

  private static Bytes ofText(String text) {
    String digits = text.replaceAll("\\s", "");
    if (digits.isEmpty()) {
      throw new Refusal("there is nothing to decode");
    }
    int wrong = firstNotHex(digits);
    if (wrong == digits.length() && digits.length() % 2 == 0) {
      return Bytes.copyOf(HexFormat.of().parseHex(digits));
    }
    if (wrong == digits.length()) {
      throw new Refusal("hex has two digits an octet, but there are " + digits.length());
    }
    try {
      // Without its padding too much would look like base64.
      if (digits.length() % 4 == 0) {
        return Bytes.copyOf(Base64.getDecoder().decode(digits));
      }
    } catch (IllegalArgumentException _) {
      // Said below, in the terms of hex: that is what most people have.
    }
    throw new Refusal(
        "neither hex nor base64: character %d is '%s'"
            .formatted(wrong + 1, printable(digits.charAt(wrong))));
  }

  private static int firstNotHex(String digits) {
    int at = 0;
    while (at < digits.length() && HexFormat.isHexDigit(digits.charAt(at))) {
      at++;
    }
    return at;
  }

  private static String printable(char character) {
    return character >= ' ' && character < 0x7F
        ? String.valueOf(character)
        : "\\u%04x".formatted((int) character);
  }

  private static boolean isText(byte[] content) {
    for (byte octet : content) {
      if ((octet < ' ' || octet == 0x7F) && octet != '\n' && octet != '\r' && octet != '\t') {
        return false;
      }
    }
    return true;
  }

  private static String ascii(byte[] content) {
    return new String(content, StandardCharsets.US_ASCII);
  }
}
