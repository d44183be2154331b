package org.meterhaus.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A program that calls the REST API as one customer. */
public final class Rest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI root;
  private final String token;

  private Rest(URI root, String token) {
    this.root = root;
    this.token = token;
  }

  /** What came back: a status and a JSON body, which may be missing. */
  public record Answer(int status, JsonNode body) {
    /** The last part of a problem document's type. */
    public String problem() {
      return body.path("type").asText().replaceFirst(".*/", "");
    }
  }

  /** Signs in by the password grant. */
  public static Rest signIn(URI root, String username, String password) {
    String form =
        "grant_type=password&username=" + encoded(username) + "&password=" + encoded(password);
    Answer answer =
        send(
            HttpRequest.newBuilder(root.resolve("api/v1/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    if (answer.status() != 200) {
      throw new AssertionError("sign-in of " + username + " gave " + answer);
    }
    return new Rest(root, answer.body().get("access_token").asText());
  }

  /** The bearer token. */
  public String token() {
    return token;
  }

  /** GET {@code /api/v1/}{@code path}; the answer must be 200. */
  public JsonNode get(String path) {
    Answer answer = ask(path);
    if (answer.status() != 200) {
      throw new AssertionError("GET " + path + " gave " + answer);
    }
    return answer.body();
  }

  /** GET, whatever comes. */
  public Answer ask(String path) {
    return send(request(path).GET());
  }

  /** POST of a JSON body with further headers. */
  public Answer post(String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  /** PUT of a JSON body. */
  public Answer put(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve("api/v1/" + path))
        .header("Authorization", "Bearer " + token);
  }

  /** GET of any address without credentials, as text. */
  public static String text(URI address) {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(
              request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
