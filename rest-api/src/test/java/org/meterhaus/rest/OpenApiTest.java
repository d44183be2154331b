package org.meterhaus.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.rest.edge.Doors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("The OpenAPI document")
class OpenApiTest {
  private static final java.nio.file.Path DOCUMENT =
      java.nio.file.Path.of("../docs/api/openapi.yaml");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  @Test
  void has_exactly_the_routes_of_the_resources() throws IOException {
    assertThat(documented()).isEqualTo(implemented());
  }

  @Test
  void is_public_exactly_where_the_filter_lets_pass_without_a_token() throws IOException {
    for (var path : paths().entrySet()) {
      for (var operation : ((Map<?, ?>) path.getValue()).entrySet()) {
        String asked = path.getKey().toString().substring(1).replace("{code}", "not-found");
        boolean isPublic = ((Map<?, ?>) operation.getValue()).containsKey("security");

        assertThat(Doors.isOpen(operation.getKey().toString().toUpperCase(Locale.ROOT), asked))
            .as(operation.getKey() + " " + path.getKey())
            .isEqualTo(isPublic);
      }
    }
  }

  private static Set<String> documented() throws IOException {
    var routes = new TreeSet<String>();
    paths()
        .forEach((path, operations) ->
            ((Map<?, ?>) operations)
                .keySet().stream()
                    .filter(METHODS::contains)
                    .forEach(method -> routes.add(route(method.toString(), path.toString()))));
    return routes;
  }

  private static Set<String> implemented() {
    return RestApplication.RESOURCES.stream()
        .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()).flatMap(OpenApiTest::of))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> of(Method method) {
    Path base = method.getDeclaringClass().getAnnotation(Path.class);
    Path own = method.getAnnotation(Path.class);
    String path = "/" + base.value() + (own == null ? "" : "/" + own.value());
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .filter(type -> type.isAnnotationPresent(HttpMethod.class))
        .map(type -> route(type.getAnnotation(HttpMethod.class).value(), path));
  }

  private static String route(String method, String path) {
    return method.toUpperCase(Locale.ROOT) + " " + path;
  }

  private static Map<?, ?> paths() throws IOException {
    var document =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DOCUMENT));
    return (Map<?, ?>) Objects.requireNonNull(document.get("paths"));
  }
}
