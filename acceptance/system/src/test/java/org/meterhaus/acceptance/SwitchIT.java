package org.meterhaus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/**
 * Issue: a switch by REST and by SOAP changes the meter (read back over DLMS, past sink and
 * head-end), the command ends confirmed, and the phone hears of it; a meter that is gone ends
 * failed with the reason.
 */
@DisplayName("Switching an appliance in the running house")
class SwitchIT {
  private static final String CUSTOMER = "A-09";
  private static final String UNREACHABLE = "B-10";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofSeconds(90);

  @TempDir static Path directory;

  private static House house;
  private static JsonNode building;

  @BeforeAll
  static void start() throws IOException {
    Path edited = withOneMeterOffline(directory.resolve("samples"));
    building = JSON.readTree(edited.toFile());
    house = House.ready(directory.resolve("var"), Map.of("METERHAUS_BUILDING", edited.toString()));
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @Test
  void by_rest_changes_the_meter_and_reaches_the_phone() throws Exception {
    Rest rest = house.signIn(username(CUSTOMER));
    String device = device(CUSTOMER);
    String phone = registerPhone(rest);
    awaitReported(rest, device, "on");

    long asked = System.nanoTime();
    JsonNode command = order(rest, device, "switch-off", UUID.randomUUID().toString());
    JsonNode message = awaitPush(phone, command.get("id").asText());
    Duration took = Duration.ofNanos(System.nanoTime() - asked);

    System.out.printf("REST switch-off: call to push %d ms%n", took.toMillis());
    assertThat(message.toString()).contains(command.get("id").asText());
    assertThat(awaitEnd(rest, command).get("state").asText()).isEqualTo("confirmed");
    assertThat(disconnectControl(CUSTOMER)).isFalse();
    assertThat(rest.get("devices/" + device + "/state").get("reported").asText()).isEqualTo("off");

    JsonNode again = order(rest, device, "switch-on", UUID.randomUUID().toString());
    assertThat(awaitEnd(rest, again).get("state").asText()).isEqualTo("confirmed");
    assertThat(disconnectControl(CUSTOMER)).isTrue();
  }

  @Test
  void by_soap_changes_the_meter_and_reaches_the_phone() throws Exception {
    String flat = "A-10";
    Rest rest = house.signIn(username(flat));
    String device = device(flat);
    String phone = registerPhone(rest);
    awaitReported(rest, device, "on");

    long asked = System.nanoTime();
    String id = soapSwitch(rest.token(), device, "switch-off");
    awaitPush(phone, id);
    Duration took = Duration.ofNanos(System.nanoTime() - asked);

    System.out.printf("SOAP switch-off: call to push %d ms%n", took.toMillis());
    assertThat(rest.get("commands/" + id).get("state").asText()).isEqualTo("confirmed");
    assertThat(disconnectControl(flat)).isFalse();
  }

  @Test
  void at_a_meter_that_is_gone_fails_with_the_reason() {
    Rest rest = house.signIn(username(UNREACHABLE));

    JsonNode command = order(rest, device(UNREACHABLE), "switch-off", UUID.randomUUID().toString());

    JsonNode end = awaitEnd(rest, command);
    assertThat(end.get("state").asText()).isEqualTo("failed");
    assertThat(end.get("reason").asText()).isEqualTo("meter-unreachable");
  }

  @Test
  void with_the_same_idempotency_key_twice_switches_once() {
    String flat = "C-10";
    Rest rest = house.signIn(username(flat));
    String device = device(flat);
    awaitReported(rest, device, "on");
    String key = UUID.randomUUID().toString();

    JsonNode first = order(rest, device, "switch-off", key);
    JsonNode second = order(rest, device, "switch-off", key);

    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(awaitEnd(rest, first).get("state").asText()).isEqualTo("confirmed");
    Rest.Answer other =
        rest.post(
            "devices/" + device + "/commands",
            "{\"action\":\"switch-on\"}",
            Map.of("Idempotency-Key", key));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.problem()).isEqualTo("idempotency-conflict");
  }

  private static JsonNode order(Rest rest, String device, String action, String key) {
    Rest.Answer answer =
        rest.post(
            "devices/" + device + "/commands",
            "{\"action\":\"" + action + "\"}",
            Map.of("Idempotency-Key", key));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    return answer.body();
  }

  private static JsonNode awaitEnd(Rest rest, JsonNode command) {
    String path = "commands/" + command.get("id").asText();
    house.await("the end of " + path, WITHIN, () -> !rest.get(path).get("finishedAt").isNull());
    return rest.get(path);
  }

  private static void awaitReported(Rest rest, String device, String state) {
    house.await(
        device + " reported " + state,
        WITHIN,
        () -> rest.get("devices/" + device + "/state").path("reported").asText().equals(state));
  }

  private static String registerPhone(Rest rest) {
    String token = "phone-" + UUID.randomUUID();
    Rest.Answer answer =
        rest.post(
            "push-registrations",
            "{\"token\":\"" + token + "\",\"platform\":\"android\"}",
            Map.of());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return token;
  }

  private static JsonNode awaitPush(String phone, String command) {
    URI messages = URI.create(house.addresses().get("phones").asText() + "/messages");
    house.await(
        "a push about " + command, WITHIN, () -> find(messages, phone, command).isPresent());
    return find(messages, phone, command).orElseThrow();
  }

  private static Optional<JsonNode> find(URI messages, String phone, String command) {
    try {
      JsonNode all = JSON.readTree(Rest.text(messages));
      for (JsonNode message : all.get("items")) {
        if (message.toString().contains(phone) && message.toString().contains(command)) {
          return Optional.of(message);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String soapSwitch(String token, String device, String action)
      throws IOException, InterruptedException {
    String body =
        """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:d="urn:meterhaus:device:v1">
          <s:Body><d:SwitchDevice><d:device>%s</d:device><d:action>%s</d:action>
            <d:idempotencyKey>%s</d:idempotencyKey></d:SwitchDevice></s:Body>
        </s:Envelope>\
        """
            .formatted(device, action, UUID.randomUUID());
    HttpResponse<String> response;
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      response =
          client.send(
              HttpRequest.newBuilder(house.root().resolve("soap/DeviceControlService"))
                  .header("Content-Type", "text/xml; charset=utf-8")
                  .header("SOAPAction", "\"\"")
                  .header("Authorization", "Bearer " + token)
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    }
    var id =
        java.util.regex.Pattern.compile("<(?:\\w+:)?id>([0-9a-f-]{36})<").matcher(response.body());
    assertThat(id.find()).as(response.body()).isTrue();
    return id.group(1);
  }

  /** The output state of the first appliance's disconnect control, asked of the meter itself. */
  private static boolean disconnectControl(String flat) throws Exception {
    String meter = unit(flat).at("/meter/id").asText();
    JsonNode connections = JSON.readTree(house.data().resolve("meters.json").toFile());
    for (JsonNode connection : connections.get("meters")) {
      if (connection.get("id").asText().equals(meter)) {
        try (MeterLink client = MeterLink.open(connection, directory)) {
          return client
              .get(
                  new AttributeRef(
                      InterfaceClass.DISCONNECT_CONTROL, ObisCode.parse("0.1.96.3.10.255"), 2))
              .asBoolean();
        }
      }
    }
    throw new AssertionError("no connection to " + meter);
  }

  /** A copy of the sample in which one meter cannot be reached from now on for an hour. */
  private static Path withOneMeterOffline(Path copy) throws IOException {
    Path samples = House.checkout().resolve("samples");
    Files.createDirectories(copy);
    Files.createSymbolicLink(copy.resolve("recordings"), samples.resolve("recordings"));
    JsonNode sample = JSON.readTree(samples.resolve("building.json").toFile());
    for (JsonNode unit : sample.get("units")) {
      if (unit.get("id").asText().equals(UNREACHABLE)) {
        ObjectNode meter = (ObjectNode) unit;
        ArrayNode faults = meter.withArray("faults");
        String time = Instant.now().minusSeconds(120).toString().substring(11, 16);
        faults.addObject().put("kind", "offline").put("time", time).put("duration", "PT2H");
      }
    }
    Path file = copy.resolve("building.json");
    JSON.writeValue(file.toFile(), sample);
    return file;
  }

  private static JsonNode unit(String flat) {
    for (JsonNode unit : building.get("units")) {
      if (unit.get("id").asText().equals(flat)) {
        return unit;
      }
    }
    throw new AssertionError("no flat " + flat);
  }

  private static String username(String flat) {
    String email = unit(flat).at("/customer/email").asText();
    return email.substring(0, email.indexOf('@'));
  }

  private static String device(String flat) {
    return unit(flat).at("/devices/0/id").asText();
  }
}
