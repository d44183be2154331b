package org.meterhaus.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has the running house derive a span anew, and shows how far it is. */
@Command(
    name = "reprocess",
    description = {
      "Derives the clean values of a span anew with a rule set, in the house that `up` runs from the same --data.",
      "The rule set holds for the span from then on, also for what arrives later. "
          + "Nothing measured is altered, and what was known before stays on record. "
          + "Ctrl-C leaves the job running; --cancel stops it."
    },
    mixinStandardHelpOptions = true)
final class ReprocessCommand implements Callable<Integer> {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_EVERY_MS = 500;
  private static final int BAR = 30;

  @Mixin private DataOption data = new DataOption();

  @Option(names = "--from", paramLabel = "DAY", description = "First day, such as 2026-10-01.")
  private @Nullable LocalDate from;

  @Option(names = "--until", paramLabel = "DAY", description = "Day after the last.")
  private @Nullable LocalDate until;

  @Option(names = "--building", paramLabel = "ID", description = "Of one building only.")
  private @Nullable String building;

  @Option(names = "--usage-point", paramLabel = "ID", description = "Of one usage point only.")
  private @Nullable String usagePoint;

  @Option(names = "--rules", paramLabel = "NAME", description = "simple, live or final (default).")
  private String rules = "final";

  @Option(names = "--cancel", paramLabel = "JOB", description = "Stops a job instead.")
  private @Nullable String cancel;

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public Integer call() throws InterruptedException {
    Path directory = data.path();
    String rest = field(directory.resolve("run.json"), "rest");
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_WITHIN)
            .build()) {
      var house = new Session(http, rest, signIn(http, rest, directory));
      if (cancel != null) {
        return told(house.send("DELETE", "/operator/jobs/" + cancel, ""));
      }
      if (from == null || until == null) {
        throw new Refusal(
            "--from and --until are needed: the first day and the day after the last");
      }
      ObjectNode order = json.createObjectNode();
      order.put("from", from.toString()).put("until", until.toString()).put("rules", rules);
      if (building != null) {
        order.put("building", building);
      }
      if (usagePoint != null) {
        order.put("usagePoint", usagePoint);
      }
      JsonNode job = house.send("POST", "/operator/jobs", order.toString());
      System.out.printf(
          "job %s: %s, %s to %s, rules %s%n",
          job.path("id").asText(), job.path("scope").asText(), from, until, rules);
      return told(followed(house, job));
    }
  }

  private static JsonNode followed(Session house, JsonNode job) throws InterruptedException {
    JsonNode now = job;
    var never = new CountDownLatch(1);
    while (now.path("finishedAt").isNull()) {
      bar(now);
      boolean _ = never.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
      now = house.send("GET", "/operator/jobs/" + job.path("id").asText(), "");
    }
    bar(now);
    System.out.println();
    return now;
  }

  private static void bar(JsonNode job) {
    long all = Math.max(1, job.path("channels").asLong());
    long done = job.path("done").asLong();
    int full = (int) (BAR * done / all);
    System.out.printf(
        Locale.ROOT,
        "\r  [%s%s] %,d of %,d channels, %,d days written anew",
        "#".repeat(full),
        ".".repeat(BAR - full),
        done,
        job.path("channels").asLong(),
        job.path("changedDays").asLong());
    System.out.flush();
  }

  private static int told(JsonNode job) {
    String state = job.path("state").asText();
    JsonNode reason = job.path("reason");
    System.out.println(state + (reason.isNull() ? "" : ": " + reason.asText()));
    return state.equals("failed") ? Meterhaus.BROKEN : 0;
  }

  private String signIn(HttpClient http, String rest, Path directory) {
    String password = field(directory.resolve("demo-sign-ins.json"), SignIns.OPERATOR);
    String form =
        "grant_type=password&username=%s&password=%s"
            .formatted(SignIns.OPERATOR, URLEncoder.encode(password, StandardCharsets.UTF_8));
    return new Session(http, rest, null)
        .send("POST", "/oauth/token", form)
        .path("access_token")
        .asText();
  }

  private String field(Path file, String name) {
    try {
      JsonNode value = json.readTree(Files.readAllBytes(file)).path(name);
      if (value.isTextual()) {
        return value.asText();
      }
      throw new Refusal(file + " says nothing about " + name + ": start the house again");
    } catch (IOException e) {
      throw new Refusal(
          "cannot read %s: start the house with `meterhaus up` first".formatted(file), e);
    }
  }

  /** The mistakes where there are some, for they say more than their number. */
  private static String why(JsonNode problem, String body) {
    List<String> mistakes = new ArrayList<>();
    for (JsonNode error : problem.path("errors")) {
      String field = error.path("pointer").asText().replaceFirst("^/", "");
      mistakes.add(field + " is " + error.path("code").asText().replace('-', ' '));
    }
    return mistakes.isEmpty() ? problem.path("detail").asText(body) : String.join("; ", mistakes);
  }

  /** Requests to the running house, as the operator once it has signed in. */
  private final class Session {
    private final HttpClient http;
    private final String rest;
    private final @Nullable String token;

    Session(HttpClient http, String rest, @Nullable String token) {
      this.http = http;
      this.rest = rest;
      this.token = token;
    }

    JsonNode send(String method, String path, String body) {
      var request =
          HttpRequest.newBuilder(URI.create(rest + path))
              .timeout(ANSWER_WITHIN)
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body));
      if (!body.isEmpty()) {
        request.header(
            "Content-Type",
            token == null ? "application/x-www-form-urlencoded" : "application/json");
      }
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      try {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        JsonNode read = json.readTree(answer.body());
        if (answer.statusCode() >= 400) {
          throw new Refusal("the house refuses: " + why(read, answer.body()));
        }
        return read;
      } catch (IOException e) {
        throw new Refusal("the house at %s does not answer: is it up?".formatted(rest), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Refusal("interrupted; the job goes on in the house", e);
      }
    }
  }
}
