package org.meterhaus.dlms.security;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/**
 * A point of a curve: somebody's public key to check signatures with, or to agree on a key.
 *
 * @param curve of the suite
 * @param point x and y, 64 octets on P-256, 96 on P-384
 */
public record EcPublicKey(EcCurve curve, Bytes point) {

  /**
   * Checks that it is a point of the curve: one that is not would leak the private key of who
   * agrees with it.
   *
   * @throws IllegalArgumentException if it is not
   */
  public EcPublicKey {
    if (point.size() != curve.pointOctets() || !curve.contains(coordinates(curve, point))) {
      throw new IllegalArgumentException(
          "not a point of " + curve + ": " + point.size() + " octets");
    }
  }

  /**
   * From octets that a peer sent.
   *
   * @throws SecurityRefused if they are no point of the curve
   */
  public static EcPublicKey received(EcCurve curve, Bytes point) throws SecurityRefused {
    try {
      return new EcPublicKey(curve, point);
    } catch (IllegalArgumentException _) {
      throw new SecurityRefused("public key is not a point of " + curve);
    }
  }

  /**
   * From a key of the JCA, such as one in a certificate.
   *
   * @throws IllegalArgumentException if it is not of a curve of suite 1 or 2
   */
  public static EcPublicKey of(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      for (EcCurve curve : EcCurve.values()) {
        if (ec.getParams().getOrder().equals(curve.parameters().getOrder())) {
          return new EcPublicKey(curve, octets(curve, ec.getW()));
        }
      }
    }
    throw new IllegalArgumentException("not a public key of P-256 or P-384");
  }

  /**
   * Whether {@code signature} is this key owner's over {@code text}.
   *
   * @param signature r and s, each of the curve's length
   */
  public boolean verifies(Bytes text, Bytes signature) {
    if (signature.size() != curve.signatureOctets()) {
      return false;
    }
    try {
      Signature check = Signature.getInstance(curve.signature());
      check.initVerify(jca());
      check.update(text.toArray());
      return check.verify(signature.toArray());
    } catch (SignatureException _) {
      return false; // r or s out of range
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDSA failed", e);
    }
  }

  /** The same for the JCA. */
  public PublicKey jca() {
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(coordinates(curve, point), curve.parameters()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a point of the curve was refused", e);
    }
  }

  static Bytes octets(EcCurve curve, ECPoint point) {
    byte[] octets = new byte[curve.pointOctets()];
    fixed(point.getAffineX(), octets, 0, curve.fieldOctets());
    fixed(point.getAffineY(), octets, curve.fieldOctets(), curve.fieldOctets());
    return Bytes.copyOf(octets);
  }

  /** A number as that many octets, big-endian. */
  static void fixed(BigInteger value, byte[] target, int position, int octets) {
    byte[] signed = value.toByteArray();
    int skip = Math.max(0, signed.length - octets);
    int count = signed.length - skip;
    System.arraycopy(signed, skip, target, position + octets - count, count);
    Arrays.fill(signed, (byte) 0);
  }

  private static ECPoint coordinates(EcCurve curve, Bytes point) {
    byte[] octets = point.toArray();
    int field = curve.fieldOctets();
    return new ECPoint(
        new BigInteger(1, octets, 0, field), new BigInteger(1, octets, field, field));
  }
}
