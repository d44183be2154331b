package org.meterhaus.soap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.meterhaus.dissemination.UseCases;

/** The servlet in a small container on a free port of the loopback address. */
final class SoapServer implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  private final Path home;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  SoapServer(UseCases useCases, InstantSource clock) {
    var servlet = new SoapServlet();
    servlet.compose(useCases, clock, new SecureRandom());
    try {
      home = Files.createTempDirectory("soap-server");
      tomcat.setBaseDir(home.toString());
      tomcat.setHostname("127.0.0.1");
      tomcat.setPort(0);
      var context = tomcat.addContext("", home.toString());
      var wrapper = Tomcat.addServlet(context, "soap", servlet);
      wrapper.setLoadOnStartup(1);
      wrapper.addMapping("/soap/*");
      tomcat.getConnector();
      tomcat.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LifecycleException e) {
      throw new IllegalStateException("the container does not start", e);
    }
  }

  URI address(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + pathAndQuery);
  }

  HttpResponse<String> get(String pathAndQuery) {
    return send(HttpRequest.newBuilder(address(pathAndQuery)).GET().build());
  }

  /** Posts an envelope with this header and body content. */
  HttpResponse<String> call(String service, String header, String body) {
    return post(service, envelope(header, body), "Content-Type", "text/xml; charset=utf-8");
  }

  HttpResponse<String> post(String service, String text, String... headers) {
    return send(
        HttpRequest.newBuilder(address("/soap/" + service))
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.ofString(text))
            .build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }

  static String envelope(String header, String body) {
    return """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:c="urn:meterhaus:common:v1">
      <s:Header>%s</s:Header>
      <s:Body>%s</s:Body>
    </s:Envelope>
    """
        .formatted(header, body);
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
      try (var files = Files.walk(home)) {
        files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(java.io.File::delete);
      }
    } catch (LifecycleException e) {
      throw new IllegalStateException("the container does not stop", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      client.close();
    }
  }
}
