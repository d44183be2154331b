package org.meterhaus.browser;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** The same questions as the page asks, asked without it. */
final class Rest {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String token;

  Rest(URI page, String username, String password) throws IOException, InterruptedException {
    this.base = page.resolve("api/v1/");
    String form =
        "grant_type=password&username=%s&password=%s"
            .formatted(encoded(username), encoded(password));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(base.resolve("oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    this.token = json(answer).get("access_token").getAsString();
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    return json(
        client.send(
            HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString()));
  }

  /** Makes somebody's token worthless. */
  void revoke(String other) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(base.resolve("oauth/token"))
                .header("Authorization", "Bearer " + other)
                .DELETE()
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 204) {
      throw new AssertionError("revoking answered " + answer.statusCode());
    }
  }

  /** What anybody can read. */
  JsonObject open(URI address) throws IOException, InterruptedException {
    return json(
        client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()));
  }

  private static JsonObject json(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          "%s answered %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
    }
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
