package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.server.DeviceSecurity;

@DisplayName("A key")
class SymmetricKeyTest {

  private static final String HEX = "000102030405060708090a0b0c0d0e0f";

  @Test
  void never_prints_itself_nor_by_what_holds_it() {
    SymmetricKey key = SymmetricKey.ofHex(HEX);
    SystemTitle title = SystemTitle.of("MHV", 1);
    InvocationCounter counter = InvocationCounter.volatileFrom(1);

    assertThat(key).hasToString("SymmetricKey[hidden]");
    assertThat(new AssociationConfig.HlsGmac(title, key, key, counter).toString())
        .doesNotContain(HEX)
        .contains("hidden");
    assertThat(new DeviceSecurity.HlsGmac(title, key, key, counter, false).toString())
        .doesNotContain(HEX)
        .contains("hidden");
  }

  @Test
  void is_not_told_by_the_error_that_refuses_it() {
    assertThatThrownBy(() -> SymmetricKey.ofHex("00010203secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
    assertThatThrownBy(() -> SymmetricKey.ofHex("0001"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 octets");
  }

  @Test
  void equals_another_of_the_same_octets() {
    assertThat(SymmetricKey.ofHex(HEX)).isEqualTo(SymmetricKey.ofHex(HEX));
    assertThat(SymmetricKey.ofHex(HEX))
        .isNotEqualTo(SymmetricKey.ofHex("100102030405060708090a0b0c0d0e0f"));
  }
}
