package org.meterhaus.dlms.security;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** The elliptic curves of suites 1 and 2 (FIPS 186-4, appendix D), each with its digest. */
public enum EcCurve {
  P256("secp256r1", 32, "SHA-256", "SHA256withECDSAinP1363Format"),
  P384("secp384r1", 48, "SHA-384", "SHA384withECDSAinP1363Format");

  private final int fieldOctets;
  private final String digest;
  private final String signature;

  @SuppressWarnings("ImmutableEnumChecker") // it is immutable, but does not say so
  private final ECParameterSpec parameters;

  EcCurve(String name, int fieldOctets, String digest, String signature) {
    this.fieldOctets = fieldOctets;
    this.digest = digest;
    this.signature = signature;
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec(name));
      this.parameters = curve.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + name, e);
    }
  }

  /** Octets of a coordinate, of a private key and of each half of a signature. */
  public int fieldOctets() {
    return fieldOctets;
  }

  /** Octets of a public key: x and y. */
  public int pointOctets() {
    return 2 * fieldOctets;
  }

  /** Octets of a signature: r and s. */
  public int signatureOctets() {
    return 2 * fieldOctets;
  }

  /** JCA's name of the digest that goes with it. */
  String digest() {
    return digest;
  }

  /** JCA's name of ECDSA with it, signatures as r and s of fixed length. */
  String signature() {
    return signature;
  }

  ECParameterSpec parameters() {
    return parameters;
  }

  /** Whether it is a point of this curve; all but infinity generate the whole group. */
  boolean contains(ECPoint point) {
    BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right =
        x.pow(2).add(parameters.getCurve().getA()).multiply(x).add(parameters.getCurve().getB());
    return y.pow(2).subtract(right).mod(p).signum() == 0;
  }
}
