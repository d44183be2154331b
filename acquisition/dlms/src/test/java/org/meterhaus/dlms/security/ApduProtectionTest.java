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
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("The protection of messages")
class ApduProtectionTest {

  private static final String FILE = "dlms-security.json";
  private static final SystemTitle OTHER = SystemTitle.ofHex("ffffffffffffffff");

  /** Ciphered messages we know, of suite 0, authenticated and encrypted. */
  private static boolean isOurs(Vector vector) {
    return isCiphered(vector) && vector.text("securityControl").equals("30");
  }

  /** The same, protected in a way that we do not accept. */
  private static boolean isWeaker(Vector vector) {
    return isCiphered(vector) && !vector.text("securityControl").equals("30");
  }

  private static boolean isCiphered(Vector vector) {
    return vector.kind().matches("(general-)?glo-.*")
        && vector.expect().has("plaintextHex")
        && vector.json().path("keys").path("encryptionKey").asText().length() == 32
        && !vector.kind().contains("event");
  }

  static List<Vector> ours() {
    return Vector.kept(FILE, ApduProtectionTest::isOurs);
  }

  static List<Vector> weaker() {
    return Vector.kept(FILE, ApduProtectionTest::isWeaker);
  }

  static List<Vector> proofs() {
    return Vector.kept(FILE, vector -> vector.kind().equals("hls-5-gmac"));
  }

  private static SystemTitle title(Vector vector) {
    return SystemTitle.ofHex(vector.text("systemTitle"));
  }

  private static SymmetricKey key(Vector vector, String name) {
    JsonNode hex = vector.json().get("keys").get(name);
    return hex.isNull()
        ? SymmetricKey.ofHex("00000000000000000000000000000000")
        : SymmetricKey.ofHex(hex.asText());
  }

  /** The originator of the vector, about to use the vector's counter. */
  private static ApduProtection originator(Vector vector) {
    return new ApduProtection(
        key(vector, "encryptionKey"),
        key(vector, "authenticationKey"),
        title(vector),
        InvocationCounter.volatileFrom(Long.parseLong(vector.text("invocationCounter"), 16)));
  }

  private static ApduProtection receiver(Vector vector) {
    return new ApduProtection(
        key(vector, "encryptionKey"),
        key(vector, "authenticationKey"),
        OTHER,
        InvocationCounter.volatileFrom(1));
  }

  private static Apdu.Ciphered ciphered(Bytes octets) throws Exception {
    return (Apdu.Ciphered) ApduCodec.decode(octets, DataLimits.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void opens_published_messages(Vector vector) throws Exception {
    Bytes plain = receiver(vector).unprotect(ciphered(vector.hex()), title(vector));

    assertThat(plain).hasToString(vector.expect().get("plaintextHex").asText());
  }

  @Test
  void opens_published_messages_that_may_not_be_copied() throws Exception {
    List<Vector> beside = Vector.beside(FILE, ApduProtectionTest::isOurs);
    assumeTrue(!beside.isEmpty(), "no larger set of vectors beside the repository");

    for (Vector vector : beside) {
      opens_published_messages(vector);
    }
  }

  @ParameterizedTest
  @MethodSource("ours")
  void seals_messages_as_published(Vector vector) throws Exception {
    Bytes plain = Bytes.ofHex(vector.expect().get("plaintextHex").asText());
    boolean general = vector.hex().at(0) == Tags.GENERAL_GLO_CIPHERING;

    Apdu sealed =
        originator(vector).protect(plain, general ? Envelope.GENERAL : Envelope.SERVICE_SPECIFIC);

    assertThat(ApduCodec.encode(sealed)).isEqualTo(vector.hex());
  }

  @ParameterizedTest
  @MethodSource("weaker")
  void refuses_messages_with_other_protection_than_agreed(Vector vector) throws Exception {
    Apdu.Ciphered message = ciphered(vector.hex());

    assertThatThrownBy(() -> receiver(vector).unprotect(message, title(vector)))
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("0x30 was agreed");
  }

  @ParameterizedTest
  @MethodSource("ours")
  void refuses_a_message_with_any_bit_changed(Vector vector) throws Exception {
    Apdu.Ciphered right = ciphered(vector.hex());
    ApduProtection receiver = receiver(vector);
    for (int bit = 0; bit < right.payload().size() * 8; bit += 7) {
      byte[] payload = right.payload().toArray();
      payload[bit / 8] ^= (byte) (1 << bit % 8);
      Apdu.Ciphered wrong =
          new Apdu.Ciphered(
              right.tag(),
              right.systemTitle(),
              right.securityControl(),
              right.counter(),
              Bytes.copyOf(payload));

      assertThatThrownBy(() -> receiver.unprotect(wrong, title(vector)))
          .isInstanceOf(SecurityRefused.class);
    }
  }

  @ParameterizedTest
  @MethodSource("ours")
  void refuses_a_message_under_another_counter_title_or_envelope(Vector vector) throws Exception {
    Apdu.Ciphered right = ciphered(vector.hex());
    ApduProtection receiver = receiver(vector);
    var counted =
        new Apdu.Ciphered(
            right.tag(), right.systemTitle(), 0x30, right.counter() ^ 1, right.payload());
    var envelope =
        new Apdu.Ciphered(
            Tags.GLO_ACTION_REQUEST, Bytes.EMPTY, 0x30, right.counter(), right.payload());

    assertThatThrownBy(() -> receiver.unprotect(counted, title(vector)))
        .isInstanceOf(SecurityRefused.class);
    assertThatThrownBy(() -> receiver.unprotect(right, OTHER)).isInstanceOf(SecurityRefused.class);
    if (right.tag() != Tags.GLO_ACTION_REQUEST) {
      assertThatThrownBy(() -> receiver.unprotect(envelope, title(vector)))
          .isInstanceOf(SecurityRefused.class)
          .hasMessageContaining("envelope");
    }
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void proves_itself_as_published(Vector vector) throws Exception {
    Bytes challenge = Bytes.ofHex(vector.text("challengeHex"));

    Bytes proof = originator(vector).proof(challenge);

    assertThat(proof).hasToString(vector.expect().get("value").asText());
    ApduProtection receiver = receiver(vector);
    assertThat(receiver.isProof(proof, challenge, title(vector))).isTrue();
    assertThat(receiver.isProof(proof, challenge, title(vector))).as("asked again").isTrue();
    assertThat(receiver(vector).isProof(proof, challenge, OTHER)).isFalse();
    assertThat(receiver(vector).isProof(proof, challenge.concat(Bytes.of(0)), title(vector)))
        .isFalse();
    assertThat(receiver(vector).isProof(proof.slice(0, 16), challenge, title(vector))).isFalse();
  }

  @Test
  void proves_itself_as_published_in_vectors_that_may_not_be_copied() throws Exception {
    List<Vector> beside = Vector.beside(FILE, vector -> vector.kind().equals("hls-5-gmac"));
    assumeTrue(!beside.isEmpty(), "no larger set of vectors beside the repository");

    for (Vector vector : beside) {
      proves_itself_as_published(vector);
    }
  }

  @Test
  void never_uses_a_counter_twice() throws Exception {
    var protection =
        new ApduProtection(
            SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f"),
            SymmetricKey.ofHex("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf"),
            OTHER,
            InvocationCounter.volatileFrom(InvocationCounter.MAX));
    Bytes apdu = Bytes.ofHex("c001c1000100002a0000ff0200");

    assertThat(protection.protect(apdu, Envelope.SERVICE_SPECIFIC).counter())
        .isEqualTo(InvocationCounter.MAX);
    assertThatThrownBy(() -> protection.protect(apdu, Envelope.SERVICE_SPECIFIC))
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("used up");
  }
}
