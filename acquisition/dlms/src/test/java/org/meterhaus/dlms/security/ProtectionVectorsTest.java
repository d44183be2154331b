package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("Protection, held to every published message")
class ProtectionVectorsTest {

  private static final String FILE = "dlms-security.json";
  private static final SystemTitle OTHER = SystemTitle.ofHex("ffffffffffffffff");

  private static boolean isCiphered(Vector vector) {
    return vector.kind().matches("(general-)?(glo|ded)-.*|(aarq|rlrq|rlre):ciphered")
        && vector.expect().has("plaintextHex");
  }

  static List<Vector> ciphered() {
    return Vector.kept(FILE, ProtectionVectorsTest::isCiphered);
  }

  /** The protected message, also where it is carried by an ACSE APDU. */
  private static Bytes message(Vector vector) {
    JsonNode inner = vector.expect().path("apdu").path("userInformationHex");
    return inner.isMissingNode() ? vector.hex() : Bytes.ofHex(inner.asText());
  }

  private static SystemTitle title(Vector vector) {
    return SystemTitle.ofHex(vector.text("systemTitle"));
  }

  private static ApduProtection party(Vector vector, SystemTitle title, long counter) {
    SecuritySuite suite = SecuritySuite.of(vector.json().get("suite").asInt());
    JsonNode keys = vector.json().get("keys");
    SymmetricKey encryption = SymmetricKey.ofHex(keys.get("encryptionKey").asText());
    SymmetricKey authentication =
        keys.get("authenticationKey").isNull()
            ? SymmetricKey.ofHex("00".repeat(suite.keyOctets()))
            : SymmetricKey.ofHex(keys.get("authenticationKey").asText());
    SymmetricKey none = SymmetricKey.ofHex("00".repeat(suite.keyOctets()));
    boolean dedicated = Envelope.ofTag(message(vector).at(0)).dedicated();
    KeySet set = KeySet.of(suite, dedicated ? none : encryption, authentication);
    set = dedicated ? set.withDedicated(encryption) : set.withBroadcast(encryption);
    return new ApduProtection(set, title, InvocationCounter.volatileFrom(Math.max(counter, 1)));
  }

  @ParameterizedTest
  @MethodSource("ciphered")
  void opens_it(Vector vector) throws Exception {
    Apdu.Ciphered message = ProtectedMessage.parse(message(vector));

    Unprotected opened = party(vector, OTHER, 1).open(message, title(vector));

    assertThat(opened.apdu()).hasToString(vector.expect().get("plaintextHex").asText());
    assertThat(opened.control().octet())
        .isEqualTo(Integer.parseInt(vector.text("securityControl"), 16));
    assertThat(opened.counter()).isEqualTo(message.counter());
  }

  @ParameterizedTest
  @MethodSource("ciphered")
  void makes_the_same_octets(Vector vector) throws Exception {
    Apdu.Ciphered published = ProtectedMessage.parse(message(vector));
    Bytes plain = Bytes.ofHex(vector.expect().get("plaintextHex").asText());
    Envelope envelope = Envelope.ofTag(published.tag());

    Apdu.Ciphered made =
        party(vector, title(vector), published.counter())
            .protect(plain, new SecurityControl(published.securityControl()), envelope);

    // A general envelope may leave the title out where it is known; we always tell it.
    if (published.systemTitle().isEmpty() && envelope.general()) {
      assertThat(made.payload()).isEqualTo(published.payload());
    } else {
      assertThat(ProtectedMessage.write(made)).isEqualTo(message(vector));
    }
  }

  @Test
  void opens_and_makes_those_that_may_not_be_copied() throws Exception {
    List<Vector> beside = Vector.beside(FILE, ProtectionVectorsTest::isCiphered);
    assumeTrue(!beside.isEmpty(), "no larger set of vectors beside the repository");

    for (Vector vector : beside) {
      opens_it(vector);
      makes_the_same_octets(vector);
    }
  }

  @Test
  void refuses_the_published_message_with_a_wrong_tag() {
    List<Vector> beside = Vector.beside(FILE, vector -> vector.kind().equals("bad-tag"));
    assumeTrue(!beside.isEmpty(), "no larger set of vectors beside the repository");

    for (Vector vector : beside) {
      Bytes protectedContent = vector.hex();
      Apdu.Ciphered message =
          new Apdu.Ciphered(
              0xC8,
              Bytes.EMPTY,
              protectedContent.at(0),
              protectedContent.buffer().getInt(1) & 0xFFFF_FFFFL,
              protectedContent.slice(5, protectedContent.size()));
      JsonNode keys = vector.json().get("keys");
      ApduProtection receiver =
          new ApduProtection(
              SymmetricKey.ofHex(keys.get("encryptionKey").asText()),
              SymmetricKey.ofHex(keys.get("authenticationKey").asText()),
              OTHER,
              InvocationCounter.volatileFrom(1));

      assertThatThrownBy(() -> receiver.open(message, title(vector)))
          .isInstanceOf(SecurityRefused.class)
          .hasMessageContaining("tag");
    }
  }
}
