package org.meterhaus.dlms.decode;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.Handshake;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.KeyWrap;
import org.meterhaus.dlms.security.Secret;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/** What parties answer to each other's challenges, and keys under keys: calculated, not decoded. */
final class Proofs {

  private static final int COUNTED_OCTETS = 5;

  private Proofs() {}

  /** Passes 3 and 4 of high level security. */
  static Map<String, @Nullable Object> hls(String kind, Fields vector)
      throws MeterException, VectorDecoder.Unsupported {
    return switch (kind) {
      case "hls-3-md5" -> digest(HlsMechanism.MD5, vector);
      case "hls-4-sha1" -> digest(HlsMechanism.SHA1, vector);
      case "hls-6-sha256" -> {
        Map<String, @Nullable Object> value = digest(HlsMechanism.SHA256, vector);
        value.put("hashInput", vector.text("secretHex") + titles(vector) + challenges(vector));
        value.put("value", value.get("fStoC"));
        yield value;
      }
      case "hls-5-gmac" -> gmac(vector);
      default -> throw new VectorDecoder.Unsupported("proofs of kind " + kind);
    };
  }

  private static String titles(Fields vector) {
    return vector.text("clientSystemTitle") + vector.text("serverSystemTitle");
  }

  private static String challenges(Fields vector) {
    return vector.text("stocHex") + vector.text("ctosHex");
  }

  private static Map<String, @Nullable Object> digest(int mechanism, Fields vector)
      throws SecurityRefused {
    HlsMechanism digest = HlsMechanism.digest(mechanism, Secret.of(vector.octets("secretHex")));
    Bytes client = Bytes.ofHex(vector.textOr("clientSystemTitle", ""));
    Bytes server = Bytes.ofHex(vector.textOr("serverSystemTitle", ""));
    Bytes clients = vector.octets("ctosHex");
    Bytes servers = vector.octets("stocHex");
    return Values.of(
        "fStoC",
        digest.proof(new Handshake(client, server, clients, servers)).toString(),
        "fCtoS",
        digest.proof(new Handshake(server, client, servers, clients)).toString());
  }

  private static Map<String, @Nullable Object> gmac(Fields vector) throws MeterException {
    SecuritySuite suite = SecuritySuite.of(vector.number("suite", 0));
    long counter = Long.parseLong(vector.text("invocationCounter"), 16);
    KeySet keys =
        KeySet.of(suite, needed(vector, "encryptionKey"), needed(vector, "authenticationKey"));
    var protection =
        new ApduProtection(
            keys,
            SystemTitle.ofHex(vector.text("systemTitle")),
            InvocationCounter.volatileFrom(counter));
    Bytes challenge = vector.octets("challengeHex");
    Bytes proof = protection.proof(challenge);
    Map<String, @Nullable Object> value =
        Values.of(
            "gmacInput",
            proof.slice(0, 1) + String.valueOf(vector.keyOctets("authenticationKey")) + challenge);
    value.put("tag", proof.slice(COUNTED_OCTETS, proof.size()).toString());
    value.put("value", proof.toString());
    return value;
  }

  /** A key under a key encryption key. */
  static Map<String, @Nullable Object> keyWrap(Fields vector) throws VectorDecoder.Unsupported {
    for (String name : new String[] {"kek", "key"}) {
      Bytes key = vector.keyOctets(name);
      if (key == null || (key.size() != 16 && key.size() != 32)) {
        throw new VectorDecoder.Unsupported("no suite has keys of this length");
      }
    }
    Bytes wrapped = KeyWrap.wrap(needed(vector, "kek"), needed(vector, "key"));
    return Values.of("wrapped", wrapped.toString(), "valid", true);
  }

  private static SymmetricKey needed(Fields vector, String name) {
    SymmetricKey key = vector.key(name);
    if (key == null) {
      throw new IllegalArgumentException("a vector of its kind has a key " + name);
    }
    return key;
  }
}
