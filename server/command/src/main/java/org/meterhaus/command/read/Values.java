package org.meterhaus.command.read;

import org.meterhaus.command.Refusal;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.data.Data;

/** {@code TYPE:VALUE} of the command line; types as the standard names them. */
final class Values {

  private Values() {}

  static Data parse(String text) {
    int colon = text.indexOf(':');
    String type = colon < 0 ? text : text.substring(0, colon);
    String value = colon < 0 ? "" : text.substring(colon + 1);
    try {
      return switch (type) {
        case "null-data" -> new Data.NullData();
        case "boolean" -> new Data.Bool(bool(value));
        case "octet-string" -> new Data.OctetString(Bytes.ofHex(value));
        case "visible-string" -> new Data.VisibleString(value);
        case "utf8-string" -> new Data.Utf8String(value);
        case "integer" -> new Data.Integer8(Integer.parseInt(value));
        case "long" -> new Data.Long16(Integer.parseInt(value));
        case "double-long" -> new Data.DoubleLong(Integer.parseInt(value));
        case "long64" -> new Data.Long64(Long.parseLong(value));
        case "unsigned" -> new Data.Unsigned8(Integer.parseInt(value));
        case "long-unsigned" -> new Data.LongUnsigned(Integer.parseInt(value));
        case "double-long-unsigned" -> new Data.DoubleLongUnsigned(Long.parseLong(value));
        case "enum" -> new Data.Enumerated(Integer.parseInt(value));
        default -> throw new IllegalArgumentException("no type " + type);
      };
    } catch (IllegalArgumentException e) {
      throw new Refusal("expected TYPE:VALUE, such as unsigned:5, but was " + text, e);
    }
  }

  private static boolean bool(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
