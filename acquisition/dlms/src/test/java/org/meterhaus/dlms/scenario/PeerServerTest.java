package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.transport.Framing;

/**
 * Our client against a server of another maker that serves the same meter as {@link TestMeter};
 * runs only where one is named: {@code -Dmeterhaus.dlms.peer=4059} is its port on this machine,
 * {@code -Dmeterhaus.dlms.peer.counter=N} the first invocation counter to use. How to start one is
 * told in this module's README. {@code -Dmeterhaus.dlms.peer.hdlc=true} speaks HDLC to it.
 */
@DisplayName("A server of another maker")
@EnabledIfSystemProperty(named = "meterhaus.dlms.peer", matches = "\\d+")
class PeerServerTest {

  private static final int CLIENT_SAP = 37;
  private static final int ROWS = PeerMeter.ROWS;

  /** The peer remembers the largest it has seen, so each run begins where the clock is. */
  private static final InvocationCounter COUNTER =
      InvocationCounter.volatileFrom(
          Long.getLong("meterhaus.dlms.peer.counter", System.currentTimeMillis() / 1000));

  private DlmsClient client;

  @BeforeEach
  void associate() throws Exception {
    // Gurux overflows the wrapper's length when a ciphered block fills 65535 octets.
    LinkConfig link =
        LinkConfig.of("127.0.0.1", Integer.getInteger("meterhaus.dlms.peer"), CLIENT_SAP, 1)
            .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30))
            .withMaxApduBytes(4096)
            .withFraming(
                Boolean.getBoolean("meterhaus.dlms.peer.hdlc")
                    ? new Framing.HdlcOverTcp()
                    : new Framing.TcpWrapper());
    client =
        DlmsClient.open(
            link,
            new AssociationConfig.HlsGmac(
                SystemTitle.ofHex("434c490000000001"),
                TestNet.ENCRYPTION_KEY,
                TestNet.AUTHENTICATION_KEY,
                COUNTER));
  }

  @AfterEach
  void release() {
    client.close();
  }

  @Test
  void gives_a_register_with_its_unit() throws Exception {
    long value = client.get(TestMeter.IMPORT_VALUE).asLong();
    Data unit = client.get(new AttributeRef(InterfaceClass.REGISTER, TestMeter.IMPORT, 3));

    assertThat(value).isPositive();
    assertThat(ScalerUnit.from(unit).unit()).isEqualTo(ScalerUnit.WATT_HOUR);
  }

  @Test
  void gives_its_whole_profile_in_blocks() throws Exception {
    List<Data> rows = client.get(TestMeter.PROFILE_BUFFER).asList();

    assertThat(moments(rows)).isEqualTo(moments(expected(0, ROWS)));
  }

  @Test
  void gives_the_columns_of_its_profile() throws Exception {
    List<Data> columns =
        client.get(new AttributeRef(InterfaceClass.PROFILE_GENERIC, TestMeter.PROFILE, 3)).asList();

    assertThat(columns).hasSize(4);
    assertThat(CaptureObject.from(columns.getFirst())).isEqualTo(CaptureObject.CLOCK);
  }

  @Test
  void gives_a_day_by_range_and_by_entry() throws Exception {
    var day =
        new Selection.TimeRange(
            TestMeter.START.plus(TestMeter.PERIOD.multipliedBy(96)),
            TestMeter.START.plus(TestMeter.PERIOD.multipliedBy(191)));

    List<Data> byRange = client.get(TestMeter.PROFILE_BUFFER, day).asList();
    // Gurux takes to_entry for a count, which is the same from the first entry on.
    List<Data> byEntry =
        client.get(TestMeter.PROFILE_BUFFER, new Selection.EntryRange(1, 96)).asList();

    assertThat(moments(byRange)).isEqualTo(moments(expected(96, 192)));
    assertThat(moments(byEntry)).isEqualTo(moments(expected(0, 96)));
  }

  @Test
  void gives_its_object_list() throws Exception {
    List<Data> objects =
        client
            .get(
                new AttributeRef(
                    InterfaceClass.ASSOCIATION_LN, ObisCode.parse("0.0.40.0.0.255"), 2))
            .asList();

    assertThat(objects).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void gives_several_attributes_in_one_request() throws Exception {
    List<GetResult> results =
        client.get(List.of(TestMeter.IMPORT_VALUE, TestMeter.CLOCK_TIME, TestMeter.NAME_VALUE));

    assertThat(results).hasSize(3).allMatch(GetResult.Value.class::isInstance);
  }

  @Test
  void switches_its_relay_and_takes_a_new_time() throws Exception {
    client.action(TestMeter.DISCONNECT, new Data.Integer8(0));
    assertThat(client.get(TestMeter.RELAY_STATE)).isEqualTo(new Data.Enumerated(0));
    client.action(TestMeter.RECONNECT, new Data.Integer8(0));
    assertThat(client.get(TestMeter.RELAY_STATE)).isEqualTo(new Data.Enumerated(1));

    Data time = client.get(TestMeter.CLOCK_TIME);
    client.set(TestMeter.CLOCK_TIME, time);
    assertThat(client.get(TestMeter.CLOCK_TIME)).isEqualTo(time);
  }

  /** A row with its time as a moment: Gurux leaves the hundredths of a time stamp unspecified. */
  private record Row(Instant at, List<Data> values) {}

  private static List<Row> moments(List<Data> rows) throws Malformed {
    List<Row> moments = new ArrayList<>();
    for (Data row : rows) {
      List<Data> values = row.asList();
      moments.add(
          new Row(
              CosemDateTime.from(values.getFirst()).toInstant(), values.subList(1, values.size())));
    }
    return moments;
  }

  private static List<Data> expected(int from, int to) {
    return IntStream.range(from, to).mapToObj(TestMeter::row).toList();
  }
}
