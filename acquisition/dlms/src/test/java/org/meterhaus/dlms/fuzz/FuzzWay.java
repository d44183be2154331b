package org.meterhaus.dlms.fuzz;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.EcCurve;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.Secret;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.AccessRights;
import org.meterhaus.dlms.server.Admission;

/**
 * A way to associate, both halves of it: every mechanism but the manufacturers', with messages in
 * the clear and protected. Each has counters of its own, so it is for one association.
 *
 * @param client how the client proves who it is
 * @param server how the server does
 * @param clientKeys what the client's messages or proofs are protected with, null if nothing
 * @param serverKeys the same of the server
 * @param ciphered application context with ciphering
 */
public record FuzzWay(
    Authentication client,
    Authentication server,
    @Nullable Ciphering clientKeys,
    @Nullable Ciphering serverKeys,
    boolean ciphered) {

  private static final SymmetricKey KEY = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final KeySet KEYS = KeySet.of(SecuritySuite.SUITE_0, KEY, KEY);
  private static final SystemTitle CLIENT = SystemTitle.of("CLI", 1);
  private static final SystemTitle METER = SystemTitle.of("MHV", 1);
  private static final Secret SECRET = Secret.ofText("12345678");
  private static final EcKeyPair CLIENT_PAIR = EcKeyPair.generate(EcCurve.P256, new SecureRandom());
  private static final EcKeyPair METER_PAIR = EcKeyPair.generate(EcCurve.P256, new SecureRandom());
  private static final int[] MECHANISMS = {0, 1, 3, 4, 5, 6, 7};

  /** How many there are. */
  public static final int COUNT = 2 * MECHANISMS.length;

  /**
   * One of them.
   *
   * @param number 0..{@link #COUNT}-1; the second half is ciphered
   */
  public static FuzzWay of(int number) {
    int mechanism = MECHANISMS[number % MECHANISMS.length];
    boolean ciphered = number >= MECHANISMS.length;
    boolean keys = ciphered || mechanism == 5 || mechanism == 7;
    var policy = ciphered ? SecurityPolicy.AUTHENTICATED_ENCRYPTION : SecurityPolicy.NONE;
    return new FuzzWay(
        authentication(mechanism, CLIENT_PAIR, METER_PAIR),
        authentication(mechanism, METER_PAIR, CLIENT_PAIR),
        keys ? ciphering(CLIENT, policy) : null,
        keys ? ciphering(METER, policy) : null,
        ciphered);
  }

  private static Authentication authentication(int mechanism, EcKeyPair own, EcKeyPair peer) {
    return switch (mechanism) {
      case 0 -> new Authentication.None();
      case 1 -> new Authentication.Password(SECRET);
      case 5 -> new Authentication.Gmac();
      case 7 -> new Authentication.Ecdsa(own, peer.publicKey());
      default -> new Authentication.Digest(mechanism, SECRET);
    };
  }

  private static Ciphering ciphering(SystemTitle own, SecurityPolicy policy) {
    return new Ciphering(own, KEYS, InvocationCounter.volatileFrom(1), policy);
  }

  /** The client's half. */
  public AssociationConfig association() {
    return new AssociationConfig.Custom(
        client, clientKeys, ciphered, false, Conformance.EVERYTHING);
  }

  /** The server's half, for a client that may do everything. */
  public Admission admission() {
    return new Admission(
        server, serverKeys, ciphered, AccessRights.EVERYTHING, Conformance.EVERYTHING);
  }

  /** A message of the client as it goes out: protected if all of them are. */
  public Bytes fromClient(Bytes plain) throws SecurityRefused {
    return hidden(clientKeys, plain);
  }

  /** The same of the server. */
  public Bytes fromServer(Bytes plain) throws SecurityRefused {
    return hidden(serverKeys, plain);
  }

  private Bytes hidden(@Nullable Ciphering keys, Bytes plain) throws SecurityRefused {
    if (!ciphered || keys == null || plain.isEmpty()) {
      return plain;
    }
    var protection = new ApduProtection(keys.keys(), keys.title(), keys.counter());
    return ApduCodec.encode(protection.protect(plain, Envelope.GENERAL));
  }
}
