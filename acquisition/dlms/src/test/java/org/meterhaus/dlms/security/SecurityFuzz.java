package org.meterhaus.dlms.security;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.data.DataLimits;

/** Protected messages and certificates of strangers, for fuzzing. */
public final class SecurityFuzz {

  private static final SymmetricKey KEY = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final SystemTitle OURS = SystemTitle.ofHex("4d4d4d0000000001");
  private static final SystemTitle THEIRS = SystemTitle.ofHex("4d4d4d0000bc614e");

  private SecurityFuzz() {}

  /** Opens whatever is in an envelope. */
  public static void open(byte[] input) throws MeterException {
    KeySet keys = KeySet.of(SecuritySuite.SUITE_0, KEY, KEY).withBroadcast(KEY).withDedicated(KEY);
    var protection = new ApduProtection(keys, OURS, InvocationCounter.volatileFrom(1));
    try {
      if (ApduCodec.decode(Bytes.copyOf(input), DataLimits.DEFAULT)
          instanceof Apdu.Ciphered message) {
        protection.open(message, THEIRS);
      }
    } catch (UnsupportedApdu _) {
      // It has no envelope that we know.
    }
  }

  /** Reads what may be a certificate, and all that is ever asked of one. */
  public static void certificate(byte[] input) throws MeterException {
    Bytes der = Bytes.copyOf(input);
    DeviceCertificate.received(der);
    var certificate = new DeviceCertificate(DeviceCertificate.Entity.CLIENT, der);
    certificate.use();
    certificate.isOf(OURS);
    certificate.serialNumber();
    certificate.issuer();
    certificate.subject();
    certificate.signed(certificate.x509());
  }
}
