package org.meterhaus.command.read;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meterhaus.command.Refusal;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.security.EcCurve;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.EcPublicKey;
import org.meterhaus.dlms.security.KeySet;

/**
 * Asymmetric keys of the environment, in hex: points as x and y, private keys as numbers.
 *
 * @param signing our pair for signatures, null if there is none
 * @param meterSigning the meter's public key for its signatures
 * @param agreement our pair for key agreement
 * @param meterAgreement the meter's public key for key agreement
 */
record CoverKeys(
    @Nullable EcKeyPair signing,
    @Nullable EcPublicKey meterSigning,
    @Nullable EcKeyPair agreement,
    @Nullable EcPublicKey meterAgreement) {

  private static final String PREFIX = "METERHAUS_READ_";

  /**
   * What the environment says; null if it says nothing of them: then the reference meter's are
   * meant, which everybody knows.
   *
   * @param secrets value of a variable, null if it is not set
   * @throws IllegalArgumentException if something is no key of the curve
   */
  static @Nullable CoverKeys of(EcCurve curve, Function<String, @Nullable String> secrets) {
    CoverKeys keys =
        new CoverKeys(
            pair(curve, secrets, "SIGNING"),
            point(curve, secrets, "METER_POINT"),
            pair(curve, secrets, "AGREEMENT"),
            point(curve, secrets, "METER_AGREEMENT_POINT"));
    return keys.equals(new CoverKeys(null, null, null, null)) ? null : keys;
  }

  KeySet addTo(KeySet keys) {
    return keys.withSigning(signing, meterSigning).withAgreement(agreement, meterAgreement);
  }

  private static @Nullable EcKeyPair pair(
      EcCurve curve, Function<String, @Nullable String> secrets, String use) {
    EcPublicKey point = point(curve, secrets, use + "_POINT");
    String scalar = secrets.apply(PREFIX + use + "_KEY");
    if (point == null && scalar == null) {
      return null;
    }
    if (point == null || scalar == null) {
      throw new Refusal("%s%s_KEY and %s%s_POINT go together".formatted(PREFIX, use, PREFIX, use));
    }
    return EcKeyPair.of(point, Bytes.ofHex(scalar));
  }

  private static @Nullable EcPublicKey point(
      EcCurve curve, Function<String, @Nullable String> secrets, String name) {
    String hex = secrets.apply(PREFIX + name);
    return hex == null ? null : new EcPublicKey(curve, Bytes.ofHex(hex));
  }
}
