package org.meterhaus.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.security.FileInvocationCounter;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/** A DLMS client of the tests' own, past sink and head-end. */
final class MeterLink {
  private MeterLink() {}

  /**
   * Associates with a meter.
   *
   * @param connection its entry in the connection file
   * @param directory for the invocation counter of our own system title
   */
  static DlmsClient open(JsonNode connection, Path directory) throws IOException, MeterException {
    return DlmsClient.open(
        LinkConfig.of(
            connection.get("host").asText(),
            connection.get("port").asInt(),
            1,
            connection.get("sap").asInt()),
        new AssociationConfig.HlsGmac(
            SystemTitle.of("MHT", 1),
            SymmetricKey.ofHex(connection.get("encryptionKey").asText()),
            SymmetricKey.ofHex(connection.get("authenticationKey").asText()),
            FileInvocationCounter.openOrCreate(
                directory.resolve("counter-" + connection.get("id").asText()))));
  }
}
