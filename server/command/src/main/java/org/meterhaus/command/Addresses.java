package org.meterhaus.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a running {@code up} can be reached; {@code run.json} holds it for programs.
 *
 * @param phones page of the local push receiver; null when pushes go elsewhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Addresses(
    String page, String rest, List<String> wsdl, @Nullable String phones, String data) {
  private static final List<String> SERVICES =
      List.of(
          "TimeService",
          "AddService",
          "SubService",
          "CustomerInformationService",
          "DeviceControlService");

  /** Of a server that listens there. */
  static Addresses of(InetSocketAddress listen, @Nullable URI receiver, Path data) {
    String host =
        listen.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : listen.getAddress().getHostAddress();
    String root =
        "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, listen.getPort());
    return new Addresses(
        root,
        root + "api/v1",
        SERVICES.stream().map(name -> root + "soap/" + name + "?wsdl").toList(),
        receiver == null ? null : receiver.toString(),
        data.toString());
  }

  void write(Path file) {
    try {
      OwnerFile.write(
          file,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(this));
    } catch (IOException e) {
      throw new Refusal("cannot write " + file + ": " + e, e);
    }
  }
}
