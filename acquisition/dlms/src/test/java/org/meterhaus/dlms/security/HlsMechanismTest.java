package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("An HLS mechanism")
class HlsMechanismTest {

  private static final String FILE = "dlms-security.json";
  private static final Bytes CLIENT = SystemTitle.of("MHC", 1).octets();
  private static final Bytes SERVER = SystemTitle.of("MHV", 2).octets();
  private static final Bytes CTOS = Bytes.ofHex("4b35366956616759");
  private static final Bytes STOC = Bytes.ofHex("503677524a323146");

  static List<Vector> digests() {
    return Vector.kept(FILE, vector -> vector.kind().matches("hls-[346]-.*"));
  }

  private static Bytes octets(Vector vector, String field) {
    return Bytes.ofHex(vector.json().path(field).asText(""));
  }

  private static HlsMechanism digest(Vector vector) {
    int id = Integer.parseInt(vector.kind().substring(4, 5));
    return HlsMechanism.digest(id, Secret.of(octets(vector, "secretHex")));
  }

  private static Handshake ofClient(Vector vector) {
    return new Handshake(
        octets(vector, "clientSystemTitle"),
        octets(vector, "serverSystemTitle"),
        octets(vector, "ctosHex"),
        octets(vector, "stocHex"));
  }

  @ParameterizedTest
  @MethodSource("digests")
  void proves_both_sides_as_published(Vector vector) throws Exception {
    HlsMechanism mechanism = digest(vector);
    Handshake client = ofClient(vector);

    assertThat(mechanism.proof(client)).hasToString(vector.expect().get("fStoC").asText());
    assertThat(mechanism.proof(client.mirrored()))
        .hasToString(vector.expect().get("fCtoS").asText());
  }

  @Test
  void proves_itself_as_in_the_log_of_another_maker() throws Exception {
    List<Vector> logs = Vector.beside(FILE, vector -> vector.kind().startsWith("hls-6"));
    assumeTrue(!logs.isEmpty(), "no larger set of vectors beside the repository");

    for (Vector vector : logs) {
      assertThat(digest(vector).proof(ofClient(vector)))
          .hasToString(vector.expect().get("value").asText());
    }
  }

  @Test
  void signs_what_the_published_signature_is_over() throws Exception {
    List<Vector> signed = Vector.kept(FILE, vector -> vector.kind().equals("hls-7-ecdsa"));
    assertThat(signed).isNotEmpty();
    for (Vector vector : signed) {
      JsonNode keys = vector.json().get("keys");
      EcKeyPair client = pair(keys, "client");
      EcKeyPair server = pair(keys, "server");
      HlsMechanism ofClient = HlsMechanism.ecdsa(client, server.publicKey());
      HlsMechanism ofServer = HlsMechanism.ecdsa(server, client.publicKey());
      Handshake handshake = ofClient(vector);

      Bytes published = Bytes.ofHex(vector.expect().get("fStoC").asText());
      assertThat(ofServer.isProof(published, handshake.mirrored())).isTrue();
      assertThat(ofServer.isProof(ofClient.proof(handshake), handshake.mirrored())).isTrue();
      Bytes answer = Bytes.ofHex(vector.expect().get("fCtoS").asText());
      assertThat(ofClient.isProof(answer, handshake)).isTrue();
      assertThat(ofClient.isProof(published, handshake)).as("its own proof").isFalse();
    }
  }

  private static EcKeyPair pair(JsonNode keys, String whose) {
    return EcKeyPair.of(
        new EcPublicKey(EcCurve.P256, Bytes.ofHex(keys.get(whose + "Public").asText())),
        Bytes.ofHex(keys.get(whose + "Private").asText()));
  }

  /** The same mechanism as client and as server have it, and as a stranger would. */
  record Parties(HlsMechanism client, HlsMechanism server, HlsMechanism stranger) {
    @Override
    public String toString() {
      return "mechanism " + client.id();
    }
  }

  static Stream<Parties> mechanisms() {
    SecureRandom random = new SecureRandom();
    EcKeyPair client = EcKeyPair.generate(EcCurve.P384, random);
    EcKeyPair server = EcKeyPair.generate(EcCurve.P384, random);
    EcKeyPair stranger = EcKeyPair.generate(EcCurve.P384, random);
    return Stream.concat(
        Stream.of(HlsMechanism.MD5, HlsMechanism.SHA1, HlsMechanism.SHA256)
            .map(id ->
                new Parties(
                    HlsMechanism.digest(id, Secret.ofText("right")),
                    HlsMechanism.digest(id, Secret.ofText("right")),
                    HlsMechanism.digest(id, Secret.ofText("wrong")))),
        Stream.of(
            new Parties(gmac(CLIENT, "11"), gmac(SERVER, "11"), gmac(CLIENT, "99")),
            new Parties(
                HlsMechanism.ecdsa(client, server.publicKey()),
                HlsMechanism.ecdsa(server, client.publicKey()),
                HlsMechanism.ecdsa(stranger, server.publicKey()))));
  }

  private static HlsMechanism gmac(Bytes title, String fill) {
    return HlsMechanism.gmac(
        new ApduProtection(
            SymmetricKey.ofHex(fill.repeat(16)),
            SymmetricKey.ofHex("22".repeat(16)),
            new SystemTitle(title),
            InvocationCounter.volatileFrom(1)));
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  void convinces_the_peer_of_this_handshake_only(Parties parties) throws Exception {
    Handshake handshake = new Handshake(CLIENT, SERVER, CTOS, STOC);
    Handshake other = new Handshake(CLIENT, SERVER, CTOS, STOC.concat(Bytes.of(0)));

    Bytes proof = parties.client.proof(handshake);

    assertThat(parties.server.isProof(proof, handshake.mirrored())).isTrue();
    assertThat(parties.server.isProof(proof, other.mirrored())).isFalse();
    assertThat(parties.server.isProof(Bytes.EMPTY, handshake.mirrored())).isFalse();
    assertThat(parties.server.isProof(parties.stranger.proof(handshake), handshake.mirrored()))
        .isFalse();
    Bytes answer = parties.server.proof(handshake.mirrored());
    assertThat(parties.client.isProof(answer, handshake)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  void neither_answers_nor_takes_its_own_challenge(Parties parties) throws Exception {
    Handshake reflected = new Handshake(CLIENT, SERVER, CTOS, CTOS);
    Bytes proof = parties.client.proof(new Handshake(CLIENT, SERVER, STOC, CTOS));

    assertThatThrownBy(() -> parties.client.proof(reflected)).isInstanceOf(SecurityRefused.class);
    assertThat(parties.server.isProof(proof, reflected.mirrored())).isFalse();
  }

  @Test
  void shows_no_secret() {
    assertThat(Secret.ofText("open sesame").toString()).doesNotContain("sesame");
    assertThat(Secret.ofText("right").is(Bytes.ofHex("7269676874"))).isTrue();
    assertThat(Secret.ofText("right").is(Bytes.ofHex("72696768"))).isFalse();
    assertThat(Secret.ofText("right").is(Bytes.EMPTY)).isFalse();
    assertThatThrownBy(() -> Secret.ofText("")).isInstanceOf(IllegalArgumentException.class);
  }
}
