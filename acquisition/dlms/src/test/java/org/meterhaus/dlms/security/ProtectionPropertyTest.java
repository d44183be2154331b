package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.security.ApduProtection.Envelope;

@DisplayName("Protection by any suite, strength and envelope")
class ProtectionPropertyTest {

  private static final SystemTitle CLIENT = SystemTitle.of("MHC", 1);
  private static final SystemTitle SERVER = SystemTitle.of("MHV", 2);

  private static SymmetricKey key(SecuritySuite suite, int fill) {
    return SymmetricKey.ofHex("%02x".formatted(fill).repeat(suite.keyOctets()));
  }

  private static KeySet keys(SecuritySuite suite) {
    return KeySet.of(suite, key(suite, 0x11), key(suite, 0x22))
        .withBroadcast(key(suite, 0x33))
        .withDedicated(key(suite, 0x44));
  }

  private static ApduProtection party(SecuritySuite suite, SystemTitle title) {
    return new ApduProtection(keys(suite), title, InvocationCounter.volatileFrom(1));
  }

  static Stream<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (SecuritySuite suite : SecuritySuite.values()) {
      for (Protection protection : Protection.values()) {
        for (Envelope envelope : Envelope.values()) {
          if (protection != Protection.NONE) {
            SecurityControl control = SecurityControl.of(suite, protection);
            all.add(arguments(suite, control, envelope));
            if (!envelope.dedicated()) {
              all.add(arguments(suite, control.withBroadcastKey(), envelope));
            }
          }
        }
      }
    }
    return all.stream();
  }

  private static Bytes request(Random random, int octets) {
    byte[] apdu = new byte[octets];
    random.nextBytes(apdu);
    apdu[0] = (byte) 0xC0;
    return Bytes.copyOf(apdu);
  }

  @ParameterizedTest
  @MethodSource("all")
  void is_undone_by_the_peer(SecuritySuite suite, SecurityControl control, Envelope envelope)
      throws Exception {
    Random random = new Random(1);
    ApduProtection client = party(suite, CLIENT);
    ApduProtection server = party(suite, SERVER);
    for (int octets = 1; octets < 300; octets += 23) {
      Bytes plain = request(random, octets);

      Apdu.Ciphered message = client.protect(plain, control, envelope);

      Unprotected opened = server.open(message, CLIENT);
      assertThat(opened)
          .isEqualTo(new Unprotected(plain, control, envelope, CLIENT, message.counter()));
      assertThat(message.payload().size()).isEqualTo(octets + (control.authenticated() ? 12 : 0));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void is_the_same_from_array_to_array(
      SecuritySuite suite, SecurityControl control, Envelope envelope) throws Exception {
    for (int octets : new int[] {1, 110, 111, 300, 70_000}) {
      Bytes plain = request(new Random(4), octets);
      byte[] text = Bytes.of(1, 2, 3).concat(plain).toArray();
      byte[] out = new byte[7 + octets + ApduProtection.OVERHEAD];

      int written = party(suite, CLIENT).protect(text, 3, octets, control, envelope, out, 7);

      assertThat(Bytes.copyOf(out, 7, 7 + written))
          .isEqualTo(
              ProtectedMessage.write(party(suite, CLIENT).protect(plain, control, envelope)));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void is_refused_with_any_bit_flipped(
      SecuritySuite suite, SecurityControl control, Envelope envelope) throws Exception {
    Apdu.Ciphered right =
        party(suite, CLIENT).protect(request(new Random(2), 17), control, envelope);
    Bytes octets = ProtectedMessage.write(right);
    ApduProtection server = party(suite, SERVER);
    int payloadFrom = octets.size() - right.payload().size();
    for (int bit = (payloadFrom - 5) * 8; bit < octets.size() * 8; bit++) {
      byte[] flipped = octets.toArray();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Apdu.Ciphered wrong = ProtectedMessage.parse(Bytes.copyOf(flipped));
      // Without a tag nothing can be told of it, but that a glo- or ded- message must hold its own.
      boolean noticed =
          new SecurityControl(wrong.securityControl()).authenticated()
              || (bit / 8 == payloadFrom && !envelope.general());

      if (noticed) {
        assertThatThrownBy(() -> server.open(wrong, CLIENT))
            .as("bit %d of %s", bit, octets)
            .isInstanceOf(SecurityRefused.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SecuritySuite.class)
  void is_refused_compressed_unprotected_of_another_suite_or_without_the_key(SecuritySuite suite)
      throws Exception {
    ApduProtection client = party(suite, CLIENT);
    Apdu.Ciphered right = client.protect(request(new Random(3), 20), Envelope.SERVICE_SPECIFIC);
    ApduProtection bare =
        new ApduProtection(
            KeySet.of(suite, key(suite, 0x11), key(suite, 0x22)),
            SERVER,
            InvocationCounter.volatileFrom(1));

    assertThatThrownBy(() -> bare.open(with(right, 0x80 | right.securityControl()), CLIENT))
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("compressed");
    assertThatThrownBy(() -> bare.open(with(right, suite.id()), CLIENT))
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("not protected");
    assertThatThrownBy(() -> bare.open(with(right, 0x30 | (suite.id() + 1) % 3), CLIENT))
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("suite");
    assertThatThrownBy(() -> bare.open(with(right, 0x40 | right.securityControl()), CLIENT))
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("broadcast");
    Apdu.Ciphered dedicated = client.protect(request(new Random(3), 20), Envelope.DEDICATED);
    assertThatThrownBy(() -> bare.open(dedicated, CLIENT))
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("dedicated");
  }

  private static Apdu.Ciphered with(Apdu.Ciphered message, int control) {
    return new Apdu.Ciphered(
        message.tag(), message.systemTitle(), control, message.counter(), message.payload());
  }

  @ParameterizedTest
  @EnumSource(SecuritySuite.class)
  void proves_itself_with_the_suite_in_the_proof(SecuritySuite suite) throws Exception {
    Bytes challenge = Bytes.ofHex("00112233445566778899aabbccddeeff");

    Bytes proof = party(suite, CLIENT).proof(challenge);

    assertThat(proof.at(0)).isEqualTo(0x10 | suite.id());
    assertThat(party(suite, SERVER).isProof(proof, challenge, CLIENT)).isTrue();
    assertThat(party(suite, SERVER).isProof(proof, challenge, SERVER)).isFalse();
    for (int bit = 0; bit < proof.size() * 8; bit++) {
      byte[] flipped = proof.toArray();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(party(suite, SERVER).isProof(Bytes.copyOf(flipped), challenge, CLIENT)).isFalse();
    }
  }
}
