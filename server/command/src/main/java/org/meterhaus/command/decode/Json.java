package org.meterhaus.command.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain values as JSON and back. */
final class Json {

  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  private final ObjectMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(2 * Octets.MAX_OCTETS)
                          .maxNestingDepth(64)
                          .build())
                  .build())
          .build();

  JsonNode tree(@Nullable Object values) {
    return mapper.valueToTree(values);
  }

  /**
   * One object.
   *
   * @throws IllegalArgumentException if it is none
   */
  Map<String, Object> members(String line) {
    try {
      Map<String, Object> members = mapper.readValue(line, MEMBERS);
      if (members == null) {
        throw new IllegalArgumentException("a line is a JSON object");
      }
      return members;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON object: " + e.getOriginalMessage(), e);
    }
  }
}
