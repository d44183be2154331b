package org.meterhaus.push.receiver;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Takes messages as Firebase Cloud Messaging does and shows them on a page like a phone's.
 *
 * <ul>
 *   <li>{@code POST /v1/projects/{project}/messages:send}: the FCM HTTP v1 call
 *   <li>{@code GET /}: the page, {@code GET /messages}: the same as JSON, newest first
 * </ul>
 *
 * Loopback only and nothing on disk: whoever starts it again starts empty. Safe for use by many
 * threads at once.
 */
public final class FcmReceiver implements AutoCloseable {

  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final String CSP =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Map<String, String> PAGE =
      Map.of(
          "/", "text/html; charset=utf-8",
          "/icon.svg", "image/svg+xml",
          "/phone.css", "text/css; charset=utf-8",
          "/phone.js", "text/javascript; charset=utf-8");

  private final ReceiverConfig config;
  private final InstantSource clock;
  private final Function<String, Optional<Fault>> faults;
  private final String sendPath;
  private final Inbox inbox;
  private final HttpServer server;
  private final ExecutorService threads;

  /** A receiver that takes every message that is well-formed. */
  public FcmReceiver(ReceiverConfig config, InstantSource clock) {
    this(config, clock, token -> Optional.empty());
  }

  /**
   * A receiver with faults, for tests.
   *
   * @param faults what to answer to a message for that token in place of success; asked once a
   *     request
   * @throws UncheckedIOException if the port is taken
   */
  public FcmReceiver(
      ReceiverConfig config, InstantSource clock, Function<String, Optional<Fault>> faults) {
    this.config = config;
    this.clock = clock;
    this.faults = faults;
    this.sendPath = "/v1/projects/%s/messages:send".formatted(config.projectId());
    this.inbox = new Inbox(config.capacity());
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      this.server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port()), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the message receiver cannot listen on port " + config.port() + ": " + e.getMessage(), e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  public void start() {
    server.start();
  }

  /** Where it listens: the page, and the endpoint for the sending side. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What is held, oldest first. */
  public List<ReceivedMessage> messages() {
    return inbox.all();
  }

  /** Waits for a message; empty if none that is wanted came in time. */
  public Optional<ReceivedMessage> await(Predicate<ReceivedMessage> wanted, Duration atMost)
      throws InterruptedException {
    return inbox.await(wanted, atMost);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      // A page of some other site must not read the messages through a name that points here.
      String host = exchange.getRequestHeaders().getFirst("Host");
      if (host == null || !host.matches("(127\\.0\\.0\\.1|localhost)(:[0-9]{1,5})?")) {
        refuse(exchange, Fault.notFound());
        return;
      }
      String path = exchange.getRequestURI().getPath();
      boolean get = exchange.getRequestMethod().equals("GET");
      if (exchange.getRequestMethod().equals("POST") && path.equals(sendPath)) {
        take(exchange);
      } else if (get && path.equals("/messages")) {
        answer(exchange, 200, "application/json", json(inbox.all()));
      } else if (get && PAGE.containsKey(path)) {
        page(exchange, path);
      } else {
        refuse(exchange, Fault.notFound());
      }
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    if (!authenticated(exchange.getRequestHeaders())) {
      refuse(exchange, Fault.unauthenticated());
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      refuse(exchange, Fault.tooLarge(MAX_BODY_BYTES));
      return;
    }
    SendRequest request;
    try {
      request = SendRequest.parse(new String(body, StandardCharsets.UTF_8));
    } catch (SendRequest.InvalidException e) {
      refuse(exchange, e.fault());
      return;
    }
    Optional<Fault> fault = faults.apply(request.token());
    if (fault.isPresent()) {
      refuse(exchange, fault.get());
      return;
    }
    String prefix = "projects/%s/messages/".formatted(config.projectId());
    var answer = new JsonObject();
    answer.addProperty(
        "name",
        request.validateOnly()
            ? prefix + "fake_message_id"
            : inbox.add(prefix, request, clock.instant()).name());
    answer(exchange, 200, "application/json", answer.toString());
  }

  private boolean authenticated(Headers headers) {
    String authorization = headers.getFirst("Authorization");
    return authorization != null
        && MessageDigest.isEqual(
            authorization.getBytes(StandardCharsets.UTF_8),
            ("Bearer " + config.accessToken()).getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpExchange exchange, Fault fault) throws IOException {
    Duration retryAfter = fault.retryAfter();
    if (retryAfter != null) {
      exchange.getResponseHeaders().set("Retry-After", Long.toString(retryAfter.toSeconds()));
    }
    answer(exchange, fault.httpStatus(), "application/json", fault.toJson().toString());
  }

  private static void page(HttpExchange exchange, String path) throws IOException {
    String name = path.equals("/") ? "phone.html" : path.substring(1);
    try (InputStream in = FcmReceiver.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the page " + name + " is not in the jar");
      }
      answer(
          exchange,
          200,
          Objects.requireNonNull(PAGE.get(path)),
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Content-Security-Policy", CSP);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String json(List<ReceivedMessage> messages) {
    var items = new JsonArray();
    for (ReceivedMessage message : messages.reversed()) {
      var data = new JsonObject();
      message.data().forEach(data::addProperty);
      var item = new JsonObject();
      item.addProperty("sequence", message.sequence());
      item.addProperty("name", message.name());
      item.addProperty("token", message.token());
      item.addProperty("title", message.title());
      item.addProperty("body", message.body());
      item.add("data", data);
      item.addProperty("receivedAt", message.receivedAt().toString());
      items.add(item);
    }
    var document = new JsonObject();
    document.add("items", items);
    return new GsonBuilder().setPrettyPrinting().create().toJson(document);
  }
}
