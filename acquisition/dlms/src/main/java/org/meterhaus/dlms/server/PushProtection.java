package org.meterhaus.dlms.server;

import java.security.SecureRandom;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.classes.values.ProtectionOptions;
import org.meterhaus.dlms.classes.values.ProtectionParameters;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.GeneralHeader;
import org.meterhaus.dlms.security.GeneralProtection;
import org.meterhaus.dlms.security.GeneralProtection.KeyChoice;
import org.meterhaus.dlms.security.GeneralSigning;
import org.meterhaus.dlms.security.KeyInfo;
import org.meterhaus.dlms.security.Protection;

/**
 * Protects a push as push_protection_parameters say: by general-ciphering and general-signing, one
 * around another in their order. Stateless but for the invocation counter.
 *
 * @see "IEC 62056-6-2, class_id 40, push_protection_parameters; IEC 62056-5-3, clause 5.3.5"
 */
final class PushProtection {

  private static final SecureRandom RANDOM = new SecureRandom();

  private PushProtection() {}

  /**
   * The message, protected.
   *
   * @throws SecurityRefused if the parameters name another originator than us, or keys that are not
   *     there
   */
  static Bytes of(Bytes plain, Ciphering ciphering, List<ProtectionParameters> parameters)
      throws SecurityRefused {
    Bytes message = plain;
    for (ProtectionParameters each : parameters) {
      GeneralHeader header = header(ciphering, each.options());
      message =
          switch (each.type()) {
            case DIGITAL_SIGNATURE -> signed(message, header, ciphering);
            case AUTHENTICATION ->
                ciphered(message, header, ciphering, Protection.AUTHENTICATION, each);
            case ENCRYPTION -> ciphered(message, header, ciphering, Protection.ENCRYPTION, each);
            case AUTHENTICATION_AND_ENCRYPTION ->
                ciphered(message, header, ciphering, Protection.AUTHENTICATED_ENCRYPTION, each);
          };
    }
    return message;
  }

  private static GeneralHeader header(Ciphering ciphering, ProtectionOptions options)
      throws SecurityRefused {
    Bytes own = ciphering.title().octets();
    Bytes named = options.originatorSystemTitle();
    if (!named.isEmpty() && !named.equals(own)) {
      throw new SecurityRefused("pushes of " + named + " are not for " + own + " to protect");
    }
    return new GeneralHeader(
        options.transactionId(),
        own,
        options.recipientSystemTitle(),
        Bytes.EMPTY,
        options.otherInformation());
  }

  private static Bytes signed(Bytes message, GeneralHeader header, Ciphering ciphering)
      throws SecurityRefused {
    EcKeyPair key = ciphering.keys().signing();
    if (key == null) {
      throw new SecurityRefused("there is no signing key");
    }
    return GeneralSigning.sign(header, message, key).encode();
  }

  private static Bytes ciphered(
      Bytes message,
      GeneralHeader header,
      Ciphering ciphering,
      Protection protection,
      ProtectionParameters how)
      throws SecurityRefused {
    KeyChoice key;
    try {
      key = key(how.options().keyInfo());
    } catch (Malformed e) {
      throw new SecurityRefused("key_info of a push: " + e.getMessage());
    }
    return new GeneralProtection(ciphering.keys(), ciphering.title(), ciphering.counter(), RANDOM)
        .protect(message, protection, header, key)
        .encode();
  }

  /** key_info_element: type and options. */
  private static KeyChoice key(Data keyInfo) throws Malformed {
    List<Data> parts = keyInfo.asList();
    if (parts.size() != 2) {
      throw new Malformed("a key_info_element has 2 parts but there were " + parts.size());
    }
    return switch ((int) parts.get(0).asLong()) {
      case 0 -> parts.get(1).asLong() == 0 ? KeyChoice.GLOBAL_UNICAST : KeyChoice.GLOBAL_BROADCAST;
      case 1 -> KeyChoice.WRAPPED;
      case 2 -> agreed(parts.get(1));
      default -> throw new Malformed("no key_info_type is " + parts.get(0).asLong());
    };
  }

  private static KeyChoice agreed(Data options) throws Malformed {
    Bytes scheme = options.asList().getFirst().asOctets();
    int number = scheme.size() == 1 ? scheme.at(0) : -1;
    return switch (number) {
      case KeyInfo.Agreed.ONE_PASS -> KeyChoice.ONE_PASS;
      case KeyInfo.Agreed.STATIC_UNIFIED -> KeyChoice.STATIC_UNIFIED;
      default -> throw new Malformed("no key agreement scheme is " + scheme);
    };
  }
}
