package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.DlmsServer;

@DisplayName("A client with the keys of a meter")
class ReadingAMeterTest {

  private static final int ROWS = 10_000;

  private final TestMeter meter = new TestMeter(ROWS);
  private DlmsServer server;
  private DlmsClient client;

  @BeforeEach
  void associate() throws Exception {
    server = TestNet.serve(TestNet.hls(false), meter.directory());
    client = DlmsClient.open(TestNet.link(server), TestNet.client());
  }

  @AfterEach
  void release() {
    client.close();
    server.close();
  }

  @Test
  void reads_a_register_and_its_unit() throws Exception {
    assertThat(client.get(TestMeter.IMPORT_VALUE))
        .isEqualTo(new Data.DoubleLongUnsigned(1_460_000));

    Data unit = client.get(new AttributeRef(InterfaceClass.REGISTER, TestMeter.IMPORT, 3));
    assertThat(ScalerUnit.from(unit)).isEqualTo(ScalerUnit.wattHours());
  }

  @Test
  void reads_a_profile_of_ten_thousand_rows_in_blocks() throws Exception {
    List<Data> rows = client.get(TestMeter.PROFILE_BUFFER).asList();

    assertThat(rows).hasSize(ROWS);
    assertThat(rows).isEqualTo(IntStream.range(0, ROWS).mapToObj(TestMeter::row).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 129, 1024, 4096, 65_535})
  void reads_the_same_rows_whatever_the_largest_apdu(int maxApduBytes) throws Exception {
    var link = TestNet.link(server).withMaxApduBytes(maxApduBytes);
    try (DlmsClient small = DlmsClient.open(link, TestNet.client())) {
      List<Data> rows =
          small.get(TestMeter.PROFILE_BUFFER, new Selection.EntryRange(1, 96)).asList();

      assertThat(rows).isEqualTo(IntStream.range(0, 96).mapToObj(TestMeter::row).toList());
    }
  }

  @Test
  void reads_the_second_day_by_entry() throws Exception {
    List<Data> rows =
        client.get(TestMeter.PROFILE_BUFFER, new Selection.EntryRange(97, 192)).asList();

    assertThat(rows).isEqualTo(IntStream.range(96, 192).mapToObj(TestMeter::row).toList());
  }

  @Test
  void reads_the_second_day_by_range_both_ends_included() throws Exception {
    Instant from = TestMeter.START.plus(TestMeter.PERIOD.multipliedBy(96));
    Instant to = TestMeter.START.plus(TestMeter.PERIOD.multipliedBy(191));

    List<Data> rows =
        client.get(TestMeter.PROFILE_BUFFER, new Selection.TimeRange(from, to)).asList();

    assertThat(rows).isEqualTo(IntStream.range(96, 192).mapToObj(TestMeter::row).toList());
  }

  @Test
  void reads_only_the_columns_it_asks_for() throws Exception {
    Instant from = TestMeter.START;
    CaptureObject imported = CaptureObject.of(InterfaceClass.REGISTER, TestMeter.IMPORT, 2);
    var selection = new Selection.TimeRange(from, from, List.of(imported, CaptureObject.CLOCK));

    List<Data> rows = client.get(TestMeter.PROFILE_BUFFER, selection).asList();

    assertThat(rows)
        .containsExactly(
            Data.Structure.of(
                new Data.DoubleLongUnsigned(1_000_000),
                CosemDateTime.of(from, ZoneOffset.UTC).toData()));
  }

  @Test
  void reads_several_attributes_in_one_request() throws Exception {
    AttributeRef missing =
        new AttributeRef(InterfaceClass.REGISTER, ObisCode.parse("1-0:99.99.0*255"), 2);

    List<GetResult> results =
        client.get(List.of(TestMeter.IMPORT_VALUE, missing, TestMeter.NAME_VALUE));

    assertThat(results)
        .containsExactly(
            new GetResult.Value(new Data.DoubleLongUnsigned(1_460_000)),
            new GetResult.Refusal(DataAccessResult.OBJECT_UNDEFINED.code()),
            new GetResult.Value(Data.OctetString.ofAscii("MHV0000000000001")));
  }

  @Test
  void sets_the_clock() throws Exception {
    Data wanted = CosemDateTime.of(TestMeter.START.plusSeconds(7), ZoneOffset.UTC).toData();

    client.set(TestMeter.CLOCK_TIME, wanted);

    assertThat(client.get(TestMeter.CLOCK_TIME)).isEqualTo(wanted);
  }

  @Test
  void switches_the_relay_and_reads_its_state_back() throws Exception {
    assertThat(client.action(TestMeter.DISCONNECT, new Data.Integer8(0)))
        .isEqualTo(new Data.NullData());
    assertThat(client.get(TestMeter.RELAY_STATE)).isEqualTo(new Data.Enumerated(0));

    client.action(TestMeter.RECONNECT, new Data.Integer8(0));
    assertThat(client.get(TestMeter.RELAY_STATE)).isEqualTo(new Data.Enumerated(1));
    assertThat(meter.relaySwitches).hasValue(2);
  }

  @Test
  void lists_the_objects_with_the_association_first() throws Exception {
    AttributeRef list =
        new AttributeRef(InterfaceClass.ASSOCIATION_LN, ObisCode.parse("0.0.40.0.0.255"), 2);

    List<Data> objects = client.get(list).asList();

    assertThat(objects).hasSize(10);
    assertThat(objects.getFirst().asList().getFirst().asLong())
        .isEqualTo(InterfaceClass.ASSOCIATION_LN);
  }

  @Test
  void is_told_why_something_is_refused_and_goes_on() throws Exception {
    MethodRef reset = new MethodRef(InterfaceClass.REGISTER, TestMeter.IMPORT, 1);

    assertThatThrownBy(() -> client.set(TestMeter.IMPORT_VALUE, new Data.DoubleLongUnsigned(0)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.service()).isEqualTo(Refused.Service.SET);
              assertThat(refused.resultCode()).isEqualTo(DataAccessResult.READ_WRITE_DENIED.code());
            });
    assertThatThrownBy(() -> client.action(reset, new Data.Integer8(0)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("read-write-denied");
    assertThatThrownBy(() -> client.set(TestMeter.CLOCK_TIME, new Data.Bool(true)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("type-unmatched");

    assertThat(client.get(TestMeter.IMPORT_VALUE))
        .isEqualTo(new Data.DoubleLongUnsigned(1_460_000));
  }
}
