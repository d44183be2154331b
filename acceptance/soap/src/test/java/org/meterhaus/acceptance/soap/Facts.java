package org.meterhaus.acceptance.soap;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What an answer says, without how it says it: every leaf by its path, such as {@code
 * value[3]/valueWh}. A JSON null and an absent element are both nothing; an attribute is as good as
 * an element; numbers and instants are compared by their value.
 */
final class Facts {

  private Facts() {}

  /**
   * @param names of JSON on the left, of XML on the right, where they differ
   */
  static SortedMap<String, String> of(JsonNode json, Map<String, String> names) {
    var facts = new TreeMap<String, String>();
    collect(json, "", names, facts);
    return facts;
  }

  static SortedMap<String, String> of(Element xml) {
    var facts = new TreeMap<String, String>();
    collect(xml, "", facts);
    return facts;
  }

  private static void collect(
      JsonNode json, String path, Map<String, String> names, Map<String, String> facts) {
    if (json.isObject()) {
      json.properties()
          .forEach(field -> {
            var name = names.getOrDefault(field.getKey(), field.getKey());
            if (field.getValue().isArray()) {
              for (int i = 0; i < field.getValue().size(); i++) {
                var place = path + "/" + name + "[" + i + "]";
                collect(field.getValue().get(i), place, names, facts);
              }
            } else {
              collect(field.getValue(), path + "/" + name + "[0]", names, facts);
            }
          });
    } else if (!json.isNull()) {
      facts.put(path, normal(json.asText()));
    }
  }

  private static void collect(Element xml, String path, Map<String, String> facts) {
    var counts = new HashMap<String, Integer>();
    var attributes = xml.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      var attribute = attributes.item(i);
      if (attribute.getNamespaceURI() == null) {
        facts.put(path + "/" + attribute.getNodeName() + "[0]", normal(attribute.getNodeValue()));
      }
    }
    for (Node child = xml.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        int position = counts.merge(element.getLocalName(), 1, Integer::sum) - 1;
        collect(element, path + "/" + element.getLocalName() + "[" + position + "]", facts);
      }
    }
    if (counts.isEmpty() && !xml.getTextContent().isBlank()) {
      facts.put(path, normal(xml.getTextContent()));
    }
  }

  private static String normal(String text) {
    if (text.matches("-?\\d+(\\.\\d+)?")) {
      return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }
    try {
      return Instant.parse(text).toString();
    } catch (DateTimeParseException _) {
      // not an instant: as it is
      return text;
    }
  }
}
