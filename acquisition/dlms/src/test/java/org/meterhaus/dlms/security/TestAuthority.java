package org.meterhaus.dlms.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.security.auth.x500.X500Principal;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.security.DeviceCertificate.Entity;
import org.meterhaus.dlms.security.DeviceCertificate.KeyUse;

/** Issues X.509 certificates, valid from 2025 to 2035. */
final class TestAuthority {

  private static final int CONSTRUCTED_0 = 0xA0;
  private static final int CONSTRUCTED_3 = 0xA3;
  private static final Bytes CA_CONSTRAINT = Bytes.ofHex("300f0603551d130101ff040530030101ff");
  private static final Bytes SIGNS_CERTIFICATES = Bytes.ofHex("300e0603551d0f0101ff040403020204");
  private static final Bytes SIGNS = Bytes.ofHex("300e0603551d0f0101ff040403020780");
  private static final Bytes AGREES = Bytes.ofHex("300e0603551d0f0101ff040403020308");

  private final String name;
  private final EcKeyPair pair;
  private int serial = 1;

  TestAuthority(String name, EcCurve curve) {
    this.name = name;
    this.pair = EcKeyPair.generate(curve, new SecureRandom());
  }

  /** Its own, self-signed. */
  DeviceCertificate certificate() {
    Bytes usage = Der.of(Der.SEQUENCE, CA_CONSTRAINT, SIGNS_CERTIFICATES);
    return new DeviceCertificate(Entity.AUTHORITY, issue("CN=" + name, pair.publicKey(), usage));
  }

  /** Of another authority below this one. */
  Bytes below(TestAuthority other) {
    Bytes usage = Der.of(Der.SEQUENCE, CA_CONSTRAINT, SIGNS_CERTIFICATES);
    return issue("CN=" + other.name, other.pair.publicKey(), usage);
  }

  Bytes issue(SystemTitle subject, EcPublicKey key, KeyUse use) {
    Bytes usage = use == KeyUse.SIGNATURE ? SIGNS : AGREES;
    return issue("CN=" + subject, key, Der.of(Der.SEQUENCE, usage));
  }

  private Bytes issue(String subject, EcPublicKey key, Bytes extensions) {
    Bytes certificate =
        Der.of(
            Der.SEQUENCE,
            Der.of(CONSTRUCTED_0, Der.of(Der.INTEGER, Bytes.of(2))),
            Der.of(Der.INTEGER, Bytes.of(serial++)),
            Der.algorithm(pair.curve()),
            name("CN=" + name),
            Der.of(Der.SEQUENCE, time("250101000000Z"), time("350101000000Z")),
            name(subject),
            Bytes.copyOf(key.jca().getEncoded()),
            Der.of(CONSTRUCTED_3, extensions));
    return Der.signed(certificate, pair);
  }

  private static Bytes name(String name) {
    return Bytes.copyOf(new X500Principal(name).getEncoded());
  }

  private static Bytes time(String utc) {
    return Der.of(0x17, Bytes.copyOf(utc.getBytes(StandardCharsets.US_ASCII)));
  }
}
