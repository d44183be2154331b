package org.meterhaus.dlms.security;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/**
 * An X.509 certificate that a device keeps (Security Setup version 1, attribute 6).
 *
 * @param entity whose it is
 * @param der as it came
 */
public record DeviceCertificate(Entity entity, Bytes der) {

  /** The longest certificate that is looked at. */
  public static final int MAX_OCTETS = 8192;

  /** certificate_entity. */
  public enum Entity {
    SERVER(0),
    CLIENT(1),
    AUTHORITY(2),
    OTHER(3);

    private final int code;

    Entity(int code) {
      this.code = code;
    }

    /** The enum value on the wire. */
    public int code() {
      return code;
    }
  }

  /** certificate_type: what its key may be used for. */
  public enum KeyUse {
    SIGNATURE(0),
    KEY_AGREEMENT(1),
    TLS(2);

    private final int code;

    KeyUse(int code) {
      this.code = code;
    }

    /** The enum value on the wire. */
    public int code() {
      return code;
    }
  }

  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_AGREEMENT = 4;

  /** Checks that it can be read. */
  public DeviceCertificate {
    parse(der);
  }

  /**
   * From octets that a peer sent.
   *
   * @throws SecurityRefused if they are no certificate
   */
  static X509Certificate received(Bytes der) throws SecurityRefused {
    try {
      return parse(der);
    } catch (IllegalArgumentException _) {
      throw new SecurityRefused("not an X.509 certificate");
    }
  }

  public X509Certificate x509() {
    return parse(der);
  }

  /** What its key may be used for, by its key usage. */
  public KeyUse use() {
    return useOf(x509());
  }

  static KeyUse useOf(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    if (usage == null || usage[DIGITAL_SIGNATURE]) {
      return KeyUse.SIGNATURE;
    }
    return usage[KEY_AGREEMENT] ? KeyUse.KEY_AGREEMENT : KeyUse.SIGNATURE;
  }

  /** Whether its common name is this system title, 16 hex digits. */
  public boolean isOf(SystemTitle title) {
    String name = x509().getSubjectX500Principal().getName().toUpperCase(Locale.ROOT);
    String wanted = "CN=" + title.toString().toUpperCase(Locale.ROOT);
    return name.equals(wanted) || name.startsWith(wanted + ",") || name.endsWith("," + wanted);
  }

  /** Serial number, as the octets of the certificate. */
  public Bytes serialNumber() {
    return Bytes.copyOf(x509().getSerialNumber().toByteArray());
  }

  /** Issuer, DER. */
  public Bytes issuer() {
    return Bytes.copyOf(x509().getIssuerX500Principal().getEncoded());
  }

  /** Subject, DER. */
  public Bytes subject() {
    return Bytes.copyOf(x509().getSubjectX500Principal().getEncoded());
  }

  /** Whether this authority signed {@code other}. */
  boolean signed(X509Certificate other) {
    PublicKey key = x509().getPublicKey();
    try {
      other.verify(key);
      return other.getIssuerX500Principal().equals(x509().getSubjectX500Principal());
    } catch (GeneralSecurityException _) {
      return false; // not by this key: that is the answer
    }
  }

  static void requireValid(X509Certificate certificate, Instant now) throws SecurityRefused {
    try {
      certificate.checkValidity(Date.from(now));
    } catch (CertificateException _) {
      throw new SecurityRefused("certificate is not valid now");
    }
  }

  static Bytes octets(X509Certificate certificate) {
    try {
      return Bytes.copyOf(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate cannot be written", e);
    }
  }

  private static X509Certificate parse(Bytes der) {
    if (der.size() > MAX_OCTETS) {
      throw new IllegalArgumentException(
          "a certificate has 1.." + MAX_OCTETS + " octets but got " + der.size());
    }
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der.toArray()));
    } catch (CertificateException _) {
      throw new IllegalArgumentException("not an X.509 certificate");
    }
  }
}
