package org.meterhaus.command.decode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.command.Refusal;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.decode.VectorDecoder;

/** A vector a line in, what it decodes into or why it does not a line out. */
final class Batch {

  /** Longer lines are refused: hex of the largest input, and room for the rest. */
  private static final int MAX_LINE = 2 * Octets.MAX_OCTETS + (1 << 20);

  /** How reasons begin, and the word for what is wrong. */
  private static final Map<String, String> WORDS =
      Map.of(
          "HCS is ", "hcs",
          "FCS is ", "fcs",
          "check sum is ", "checksum",
          "authentication tag ", "tag",
          "frame format type ", "format",
          "an address has ", "address",
          "no flag after ", "length",
          "a frame has at least ", "length",
          "no whole frame", "truncated",
          "short: ", "truncated");

  private final Json json = new Json();

  void run(BufferedReader in, PrintStream out) {
    try {
      for (String line = line(in); line != null; line = line(in)) {
        if (!line.isBlank()) {
          out.println(answer(line));
        }
      }
    } catch (IOException e) {
      throw new Refusal("the input cannot be read: " + e.getMessage(), e);
    } finally {
      out.flush();
    }
  }

  ObjectNode answer(String line) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    try {
      Map<String, Object> vector = json.members(line);
      node.set("id", json.tree(vector.get("id")));
      ObjectNode value = (ObjectNode) json.tree(VectorDecoder.decode(vector));
      node.put("ok", true).set("value", value);
    } catch (Malformed e) {
      refused(node, code(e.reason()) + e.getMessage());
      node.put("reason", e.reason());
      if (e.offset() >= 0) {
        node.put("offset", e.offset());
      }
    } catch (SecurityRefused e) {
      String reason = String.valueOf(e.getMessage());
      refused(node, code(reason) + reason);
    } catch (MeterException | VectorDecoder.Unsupported | IllegalArgumentException e) {
      refused(node, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // A fault of ours with one line must not cost the others.
      refused(node, "internal: " + e);
    }
    return node;
  }

  private static void refused(ObjectNode node, String error) {
    if (!node.has("id")) {
      node.putNull("id");
    }
    node.put("ok", false).put("error", error);
  }

  /** What is wrong in a word, if there is one. */
  private static String code(String reason) {
    for (Map.Entry<String, String> word : WORDS.entrySet()) {
      if (reason.startsWith(word.getKey())) {
        return word.getValue() + ": ";
      }
    }
    return "";
  }

  private static @Nullable String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int character = in.read();
    if (character < 0) {
      return null;
    }
    while (character >= 0 && character != '\n') {
      if (line.length() == MAX_LINE) {
        throw new Refusal("a line is longer than " + MAX_LINE + " characters");
      }
      line.append((char) character);
      character = in.read();
    }
    return line.toString();
  }
}
