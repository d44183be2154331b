package org.meterhaus.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.meterhaus.dlms.security.SymmetricKey;

/**
 * How a head-end reaches a sink: what {@code sink.json} says, for its owner alone. The keys are
 * made once; the address is written at each start of the sink.
 */
final class SinkConnection {
  private static final String FORMAT = "meterhaus-sink-1";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode content;

  private SinkConnection(ObjectNode content) {
    this.content = content;
  }

  /**
   * Reads the file.
   *
   * @throws Refusal if it is not there or is something else; keys are never repeated
   */
  static SinkConnection read(Path file) {
    try {
      JsonNode content = JSON.readTree(file.toFile());
      if (content instanceof ObjectNode object && object.path("format").asText().equals(FORMAT)) {
        return new SinkConnection(object);
      }
      throw new Refusal(file + " is not a sink's connection file");
    } catch (IOException e) {
      throw new Refusal(
          "cannot read the sink's connection file " + file + ": " + e.getClass().getSimpleName(),
          e);
    }
  }

  /** Reads the file, or makes it with new keys and no address yet. */
  static SinkConnection readOrMake(Path file, SecureRandom random) {
    if (Files.exists(file)) {
      return read(file);
    }
    ObjectNode content = JSON.createObjectNode();
    content.put("format", FORMAT);
    content.put("encryptionKey", key(random));
    content.put("authenticationKey", key(random));
    SinkConnection made = new SinkConnection(content);
    made.write(file);
    return made;
  }

  /** Says where the sink listens now, on disk when this returns. */
  void listens(Path file, String sink, String host, int port) {
    content.put("sink", sink);
    content.put("host", host);
    content.put("port", port);
    write(file);
  }

  String sink() {
    return content.path("sink").asText();
  }

  String host() {
    return content.path("host").asText();
  }

  /** 1..65535, or 0 before the sink has run. */
  int port() {
    return content.path("port").asInt();
  }

  SymmetricKey encryptionKey() {
    return SymmetricKey.ofHex(content.path("encryptionKey").asText());
  }

  SymmetricKey authenticationKey() {
    return SymmetricKey.ofHex(content.path("authenticationKey").asText());
  }

  private void write(Path file) {
    try {
      OwnerFile.write(file, JSON.writeValueAsBytes(content));
    } catch (IOException e) {
      throw new Refusal("cannot write " + file + ": " + e, e);
    }
  }

  private static String key(SecureRandom random) {
    byte[] octets = new byte[SymmetricKey.OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }
}
