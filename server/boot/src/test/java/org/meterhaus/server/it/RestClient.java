package org.meterhaus.server.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Speaks to {@code /api/v1} as one customer or as nobody. Thread-safe. */
public final class RestClient {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private static final Map<String, RestClient> SIGNED_IN = new ConcurrentHashMap<>();
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);

  private final URI base;
  private final @Nullable String token;

  private RestClient(URI base, @Nullable String token) {
    this.base = base;
    this.token = token;
  }

  /** Nobody. */
  public static RestClient anonymous(RunningServer server) {
    return new RestClient(server.root().resolve("api/v1/"), null);
  }

  /** A customer, with a token that is kept for all tests: signing in is slow on purpose. */
  public static RestClient of(RunningServer server, String customer) {
    return SIGNED_IN.computeIfAbsent(server.root() + customer, _ -> signIn(server, customer));
  }

  /** A customer, with a token of its own. */
  public static RestClient signIn(RunningServer server, String customer) {
    var anonymous = anonymous(server);
    var answer = anonymous.form("oauth/token", credentials(customer, SeededHouse.PASSWORD));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("cannot sign in: " + answer.body());
    }
    return new RestClient(anonymous.base, json(answer).getString("access_token"));
  }

  /** The form that signs a customer in. */
  public static String credentials(String username, String password) {
    return "grant_type=password&username=%s&password=%s"
        .formatted(
            URLEncoder.encode(username, StandardCharsets.UTF_8),
            URLEncoder.encode(password, StandardCharsets.UTF_8));
  }

  /** {@code GET} of a path below the base. */
  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  /** Any method, with a JSON body unless it is empty. */
  public HttpResponse<String> json(String method, String path, String body, String... headers) {
    if (body.isEmpty()) {
      return send(method, path, BodyPublishers.noBody(), headers);
    }
    var all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    return send(method, path, BodyPublishers.ofString(body), all);
  }

  /** {@code POST} of a form. */
  public HttpResponse<String> form(String path, String form) {
    return send(
        "POST",
        path,
        BodyPublishers.ofString(form),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  /** Whatever else. */
  public HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_WITHIN).method(method, body);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The body of an answer as an object. */
  public static JsonObject json(HttpResponse<String> answer) {
    try (var reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }
}
