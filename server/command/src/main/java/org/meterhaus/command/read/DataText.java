package org.meterhaus.command.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.data.Data;

/** Values for people and for programs. */
final class DataText {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7E;

  private DataText() {}

  /** One line; octet-strings as time, text or hex, whichever they look like. */
  static String of(Data data) {
    return switch (data) {
      case Data.NullData _ -> "null";
      case Data.Bool(boolean value) -> String.valueOf(value);
      case Data.Array(List<Data> elements) -> joined(elements, "[", "]");
      case Data.Structure(List<Data> elements) -> joined(elements, "{", "}");
      case Data.CompactArray(var _, List<Data> elements) -> joined(elements, "[", "]");
      case Data.OctetString(Bytes octets) -> text(octets);
      case Data.DateTime(Bytes octets) -> text(octets);
      case Data.VisibleString(String value) -> value;
      case Data.Utf8String(String value) -> value;
      case Data.Float32(float value) -> String.valueOf(value);
      case Data.Float64(double value) -> String.valueOf(value);
      case Data.Long64Unsigned(long value) -> Long.toUnsignedString(value);
      default -> number(data);
    };
  }

  /** {@code {"type", "value" | "hex" | "elements"}}, as the standard names the types. */
  static ObjectNode json(Data data) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("type", data.typeName());
    switch (data) {
      case Data.NullData _, Data.DontCare _ -> {}
      case Data.Bool(boolean value) -> node.put("value", value);
      case Data.Array(List<Data> elements) -> elements(node, elements);
      case Data.Structure(List<Data> elements) -> elements(node, elements);
      case Data.CompactArray(var _, List<Data> elements) -> elements(node, elements);
      case Data.OctetString(Bytes octets) -> octets(node, octets);
      case Data.DateTime(Bytes octets) -> octets(node, octets);
      case Data.Date(Bytes octets) -> octets(node, octets);
      case Data.Time(Bytes octets) -> octets(node, octets);
      case Data.VisibleString(String value) -> node.put("value", value);
      case Data.Utf8String(String value) -> node.put("value", value);
      case Data.Float32(float value) -> node.put("value", value);
      case Data.Float64(double value) -> node.put("value", value);
      case Data.Long64Unsigned(long value) -> node.put("value", Long.toUnsignedString(value));
      default -> {
        try {
          node.put("value", data.asLong());
        } catch (Malformed _) {
          node.put("value", data.toString()); // a type that no meter here has sent yet
        }
      }
    }
    return node;
  }

  private static void elements(ObjectNode node, List<Data> elements) {
    ArrayNode array = node.putArray("elements");
    elements.forEach(element -> array.add(json(element)));
  }

  private static void octets(ObjectNode node, Bytes octets) {
    node.put("hex", octets.toString());
    String text = text(octets);
    if (!text.equals(octets.toString())) {
      node.put("text", text);
    }
  }

  private static String joined(List<Data> elements, String open, String close) {
    return elements.stream().map(DataText::of).collect(Collectors.joining(", ", open, close));
  }

  private static String text(Bytes octets) {
    if (octets.size() == CosemDateTime.OCTETS) {
      try {
        return CosemDateTime.of(octets).toInstant().toString();
      } catch (Malformed | IllegalArgumentException _) {
        // Twelve octets of something else.
      }
    }
    boolean printable = !octets.isEmpty();
    for (int i = 0; printable && i < octets.size(); i++) {
      printable = octets.at(i) >= FIRST_PRINTABLE && octets.at(i) <= LAST_PRINTABLE;
    }
    return printable ? new String(octets.toArray(), StandardCharsets.US_ASCII) : octets.toString();
  }

  private static String number(Data data) {
    try {
      return String.valueOf(data.asLong());
    } catch (Malformed _) {
      return data.toString();
    }
  }
}
