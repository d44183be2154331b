package org.meterhaus.dlms.explain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.ObisCode;

/** What octets without a type of their own most likely say to a reader. */
final class Texts {

  private static final List<String> CONFORMANCE =
      List.of(
          "reserved-zero",
          "general-protection",
          "general-block-transfer",
          "read",
          "write",
          "unconfirmed-write",
          "delta-value-encoding",
          "reserved-seven",
          "attribute0-supported-with-set",
          "priority-mgmt-supported",
          "attribute0-supported-with-get",
          "block-transfer-with-get-or-read",
          "block-transfer-with-set-or-write",
          "block-transfer-with-action",
          "multiple-references",
          "information-report",
          "data-notification",
          "access",
          "parameterized-access",
          "get",
          "set",
          "selective-access",
          "event-notification",
          "action");

  private Texts() {}

  /** A logical name, a date-time or a text; empty if it looks like none of them. */
  static String reading(Bytes octets) {
    if (octets.size() == 6 && octets.at(5) == 0xFF) {
      return ObisCode.of(octets).toString();
    }
    if (DateTimes.isLikely(octets)) {
      return DateTimes.text(octets);
    }
    return isPrintable(octets) ? quoted(ascii(octets)) : "";
  }

  static boolean isPrintable(Bytes octets) {
    for (int i = 0; i < octets.size(); i++) {
      if (octets.at(i) < 0x20 || octets.at(i) > 0x7E) {
        return false;
      }
    }
    return !octets.isEmpty();
  }

  static String ascii(Bytes octets) {
    return new String(octets.toArray(), StandardCharsets.US_ASCII);
  }

  /** In quotes, with control characters shown as dots: a capture must not steer a terminal. */
  static String quoted(String text) {
    StringBuilder safe = new StringBuilder("\"");
    text.chars().forEach(c -> safe.append(Character.isISOControl(c) ? '.' : (char) c));
    return safe.append('"').toString();
  }

  /** Such as 1-0:1.8.0.255. */
  static String obis(Bytes octets) {
    return "%d-%d:%d.%d.%d.%d"
        .formatted(
            octets.at(0), octets.at(1), octets.at(2), octets.at(3), octets.at(4), octets.at(5));
  }

  /** Such as 1.0.1.8.0.255. */
  static String dotted(Bytes octets) {
    return "%d.%d.%d.%d.%d.%d"
        .formatted(
            octets.at(0), octets.at(1), octets.at(2), octets.at(3), octets.at(4), octets.at(5));
  }

  /**
   * The services of a conformance block.
   *
   * @param bits 24, the first in the highest place
   */
  static List<Object> conformance(int bits) {
    List<Object> services = new ArrayList<>();
    for (int i = 0; i < CONFORMANCE.size(); i++) {
      if (((bits >> (23 - i)) & 1) == 1) {
        services.add(CONFORMANCE.get(i));
      }
    }
    return services;
  }
}
