package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("The primitives, held to published values")
class PrimitiveVectorsTest {

  private static final String FILE = "dlms-security.json";

  private static List<Vector> of(String kind) {
    return Vector.kept(FILE, vector -> vector.kind().matches(kind));
  }

  static List<Vector> gcm() {
    return of("primitive:aes-gcm-.*");
  }

  static List<Vector> wraps() {
    return of("key-wrap");
  }

  static List<Vector> signatures() {
    return of("primitive:ecdsa-.*");
  }

  static List<Vector> agreements() {
    return of("primitive:ecdh-.*");
  }

  static List<Vector> derivations() {
    return of("key-agreement:ecdh-kdf");
  }

  static List<Vector> ephemeral() {
    return of("key-agreement:ephemeral-key-signature");
  }

  private static byte[] octets(JsonNode parent, String field) {
    return Bytes.ofHex(parent.get(field).asText()).toArray();
  }

  private static EcCurve curve(Vector vector) {
    return vector.kind().endsWith("p256") ? EcCurve.P256 : EcCurve.P384;
  }

  private static boolean valid(Vector vector) {
    return vector.expect().path("valid").asBoolean(true);
  }

  /** The JDK's cipher as we use it, with tags of 96 bits. */
  @ParameterizedTest
  @MethodSource("gcm")
  void aes_gcm(Vector vector) throws Exception {
    JsonNode expect = vector.expect();
    var key = new SecretKeySpec(octets(vector.json().get("keys"), "key"), "AES");
    var parameters = new GCMParameterSpec(96, octets(vector.json(), "iv"));
    Bytes sealed = Bytes.ofHex(expect.get("ciphertext").asText() + expect.get("tag12").asText());
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, parameters);
    cipher.updateAAD(octets(vector.json(), "aad"));
    if (!valid(vector)) {
      assertThatThrownBy(() -> cipher.doFinal(sealed.toArray()))
          .isInstanceOf(AEADBadTagException.class);
      return;
    }
    assertThat(cipher.doFinal(sealed.toArray())).isEqualTo(octets(expect, "plaintext"));
    cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
    cipher.updateAAD(octets(vector.json(), "aad"));
    assertThat(Bytes.copyOf(cipher.doFinal(octets(expect, "plaintext")))).isEqualTo(sealed);
  }

  @ParameterizedTest
  @MethodSource("wraps")
  void key_wrap(Vector vector) throws Exception {
    var encryptionKey = new SecretKeySpec(octets(vector.json().get("keys"), "kek"), "AES");
    byte[] key = octets(vector.json().get("keys"), "key");
    byte[] wrapped = octets(vector.expect(), "wrapped");
    if (!valid(vector)) {
      assertThatThrownBy(() -> KeyWrap.unwrap(encryptionKey, wrapped))
          .isInstanceOf(SecurityRefused.class);
      return;
    }
    assertThat(KeyWrap.wrap(encryptionKey, key)).isEqualTo(wrapped);
    assertThat(KeyWrap.unwrap(encryptionKey, wrapped)).isEqualTo(key);
    wrapped[3] ^= 1;
    assertThatThrownBy(() -> KeyWrap.unwrap(encryptionKey, wrapped))
        .isInstanceOf(SecurityRefused.class);
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void ecdsa(Vector vector) {
    Bytes point = Bytes.ofHex(vector.json().get("keys").get("public").asText());
    EcPublicKey key = new EcPublicKey(curve(vector), point);
    Bytes signature = Bytes.ofHex(vector.expect().get("signature").asText());

    assertThat(key.verifies(Bytes.ofHex(vector.text("messageHex")), signature))
        .isEqualTo(valid(vector));
  }

  @ParameterizedTest
  @MethodSource("agreements")
  void ecdh(Vector vector) throws Exception {
    JsonNode keys = vector.json().get("keys");
    Bytes point = Bytes.ofHex(keys.get("public").asText());
    if (!valid(vector)) {
      assertThatThrownBy(() -> EcPublicKey.received(curve(vector), point))
          .isInstanceOf(SecurityRefused.class);
      return;
    }
    EcKeyPair own = pair(curve(vector), Bytes.ofHex(keys.get("private").asText()));

    assertThat(own.sharedSecret(EcPublicKey.received(curve(vector), point)))
        .isEqualTo(octets(vector.expect(), "z"));
  }

  @ParameterizedTest
  @MethodSource("derivations")
  void key_derivation(Vector vector) {
    SecuritySuite suite = SecuritySuite.of(vector.json().get("suite").asInt());
    JsonNode keys = vector.json().get("keys");
    EcKeyPair client = pair(suite.curve(), Bytes.ofHex(keys.get("uPrivate").asText()));
    EcKeyPair server = pair(suite.curve(), Bytes.ofHex(keys.get("vPrivate").asText()));
    Bytes partyU = Bytes.ofHex(vector.text("clientSystemTitle"));
    Bytes partyV = Bytes.ofHex(vector.text("serverSystemTitle"));
    SymmetricKey right = SymmetricKey.ofHex(vector.expect().get("derivedKey").asText());
    var use = KeyDerivation.Use.ENCRYPTION;

    byte[] ofClient = client.sharedSecret(server.publicKey());
    assertThat(ofClient).isEqualTo(octets(vector.expect(), "zHex"));
    assertThat(KeyDerivation.derive(suite, use, ofClient, partyU, partyV)).isEqualTo(right);
    assertThat(ofClient).as("erased").containsOnly(0);
    byte[] ofServer = server.sharedSecret(client.publicKey());
    assertThat(KeyDerivation.derive(suite, use, ofServer, partyU, partyV)).isEqualTo(right);
  }

  @ParameterizedTest
  @MethodSource("ephemeral")
  void signatures_of_ephemeral_keys(Vector vector) {
    EcCurve curve = SecuritySuite.of(vector.json().get("suite").asInt()).curve();
    JsonNode keys = vector.json().get("keys");
    EcPublicKey signer =
        new EcPublicKey(curve, Bytes.ofHex(keys.get("clientSigningPublic").asText()));
    Bytes signed = Bytes.ofHex(vector.expect().get("signedHex").asText());
    Bytes signature = Bytes.ofHex(vector.expect().get("signatureHex").asText());

    assertThat(signed.slice(1, signed.size()))
        .hasToString(keys.get("clientEphemeralPublic").asText());
    assertThat(signer.verifies(signed, signature)).isTrue();
    assertThat(signer.verifies(signed.slice(1, signed.size()), signature)).isFalse();
  }

  /** The pair of a private key: the JDK does not tell the public half. */
  static EcKeyPair pair(EcCurve curve, Bytes scalar) {
    BigInteger p = ((ECFieldFp) curve.parameters().getCurve().getField()).getP();
    BigInteger a = curve.parameters().getCurve().getA();
    BigInteger bits = new BigInteger(1, scalar.toArray());
    ECPoint sum = ECPoint.POINT_INFINITY;
    ECPoint power = curve.parameters().getGenerator();
    for (int i = 0; i < bits.bitLength(); i++) {
      if (bits.testBit(i)) {
        sum = add(sum, power, p, a);
      }
      power = add(power, power, p, a);
    }
    // Wycheproof writes private keys as numbers: sometimes longer, sometimes shorter.
    byte[] fixed = new byte[curve.fieldOctets()];
    EcPublicKey.fixed(bits, fixed, 0, fixed.length);
    return EcKeyPair.of(
        new EcPublicKey(curve, EcPublicKey.octets(curve, sum)), Bytes.copyOf(fixed));
  }

  private static ECPoint add(ECPoint one, ECPoint two, BigInteger p, BigInteger a) {
    if (one.equals(ECPoint.POINT_INFINITY)) {
      return two;
    }
    BigInteger x = one.getAffineX();
    BigInteger y = one.getAffineY();
    BigInteger slope =
        one.equals(two)
            ? x.pow(2).multiply(BigInteger.valueOf(3)).add(a).multiply(y.add(y).modInverse(p))
            : two.getAffineY().subtract(y).multiply(two.getAffineX().subtract(x).modInverse(p));
    BigInteger sumX = slope.pow(2).subtract(x).subtract(two.getAffineX()).mod(p);
    return new ECPoint(sumX, slope.multiply(x.subtract(sumX)).subtract(y).mod(p));
  }
}
