package org.meterhaus.command.decode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.decode.Decoded;
import org.meterhaus.dlms.decode.Inside;
import org.meterhaus.dlms.explain.Explanation;
import org.meterhaus.dlms.explain.Part;

/** Octets and what they mean, as lines of text or as JSON. */
final class Tree {

  private static final int SHOWN_OCTETS = 8;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Tree() {}

  static void print(Decoded decoded, PrintStream out) {
    out.println("offset length octets             meaning");
    print(decoded.explanation(), out);
    decoded.inside().forEach(inside -> print(inside, out));
  }

  private static void print(Inside inside, PrintStream out) {
    String tag =
        inside.tagVerified() == null ? "" : inside.tagVerified() ? ", tag right" : ", tag wrong";
    String problem = inside.problem() == null ? "" : ": " + inside.problem();
    out.println();
    out.println("-- " + inside.title() + tag + problem);
    if (inside.explanation() != null) {
      print(inside.explanation(), out);
    }
    inside.inside().forEach(deeper -> print(deeper, out));
  }

  private static void print(Explanation explanation, PrintStream out) {
    print(explanation.parts(), explanation.octets(), "", out);
  }

  private static void print(List<Part> parts, Bytes octets, String indent, PrintStream out) {
    for (Part part : parts) {
      String shown = part.parts().isEmpty() ? shown(part, octets) : "";
      String meaning = part.meaning().isEmpty() ? "" : ": " + part.meaning();
      out.printf(
          "%6d %6d %-18s %s%s%s%n",
          part.offset(), part.length(), shown, indent, part.name(), meaning);
      print(part.parts(), octets, indent + "  ", out);
    }
  }

  private static String shown(Part part, Bytes octets) {
    int shown = Math.min(part.length(), SHOWN_OCTETS);
    String hex = octets.slice(part.offset(), part.offset() + shown).toString();
    return part.length() > shown ? hex + ".." : hex;
  }

  static ObjectNode json(String format, Decoded decoded, Json values) {
    ObjectNode node = NODES.objectNode().put("format", format);
    put(node, decoded.explanation(), values);
    node.set("inside", inside(decoded.inside(), values));
    ArrayNode damaged = node.putArray("damaged");
    decoded
        .damaged()
        .forEach(
            each -> damaged.addObject().put("offset", each.offset()).put("reason", each.reason()));
    return node;
  }

  private static ArrayNode inside(List<Inside> all, Json values) {
    ArrayNode nodes = NODES.arrayNode();
    for (Inside each : all) {
      ObjectNode node = nodes.addObject().put("title", each.title());
      node.put("tagVerified", each.tagVerified()).put("problem", each.problem());
      if (each.explanation() != null) {
        put(node, each.explanation(), values);
      }
      node.set("inside", inside(each.inside(), values));
    }
    return nodes;
  }

  private static void put(ObjectNode node, Explanation explanation, Json values) {
    node.put("hex", explanation.octets().toString());
    node.set("value", values.tree(explanation.value()));
    node.set("parts", parts(explanation.parts()));
  }

  private static ArrayNode parts(List<Part> parts) {
    ArrayNode nodes = NODES.arrayNode();
    for (Part part : parts) {
      ObjectNode node = nodes.addObject();
      node.put("offset", part.offset()).put("length", part.length());
      node.put("name", part.name()).put("meaning", part.meaning());
      if (!part.parts().isEmpty()) {
        node.set("parts", parts(part.parts()));
      }
    }
    return nodes;
  }
}
