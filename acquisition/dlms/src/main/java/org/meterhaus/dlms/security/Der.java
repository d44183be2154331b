package org.meterhaus.dlms.security;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import javax.security.auth.x500.X500Principal;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.data.OctetWriter;

/** As much of DER as a certificate request needs (RFC 2986); the JDK does not make them. */
final class Der {

  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int SEQUENCE = 0x30;
  static final int ATTRIBUTES = 0xA0;

  private static final Bytes ECDSA_WITH_SHA256 = Bytes.ofHex("06082a8648ce3d040302");
  private static final Bytes ECDSA_WITH_SHA384 = Bytes.ofHex("06082a8648ce3d040303");

  private Der() {}

  /** A request for a certificate of a public key, signed with its private key. */
  static Bytes certificateRequest(EcKeyPair pair, SystemTitle subject) {
    X500Principal name = new X500Principal("CN=" + subject);
    Bytes information =
        of(
            SEQUENCE,
            of(INTEGER, Bytes.of(0)),
            Bytes.copyOf(name.getEncoded()),
            Bytes.copyOf(pair.publicKey().jca().getEncoded()),
            of(ATTRIBUTES));
    return signed(information, pair);
  }

  /** What is signed, the algorithm, and the signature. */
  static Bytes signed(Bytes text, EcKeyPair pair) {
    return of(
        SEQUENCE, text, algorithm(pair.curve()), of(BIT_STRING, Bytes.of(0), sign(text, pair)));
  }

  static Bytes algorithm(EcCurve curve) {
    return of(SEQUENCE, curve == EcCurve.P256 ? ECDSA_WITH_SHA256 : ECDSA_WITH_SHA384);
  }

  /** A tag, the length of all parts, the parts. */
  static Bytes of(int tag, Bytes... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (Bytes part : parts) {
      content.writeBytes(part.toArray());
    }
    return new OctetWriter().u8(tag).counted(Bytes.copyOf(content.toByteArray())).toBytes();
  }

  private static Bytes sign(Bytes text, EcKeyPair pair) {
    String name = pair.curve() == EcCurve.P256 ? "SHA256withECDSA" : "SHA384withECDSA";
    try {
      Signature signature = Signature.getInstance(name);
      signature.initSign(pair.jca());
      signature.update(text.toArray());
      return Bytes.copyOf(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDSA failed", e);
    }
  }
}
