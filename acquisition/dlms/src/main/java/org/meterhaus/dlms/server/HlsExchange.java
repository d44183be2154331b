package org.meterhaus.dlms.server;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.Handshake;
import org.meterhaus.dlms.security.HlsMechanism;

/** HLS passes 3 and 4 of one association; for lower mechanisms nothing is ever asked of it. */
final class HlsExchange {

  private static final int CHALLENGE_OCTETS = 16;

  private final Authentication authentication;
  private final @Nullable ApduProtection keys;
  private final Handshake handshake;

  HlsExchange(
      Admission admission,
      @Nullable ServerSecurity security,
      @Nullable Bytes clientTitle,
      Bytes clientChallenge,
      SecureRandom random) {
    this.authentication = admission.authentication();
    this.keys = security == null ? null : security.protection();
    byte[] octets = new byte[CHALLENGE_OCTETS];
    random.nextBytes(octets);
    var ciphering = admission.ciphering();
    this.handshake =
        new Handshake(
            ciphering == null ? Bytes.EMPTY : ciphering.title().octets(),
            clientTitle == null ? Bytes.EMPTY : clientTitle,
            Bytes.copyOf(octets),
            clientChallenge);
  }

  /** What the client has to answer: new every time. */
  Bytes challenge() {
    return handshake.ownChallenge();
  }

  /** Whether it is the client's answer to our challenge. */
  boolean isProof(Bytes answer) {
    return process().isProof(answer, handshake);
  }

  /** Our answer to the client's challenge. */
  Bytes proof() throws SecurityRefused {
    return process().proof(handshake);
  }

  private HlsMechanism process() {
    return authentication.process(keys);
  }
}
