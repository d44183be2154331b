package org.meterhaus.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.FileInvocationCounter;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/** A DLMS client of the tests' own, past sink and head-end, with its invocation counter. */
final class MeterLink implements AutoCloseable {
  private final DlmsClient client;
  private final FileInvocationCounter counter;

  private MeterLink(DlmsClient client, FileInvocationCounter counter) {
    this.client = client;
    this.counter = counter;
  }

  /**
   * Associates with a meter.
   *
   * @param connection its entry in the connection file
   * @param directory for the invocation counter of our own system title
   */
  static MeterLink open(JsonNode connection, Path directory) throws IOException, MeterException {
    FileInvocationCounter counter =
        FileInvocationCounter.openOrCreate(
            directory.resolve("counter-" + connection.get("id").asText()));
    return new MeterLink(
        DlmsClient.open(
            LinkConfig.of(
                connection.get("host").asText(),
                connection.get("port").asInt(),
                1,
                connection.get("sap").asInt()),
            new AssociationConfig.HlsGmac(
                SystemTitle.of("MHT", 1),
                SymmetricKey.ofHex(connection.get("encryptionKey").asText()),
                SymmetricKey.ofHex(connection.get("authenticationKey").asText()),
                counter)),
        counter);
  }

  Data get(AttributeRef attribute) throws MeterException {
    return client.get(attribute);
  }

  @Override
  public void close() throws IOException {
    client.close();
    counter.close();
  }
}
