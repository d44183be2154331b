package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.DlmsServer;

@DisplayName("The association object")
@Timeout(60)
class AssociationObjectTest {

  private static final ObisCode CURRENT = ObisCode.parse("0-0:40.0.0*255");

  private static AttributeRef attribute(int number) {
    return new AttributeRef(InterfaceClass.ASSOCIATION_LN, CURRENT, number);
  }

  @Test
  void tells_what_was_agreed_but_no_secret() throws Exception {
    try (DlmsServer server = TestNet.serve(TestNet.hls(false), new TestMeter(1).directory());
        DlmsClient client =
            DlmsClient.open(TestNet.link(server).withMaxApduBytes(1024), TestNet.client())) {
      assertThat(client.get(attribute(1))).isEqualTo(CURRENT.toData());
      assertThat(client.get(attribute(3)))
          .isEqualTo(Data.Structure.of(new Data.Integer8(37), new Data.LongUnsigned(1)));
      assertThat(client.get(attribute(4)))
          .isEqualTo(new Data.OctetString(Bytes.ofHex("60857405080103")));
      List<Data> context = client.get(attribute(5)).asList();
      int bits = client.conformance().bits();
      assertThat(context.getFirst())
          .isEqualTo(new Data.BitString(Bytes.of(bits >>> 16, bits >>> 8 & 0xFF, bits & 0xFF), 24));
      assertThat(context.subList(1, 6))
          .containsExactly(
              new Data.LongUnsigned(65_535),
              new Data.LongUnsigned(1024),
              new Data.Unsigned8(6),
              new Data.Integer8(0),
              new Data.OctetString(Bytes.EMPTY));
      assertThat(client.get(attribute(6)))
          .isEqualTo(new Data.OctetString(Bytes.ofHex("60857405080205")));
      assertThatThrownBy(() -> client.get(attribute(7))).isInstanceOf(Refused.class);
      assertThat(client.get(attribute(8))).isEqualTo(new Data.Enumerated(2));
      assertThat(client.get(attribute(9))).isEqualTo(new Data.OctetString(Bytes.EMPTY));
      assertThat(client.get(attribute(10)).asList()).isEmpty();
      assertThat(client.get(attribute(11)).asList()).hasSize(2);
      assertThatThrownBy(() -> client.get(attribute(12))).isInstanceOf(Refused.class);
    }
  }

  /** change_HLS_secret, add_object, remove_object, add_user, remove_user. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6})
  void is_not_for_clients_to_change(int method) throws Exception {
    try (DlmsServer server = TestNet.serve(TestNet.hls(false), new TestMeter(1).directory());
        DlmsClient client = DlmsClient.open(TestNet.link(server), TestNet.client())) {
      MethodRef change = new MethodRef(InterfaceClass.ASSOCIATION_LN, CURRENT, method);

      assertThatThrownBy(() -> client.action(change, new Data.NullData()))
          .isInstanceOf(Refused.class);
      for (int number = 1; number <= 11; number++) {
        AttributeRef attribute = attribute(number);
        assertThatThrownBy(() -> client.set(attribute, new Data.NullData()))
            .isInstanceOf(Refused.class);
      }
      assertThat(client.get(TestMeter.NAME_VALUE)).isNotNull();
    }
  }
}
