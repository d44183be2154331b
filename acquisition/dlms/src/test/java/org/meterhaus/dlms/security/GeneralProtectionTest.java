package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.security.GeneralProtection.KeyChoice;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("general-ciphering and general-signing")
class GeneralProtectionTest {

  private static final String FILE = "dlms-security.json";
  private static final SystemTitle CLIENT = SystemTitle.ofHex("4d4d4d0000000001");
  private static final SystemTitle SERVER = SystemTitle.ofHex("4d4d4d0000bc614e");
  private static final Bytes APDU = Bytes.ofHex("c0010000080000010000ff0200");
  private static final Bytes TRANSACTION = Bytes.ofHex("0102030405060708");
  private static final SecureRandom RANDOM = new SecureRandom();

  static List<Vector> ciphered() {
    return Vector.kept(FILE, vector -> vector.kind().equals("general-ciphering:identified-key"));
  }

  private static SymmetricKey key(SecuritySuite suite, int fill) {
    return SymmetricKey.ofHex("%02x".formatted(fill).repeat(suite.keyOctets()));
  }

  @ParameterizedTest
  @MethodSource("ciphered")
  void are_opened_and_made_as_published(Vector vector) throws Exception {
    SecuritySuite suite = SecuritySuite.of(vector.json().get("suite").asInt());
    JsonNode hex = vector.json().get("keys");
    KeySet keys =
        KeySet.of(
            suite,
            SymmetricKey.ofHex(hex.get("encryptionKey").asText()),
            SymmetricKey.ofHex(hex.get("authenticationKey").asText()));
    JsonNode apdu = vector.expect().get("apdu");

    GeneralCiphering message = GeneralCiphering.decode(vector.hex());

    assertThat(message.header()).isEqualTo(GeneralHeader.of(TRANSACTION, CLIENT, SERVER));
    assertThat(message.keyInfo()).isEqualTo(new KeyInfo.Identified(false));
    assertThat(message.payload()).hasToString(apdu.get("ciphertextHex").asText());
    assertThat(message.encode()).isEqualTo(vector.hex());
    var counter = InvocationCounter.volatileFrom(1);
    assertThat(new GeneralProtection(keys, null, SERVER, counter, RANDOM).open(message, CLIENT))
        .hasToString(vector.expect().get("plaintextHex").asText());
    var sender =
        new GeneralProtection(
            keys, null, CLIENT, InvocationCounter.volatileFrom(message.counter()), RANDOM);
    GeneralCiphering made =
        sender.protect(
            APDU, Protection.AUTHENTICATED_ENCRYPTION, message.header(), KeyChoice.GLOBAL_UNICAST);
    assertThat(made.encode()).isEqualTo(vector.hex());
  }

  /** Its tag cannot be had again: the source does not tell all that it is over. */
  @Test
  void encrypt_as_in_the_published_example_of_the_static_unified_model() throws Exception {
    List<Vector> vectors =
        Vector.kept(FILE, vector -> vector.kind().equals("general-ciphering:agreed-key"));
    assertThat(vectors).isNotEmpty();
    for (Vector vector : vectors) {
      JsonNode keys = vector.json().get("keys");
      byte[] sealed = Bytes.ofHex(vector.expect().get("ciphertextHex").asText()).toArray();
      byte[] out = new byte[sealed.length];

      new AuthenticatedEncryption(
              SymmetricKey.ofHex(keys.get("derivedEncryptionKey").asText()),
              SymmetricKey.ofHex(keys.get("authenticationKey").asText()))
          .unprotect(
              new SecurityControl(0x21),
              SystemTitle.ofHex(vector.text("originatorSystemTitle")),
              Long.parseLong(vector.text("invocationCounter"), 16),
              new byte[0],
              sealed,
              0,
              sealed.length,
              out,
              0);

      assertThat(Bytes.copyOf(out)).hasToString(vector.expect().get("plaintextHex").asText());
    }
  }

  /** Both parties, each with its own keys and the public ones of the other. */
  private record Parties(GeneralProtection client, GeneralProtection server) {
    static Parties of(SecuritySuite suite) {
      KeySet symmetric =
          KeySet.of(suite, key(suite, 0x11), key(suite, 0x22)).withBroadcast(key(suite, 0x33));
      KeySet client = symmetric;
      KeySet server = symmetric;
      if (suite.hasCurve()) {
        EcKeyPair clientSigning = EcKeyPair.generate(suite.curve(), RANDOM);
        EcKeyPair clientAgreement = EcKeyPair.generate(suite.curve(), RANDOM);
        EcKeyPair serverAgreement = EcKeyPair.generate(suite.curve(), RANDOM);
        client =
            symmetric
                .withSigning(clientSigning, null)
                .withAgreement(clientAgreement, serverAgreement.publicKey());
        server =
            symmetric
                .withSigning(null, clientSigning.publicKey())
                .withAgreement(serverAgreement, clientAgreement.publicKey());
      }
      return new Parties(party(client, CLIENT, 1), party(server, SERVER, 1));
    }

    private static GeneralProtection party(KeySet keys, SystemTitle title, long counter) {
      return new GeneralProtection(
          keys, key(keys.suite(), 0x77), title, InvocationCounter.volatileFrom(counter), RANDOM);
    }
  }

  static Stream<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (SecuritySuite suite : SecuritySuite.values()) {
      for (Protection protection : Protection.values()) {
        for (KeyChoice choice : KeyChoice.values()) {
          boolean agreed = choice == KeyChoice.ONE_PASS || choice == KeyChoice.STATIC_UNIFIED;
          if (protection != Protection.NONE && (suite.hasCurve() || !agreed)) {
            all.add(arguments(suite, protection, choice));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void are_undone_by_the_recipient(SecuritySuite suite, Protection protection, KeyChoice choice)
      throws Exception {
    Parties parties = Parties.of(suite);
    GeneralHeader header = GeneralHeader.of(TRANSACTION, CLIENT, SERVER);

    GeneralCiphering sent = parties.client.protect(APDU, protection, header, choice);
    GeneralCiphering received = GeneralCiphering.decode(sent.encode());

    assertThat(received).isEqualTo(sent);
    assertThat(parties.server.open(received, CLIENT)).isEqualTo(APDU);
    assertThatThrownBy(() -> parties.server.open(received, SERVER))
        .isInstanceOf(SecurityRefused.class);
    assertThatThrownBy(() -> parties.client.open(received, CLIENT))
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("not for us");
  }

  /** A stream cipher alone notices nothing, as {@link Protection} says. */
  static Stream<Arguments> authenticated() {
    return all()
        .filter(arguments -> arguments.get()[1] instanceof Protection p && p.authenticated());
  }

  @ParameterizedTest
  @MethodSource("authenticated")
  void are_refused_with_any_bit_flipped(
      SecuritySuite suite, Protection protection, KeyChoice choice) throws Exception {
    Parties parties = Parties.of(suite);
    GeneralHeader header = GeneralHeader.of(TRANSACTION, CLIENT, SERVER);
    Bytes octets = parties.client.protect(APDU, protection, header, choice).encode();
    boolean slow = suite.hasCurve() && octets.size() > 120;
    for (int bit = 0; bit < octets.size() * 8; bit += slow ? 41 : 1) {
      byte[] flipped = octets.toArray();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);

      assertThatThrownBy(
              () -> {
                GeneralCiphering wrong = GeneralCiphering.decode(Bytes.copyOf(flipped));
                if ((wrong.securityControl() & 0x30) == 0x20) {
                  throw new SecurityRefused("without a tag, which a policy refuses");
                }
                parties.server.open(wrong, CLIENT);
              })
          .as("bit %d of %s", bit, octets)
          .isInstanceOfAny(SecurityRefused.class, Malformed.class);
    }
  }

  @Test
  void are_refused_without_the_keys() {
    SecuritySuite suite = SecuritySuite.SUITE_1;
    var poor =
        new GeneralProtection(
            KeySet.of(suite, key(suite, 0x11), key(suite, 0x22)),
            null,
            SERVER,
            InvocationCounter.volatileFrom(1),
            RANDOM);
    GeneralHeader header = GeneralHeader.of(TRANSACTION, CLIENT, SERVER);
    for (KeyChoice choice : KeyChoice.values()) {
      if (choice != KeyChoice.GLOBAL_UNICAST) {
        assertThatThrownBy(
                () -> {
                  GeneralCiphering sent =
                      Parties.of(suite)
                          .client
                          .protect(APDU, Protection.AUTHENTICATED_ENCRYPTION, header, choice);
                  poor.open(sent, CLIENT);
                })
            .isInstanceOf(SecurityRefused.class)
            .hasMessageContaining("there is no");
      }
    }
  }

  @Test
  void are_signed_as_published() throws Exception {
    List<Vector> vectors = Vector.kept(FILE, vector -> vector.kind().equals("general-signing"));
    assertThat(vectors).isNotEmpty();
    for (Vector vector : vectors) {
      JsonNode keys = vector.json().get("keys");
      EcPublicKey signer =
          new EcPublicKey(EcCurve.P384, Bytes.ofHex(keys.get("signingPublic").asText()));

      GeneralSigning message = GeneralSigning.decode(vector.hex());

      assertThat(GeneralSigning.signed(message.header(), message.content()))
          .hasToString(vector.expect().get("signedHex").asText());
      assertThat(message.verified(CLIENT, signer))
          .hasToString(vector.expect().get("apdu").get("contentHex").asText());
      assertThat(message.encode()).isEqualTo(vector.hex());
    }
  }

  @Test
  void are_taken_apart_as_in_a_real_session() throws Exception {
    List<Vector> beside = Vector.beside(FILE, vector -> vector.kind().equals("general-signing"));
    assumeTrue(!beside.isEmpty(), "no larger set of vectors beside the repository");

    for (Vector vector : beside) {
      GeneralSigning message = GeneralSigning.decode(vector.hex());
      JsonNode apdu = vector.expect().get("apdu");
      assertThat(message.content()).hasToString(apdu.get("contentHex").asText());
      assertThat(message.signature()).hasToString(apdu.get("signatureHex").asText());
      assertThat(message.encode()).isEqualTo(vector.hex());
    }
  }

  @Test
  void are_refused_with_any_bit_of_a_signed_message_flipped() throws Exception {
    EcKeyPair key = EcKeyPair.generate(EcCurve.P256, RANDOM);
    GeneralHeader header = GeneralHeader.of(TRANSACTION, CLIENT, SERVER);
    Bytes octets = GeneralSigning.sign(header, APDU, key).encode();
    assertThat(GeneralSigning.decode(octets).verified(CLIENT, key.publicKey())).isEqualTo(APDU);
    for (int bit = 0; bit < octets.size() * 8; bit += 3) {
      byte[] flipped = octets.toArray();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);

      assertThatThrownBy(
              () -> GeneralSigning.decode(Bytes.copyOf(flipped)).verified(CLIENT, key.publicKey()))
          .isInstanceOf(MeterException.class);
    }
  }

  @Test
  void end_early_at_every_octet_as_malformed() throws Exception {
    for (Vector vector :
        Vector.kept(FILE, v -> v.kind().matches("general-(signing|ciphering:identified-key)"))) {
      for (int end = 0; end < vector.hex().size(); end++) {
        Bytes part = vector.hex().slice(0, end);
        assertThatThrownBy(
                () -> {
                  if (vector.kind().equals("general-signing")) {
                    GeneralSigning.decode(part);
                  } else {
                    GeneralCiphering.decode(part);
                  }
                })
            .isInstanceOf(Malformed.class);
      }
    }
  }
}
