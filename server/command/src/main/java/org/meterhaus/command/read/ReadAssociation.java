package org.meterhaus.command.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.command.Refusal;
import org.meterhaus.command.reference.ReferenceKeys;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.security.CipheringForm;
import org.meterhaus.dlms.security.EcCurve;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.EcPublicKey;
import org.meterhaus.dlms.security.FileInvocationCounter;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.Secret;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import picocli.CommandLine.Option;

/**
 * The options that say how a meter is associated with. Secrets are taken from the environment or
 * from files, so that they need not be seen in a list of processes.
 */
final class ReadAssociation {

  /** Mechanisms by name. */
  enum Auth {
    NONE(0),
    LOW(1),
    MANUFACTURER(2),
    MD5(3),
    SHA1(4),
    GMAC(5),
    SHA256(6),
    ECDSA(7);

    private final int mechanism;

    Auth(int mechanism) {
      this.mechanism = mechanism;
    }
  }

  /** Protections by name, numbered as the reference meter numbers them. */
  enum Security {
    NONE(0),
    AUTHENC(1),
    ENC(2),
    AUTH(3);

    private final int number;

    Security(int number) {
      this.number = number;
    }
  }

  /** Forms of ciphered requests by name. */
  enum Form {
    SPECIFIC(CipheringForm.SERVICE_SPECIFIC),
    GENERAL(CipheringForm.GENERAL),
    IDENTIFIED(CipheringForm.IDENTIFIED_KEY),
    WRAPPED(CipheringForm.WRAPPED_KEY),
    ONEPASS(CipheringForm.ONE_PASS_KEY),
    STATIC(CipheringForm.STATIC_KEY);

    private final CipheringForm form;

    Form(CipheringForm form) {
      this.form = form;
    }
  }

  @Option(
      names = "--auth",
      paramLabel = "MECHANISM",
      description = "none (the default), low, manufacturer, md5, sha1, gmac, sha256 or ecdsa.")
  private Auth auth = Auth.NONE;

  @Option(
      names = "--security",
      paramLabel = "PROTECTION",
      description = "none (the default), authenc, enc or auth.")
  private Security security = Security.NONE;

  @Option(
      names = "--suite",
      paramLabel = "N",
      description = "Security suite: 0 (the default), 1, 2.")
  private int suite;

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      description = "Better: METERHAUS_READ_PASSWORD.")
  private @Nullable String password;

  @Option(
      names = "--system-title",
      paramLabel = "HEX",
      description = "Ours, 16 hex digits (default: 434C490000000001).")
  private String systemTitle = "434C490000000001";

  @Option(
      names = "--auth-key",
      paramLabel = "HEX",
      description = "Authentication key; better: METERHAUS_READ_AUTH_KEY or ..._AUTH_KEY_FILE.")
  private @Nullable String authKey;

  @Option(
      names = "--block-key",
      paramLabel = "HEX",
      description = "Encryption key; better: METERHAUS_READ_BLOCK_KEY or ..._BLOCK_KEY_FILE.")
  private @Nullable String blockKey;

  @Option(
      names = "--counter-file",
      paramLabel = "FILE",
      description =
          "Keeps the invocation counter: with real keys no number may ever be used twice. Without "
              + "it counting begins at a random number.")
  private @Nullable Path counterFile;

  @Option(names = "--dedicated", description = "Protect services with a key of their own.")
  private boolean dedicated;

  @Option(
      names = "--cipher-form",
      paramLabel = "FORM",
      description =
          "specific (the default), general, or general-ciphering with a key that is identified, "
              + "wrapped, onepass or static.")
  private Form form = Form.SPECIFIC;

  @Option(names = "--sign", description = "Sign requests, and take signed answers only.")
  private boolean sign;

  @Option(names = "--gbt", description = "Offer general block transfer, ACCESS and the like.")
  private boolean everything;

  /** The address that the reference meter gives to this mechanism and protection. */
  int defaultClient() {
    return 16 * (1 + security.number) + auth.mechanism;
  }

  AssociationConfig config(Map<String, String> environment) {
    boolean ciphered = security != Security.NONE;
    boolean covered = sign || form != Form.SPECIFIC;
    if (covered && !ciphered) {
      throw new Refusal("--cipher-form and --sign go with --security");
    }
    try {
      boolean keyed = ciphered || auth == Auth.GMAC;
      boolean titled = keyed || auth == Auth.SHA256 || auth == Auth.ECDSA;
      Ciphering ciphering = titled ? ciphering(environment, keyed) : null;
      Conformance basic = everything ? Conformance.EVERYTHING : Conformance.SUPPORTED;
      Conformance conformance = covered ? basic.and(Conformance.GENERAL_PROTECTION) : basic;
      return new AssociationConfig.Custom(
          authentication(environment), ciphering, ciphered, dedicated, conformance);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private Ciphering ciphering(Map<String, String> environment, boolean keyed) {
    if (suite < 0 || suite > 2) {
      throw new Refusal("--suite is 0, 1 or 2, but was " + suite);
    }
    SecuritySuite chosen = SecuritySuite.of(suite);
    // Proofs without keys still name the titles; the keys are never used then.
    KeySet keys =
        keyed
            ? KeySet.of(
                chosen,
                key(environment, blockKey, "--block-key", "METERHAUS_READ_BLOCK_KEY"),
                key(environment, authKey, "--auth-key", "METERHAUS_READ_AUTH_KEY"))
            : ReferenceKeys.symmetric(chosen);
    Protection both = protection();
    return new Ciphering(
        SystemTitle.ofHex(systemTitle),
        coverKeys(environment, keys),
        counter(),
        new SecurityPolicy(both, both, sign, sign),
        form.form);
  }

  /** The keys with those that signatures and keys of a message's own take. */
  private KeySet coverKeys(Map<String, String> environment, KeySet keys) {
    String wrapping = secret(environment, "METERHAUS_READ_MASTER_KEY");
    KeySet all =
        form == Form.WRAPPED
            ? keys.withMaster(
                wrapping == null
                    ? ReferenceKeys.master(keys.suite())
                    : SymmetricKey.ofHex(wrapping))
            : keys;
    if (!sign && form != Form.ONEPASS && form != Form.STATIC) {
      return all;
    }
    if (!keys.suite().hasCurve()) {
      throw new Refusal("signatures and agreed keys take --suite 1 or 2");
    }
    CoverKeys given = CoverKeys.of(keys.suite().curve(), name -> secret(environment, name));
    return given == null ? ReferenceKeys.withClientPairs(all) : given.addTo(all);
  }

  private Protection protection() {
    return switch (security) {
      case NONE -> Protection.NONE;
      case AUTHENC -> Protection.AUTHENTICATED_ENCRYPTION;
      case ENC -> Protection.ENCRYPTION;
      case AUTH -> Protection.AUTHENTICATION;
    };
  }

  private InvocationCounter counter() {
    try {
      return counterFile == null
          ? InvocationCounter.volatileFrom(1 + new SecureRandom().nextInt(1 << 30))
          : FileInvocationCounter.openOrCreate(counterFile);
    } catch (IOException e) {
      throw new Refusal("the counter cannot be used: " + e.getMessage(), e);
    }
  }

  private Authentication authentication(Map<String, String> environment) {
    return switch (auth) {
      case NONE -> new Authentication.None();
      case GMAC -> new Authentication.Gmac();
      case LOW -> new Authentication.Password(password(environment));
      case MANUFACTURER ->
          new Authentication.Manufacturer(ReferenceKeys.manufacturer(password(environment)));
      case MD5 -> new Authentication.Digest(HlsMechanism.MD5, password(environment));
      case SHA1 -> new Authentication.Digest(HlsMechanism.SHA1, password(environment));
      case SHA256 -> new Authentication.Digest(HlsMechanism.SHA256, password(environment));
      case ECDSA -> ecdsa(environment);
    };
  }

  /** Raw keys in hex: ours as public point and private number, the meter's as a point. */
  private static Authentication ecdsa(Map<String, String> environment) {
    String own = secret(environment, "METERHAUS_READ_SIGNING_KEY");
    String point = secret(environment, "METERHAUS_READ_SIGNING_POINT");
    String peer = secret(environment, "METERHAUS_READ_METER_POINT");
    if (own == null && point == null && peer == null) {
      // The reference meter's: everybody knows them.
      return new Authentication.Ecdsa(ReferenceKeys.client(), ReferenceKeys.server().publicKey());
    }
    if (own == null || point == null || peer == null) {
      throw new Refusal(
          "--auth ecdsa needs METERHAUS_READ_SIGNING_KEY, .._SIGNING_POINT and .._METER_POINT");
    }
    Bytes scalar = Bytes.ofHex(own);
    EcCurve curve = scalar.size() == EcCurve.P256.fieldOctets() ? EcCurve.P256 : EcCurve.P384;
    EcKeyPair pair = EcKeyPair.of(new EcPublicKey(curve, Bytes.ofHex(point)), scalar);
    return new Authentication.Ecdsa(pair, new EcPublicKey(curve, Bytes.ofHex(peer)));
  }

  private Secret password(Map<String, String> environment) {
    String given = password == null ? secret(environment, "METERHAUS_READ_PASSWORD") : password;
    if (given == null) {
      throw new Refusal(
          "--auth %s needs METERHAUS_READ_PASSWORD (or .._FILE, or --password)"
              .formatted(auth.name().toLowerCase(Locale.ROOT)));
    }
    return Secret.ofText(given);
  }

  private static SymmetricKey key(
      Map<String, String> environment, @Nullable String option, String name, String variable) {
    String hex = option == null ? secret(environment, variable) : option;
    if (hex == null) {
      throw new Refusal("a key is missing: set " + variable + " (or .._FILE, or " + name + ")");
    }
    return SymmetricKey.ofHex(hex);
  }

  /** The variable itself, or what is in the file that the variable with _FILE names. */
  private static @Nullable String secret(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    String file = environment.get(variable + "_FILE");
    if (value != null || file == null) {
      return value;
    }
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new Refusal(variable + "_FILE cannot be read: " + e.getMessage(), e);
    }
  }
}
