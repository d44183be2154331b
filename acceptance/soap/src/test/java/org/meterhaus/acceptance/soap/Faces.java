package org.meterhaus.acceptance.soap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Both faces of one server over plain HTTP. */
final class Faces {

  /** An answer of REST. */
  record Json(int status, JsonNode body) {}

  /** An answer of SOAP: what is inside the body of the envelope. */
  record Xml(int status, Element body, String text) {}

  private final URI root;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Faces(URI root) {
    this.root = root;
  }

  /** An access token by the password grant. */
  String token(String username, String password) {
    var form =
        "grant_type=password&username=%s&password=%s"
            .formatted(encoded(username), encoded(password));
    var answer =
        send(
            HttpRequest.newBuilder(root.resolve("/api/v1/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("no token: " + answer.statusCode() + " " + answer.body());
    }
    return json(answer).path("access_token").asText();
  }

  Json get(String token, String pathAndQuery) {
    var answer =
        send(
            HttpRequest.newBuilder(root.resolve("/api/v1" + pathAndQuery))
                .header("Authorization", "Bearer " + token)
                .build());
    return new Json(answer.statusCode(), json(answer));
  }

  Xml call(String token, String service, String body) {
    var envelope =
        """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
        xmlns:c="urn:meterhaus:common:v1"><s:Body>%s</s:Body></s:Envelope>
        """
            .formatted(body);
    return post(service, envelope, "Authorization", "Bearer " + token);
  }

  /** Posts text as it is. */
  Xml post(String service, String text, String... headers) {
    var request =
        HttpRequest.newBuilder(root.resolve("/soap/" + service))
            .header("Content-Type", "text/xml; charset=utf-8")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(text));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = send(request.build());
    var body =
        xml(answer.body())
            .getElementsByTagNameNS("http://schemas.xmlsoap.org/soap/envelope/", "Body");
    return new Xml(answer.statusCode(), (Element) body.item(0), answer.body());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + answer.body(), e);
    }
  }

  private static Element xml(String text) {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
          .getDocumentElement();
    } catch (SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("not XML: " + text, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
