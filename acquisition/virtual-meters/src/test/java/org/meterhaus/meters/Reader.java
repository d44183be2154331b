package org.meterhaus.meters;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeyId;
import org.meterhaus.dlms.security.KeyWrap;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/** A client of one meter, as a sink would be. */
final class Reader implements AutoCloseable {
  private static final int CLIENT_SAP = 1;

  private final DlmsClient client;

  private Reader(DlmsClient client) {
    this.client = client;
  }

  /** A row of the load profile. */
  record Row(Instant end, int status, long energyWh, long registerWh) {}

  /** Associates under a title of its own; the counters of one title must never go back. */
  static Reader open(InetSocketAddress address, MeterKeys keys, long serial) throws MeterException {
    return new Reader(
        DlmsClient.open(
            LinkConfig.of(address.getHostString(), address.getPort(), CLIENT_SAP, VirtualMeter.SAP)
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(30)),
            new AssociationConfig.HlsGmac(
                SystemTitle.of("TST", serial),
                keys.encryptionKey(),
                keys.authenticationKey(),
                InvocationCounter.volatileFrom(1))));
  }

  Data get(int classId, String obis, int attribute) throws MeterException {
    return client.get(new AttributeRef(classId, ObisCode.parse(obis), attribute));
  }

  long register(String obis) throws MeterException {
    return get(InterfaceClass.REGISTER, obis, 2).asLong();
  }

  List<Row> rows(int channel, Selection selection) throws MeterException {
    return rows(client.get(profile(channel, 2), selection));
  }

  List<Row> allRows(int channel) throws MeterException {
    return rows(client.get(profile(channel, 2)));
  }

  Data profileAttribute(int channel, int attribute) throws MeterException {
    return client.get(profile(channel, attribute));
  }

  void switchTo(int channel, boolean connected) throws MeterException {
    var _ =
        client.action(
            new MethodRef(InterfaceClass.DISCONNECT_CONTROL, relay(channel), connected ? 2 : 1),
            new Data.Integer8(0));
  }

  /** Attribute 2, 3 or 4 of the disconnect control. */
  Data disconnectControl(int channel, int attribute) throws MeterException {
    return client.get(
        new AttributeRef(InterfaceClass.DISCONNECT_CONTROL, relay(channel), attribute));
  }

  /** Puts a key in place of another by the meter's Security Setup. */
  void changeKey(KeyId which, SymmetricKey key, SymmetricKey master) throws MeterException {
    Data wrapped =
        Data.Structure.of(
            new Data.Enumerated(which.id()), new Data.OctetString(KeyWrap.wrap(master, key)));
    var _ =
        client.action(
            new MethodRef(InterfaceClass.SECURITY_SETUP, ObisCode.of(0, 0, 43, 0, 0, 255), 2),
            new Data.Array(List.of(wrapped)));
  }

  @Override
  public void close() {
    client.close();
  }

  private static ObisCode relay(int channel) {
    return ObisCode.of(0, channel, 96, 3, 10, 255);
  }

  private static AttributeRef profile(int channel, int attribute) {
    return new AttributeRef(
        InterfaceClass.PROFILE_GENERIC, ObisCode.of(1, channel, 99, 1, 0, 255), attribute);
  }

  private static List<Row> rows(Data buffer) throws MeterException {
    List<Row> rows = new ArrayList<>();
    for (Data row : buffer.asList()) {
      List<Data> columns = row.asList();
      rows.add(
          new Row(
              CosemDateTime.from(columns.get(0)).toInstant(),
              (int) columns.get(1).asLong(),
              columns.get(2).asLong(),
              columns.get(3).asLong()));
    }
    return rows;
  }
}
