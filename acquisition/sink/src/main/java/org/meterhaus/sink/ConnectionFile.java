package org.meterhaus.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.sink.collect.MeterConnection;
import org.meterhaus.sink.roles.MeterId;

/**
 * Which meters a sink reads, with their keys: a JSON file that is written where the keys are made.
 *
 * <pre>{@code
 * {"format": "meterhaus-connections-1", "building": "lindenhof", "sink": "sink-lindenhof",
 *  "meters": [{"id": "MHV0000000000101", "host": "127.0.0.1", "port": 40123, "sap": 1,
 *              "systemTitle": "4D48560000000065", "encryptionKey": "32 hex", "authenticationKey": "32 hex"}]}
 * }</pre>
 *
 * @param sink id of the sink
 * @param meters in the order of the file
 */
public record ConnectionFile(String sink, List<MeterConnection> meters) {
  private static final String FORMAT = "meterhaus-connections-1";
  private static final Set<String> FILE_KEYS = Set.of("format", "building", "sink", "meters");

  /**
   * The system title is what the meter says itself when it is associated; pushes are known by it,
   * and not heard of a meter that has none here.
   */
  private static final Set<String> METER_KEYS =
      Set.of("id", "host", "port", "sap", "systemTitle", "encryptionKey", "authenticationKey");

  public ConnectionFile {
    meters = List.copyOf(meters);
  }

  /**
   * Reads the file; a key that is missing, unknown or of another type is refused with its place.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if something in it is wrong; keys are never repeated in the
   *     message
   */
  public static ConnectionFile read(Path file) throws IOException {
    JsonNode root;
    try {
      root =
          JsonMapper.builder()
              .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
              .build()
              .readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      // the message would quote what stands there: perhaps a key
      throw new IllegalArgumentException(
          "%s is no JSON (line %d)".formatted(file, e.getLocation().getLineNr()));
    }
    try {
      requireKeys(root, FILE_KEYS, "the file");
      if (!FORMAT.equals(root.path("format").asText())) {
        throw new IllegalArgumentException("format must be " + FORMAT);
      }
      List<MeterConnection> meters = new ArrayList<>();
      for (JsonNode meter : root.path("meters")) {
        meters.add(meter(meter, "meters[%d]".formatted(meters.size())));
      }
      return new ConnectionFile(text(root, "sink", "the file"), meters);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static MeterConnection meter(JsonNode node, String place) {
    requireKeys(node, METER_KEYS, place);
    try {
      return new MeterConnection(
          new MeterId(text(node, "id", place)),
          text(node, "host", place),
          integer(node, "port", place),
          integer(node, "sap", place),
          SymmetricKey.ofHex(text(node, "encryptionKey", place)),
          SymmetricKey.ofHex(text(node, "authenticationKey", place)),
          node.has("systemTitle")
              ? Optional.of(SystemTitle.ofHex(text(node, "systemTitle", place)))
              : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(place, e.getMessage()), e);
    }
  }

  private static void requireKeys(JsonNode node, Set<String> known, String place) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(place + " must be an object");
    }
    for (String key : (Iterable<String>) node::fieldNames) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException("%s has an unknown key '%s'".formatted(place, key));
      }
    }
  }

  private static String text(JsonNode node, String key, String place) {
    JsonNode value = node.path(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("%s must have a text '%s'".formatted(place, key));
    }
    return value.textValue();
  }

  private static int integer(JsonNode node, String key, String place) {
    JsonNode value = node.path(key);
    if (!value.isInt()) {
      throw new IllegalArgumentException("%s must have a whole number '%s'".formatted(place, key));
    }
    return value.intValue();
  }
}
