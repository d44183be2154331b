package org.meterhaus.dlms.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.meterhaus.dlms.Bytes;

/** One published vector, as src/test/resources/vectors/README.md tells. */
public record Vector(String id, String kind, JsonNode json) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public Bytes hex() {
    return Bytes.ofHex(json.get("hex").asText());
  }

  public JsonNode expect() {
    return json.get("expect");
  }

  public String text(String field) {
    return json.get(field).asText();
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }

  /** The vectors of a file that are in this repository. */
  public static List<Vector> kept(String file, Predicate<Vector> wanted) {
    try (InputStream in = Vector.class.getResourceAsStream("/vectors/" + file)) {
      return read(Objects.requireNonNull(in, file), wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The vectors of the larger set beside the repository that are not in it, if that set is there:
   * not all of it may be copied.
   */
  public static List<Vector> beside(String file, Predicate<Vector> wanted) {
    Optional<Path> found = shared(file);
    if (found.isEmpty()) {
      return List.of();
    }
    Map<String, Vector> all = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(found.get())) {
      read(in, wanted).forEach(vector -> all.put(vector.id(), vector));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    kept(file, wanted).forEach(vector -> all.remove(vector.id()));
    return List.copyOf(all.values());
  }

  private static Optional<Path> shared(String file) {
    Path here = Path.of("").toAbsolutePath();
    for (Path directory = here; directory != null; directory = directory.getParent()) {
      Path candidate = directory.resolve("shared/vectors").resolve(file);
      if (Files.isReadable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static List<Vector> read(InputStream in, Predicate<Vector> wanted) throws IOException {
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode json : JSON.readTree(in)) {
      Vector vector = new Vector(json.get("id").asText(), json.get("kind").asText(), json);
      if (wanted.test(vector)) {
        vectors.add(vector);
      }
    }
    return vectors;
  }
}
