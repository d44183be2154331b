package org.meterhaus.dlms.protection;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.classes.values.ProtectionOptions;
import org.meterhaus.dlms.classes.values.ProtectionParameters;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.OctetWriter;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.EcPublicKey;
import org.meterhaus.dlms.security.GeneralCiphering;
import org.meterhaus.dlms.security.GeneralHeader;
import org.meterhaus.dlms.security.GeneralProtection;
import org.meterhaus.dlms.security.GeneralSigning;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeyInfo;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityControl;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * Puts protection on data and takes it off, layer by layer, as protection parameters say: between
 * the party that made the data and the one it is for, whoever carries it. Not thread-safe.
 *
 * <p>A ciphered layer is security control, invocation counter, ciphertext and tag: what a
 * general-ciphering message with these parameters has behind its key information. A signed layer is
 * the content and the signature, each with its length: what a general-signing message has behind
 * its header.
 */
public final class DataProtector {

  /** Layers around one another. */
  public static final int MAX_LAYERS = 4;

  private static final int FIXED_OCTETS = 5;

  private final SystemTitle ownTitle;
  private final InvocationCounter counter;
  private final SecureRandom random;
  private final Function<SystemTitle, @Nullable KeySet> keys;

  /**
   * One party.
   *
   * @param counter of our title under all of the keys
   * @param keys that we share with another party; null if it is a stranger
   */
  public DataProtector(
      SystemTitle ownTitle,
      InvocationCounter counter,
      SecureRandom random,
      Function<SystemTitle, @Nullable KeySet> keys) {
    this.ownTitle = ownTitle;
    this.counter = counter;
    this.random = random;
    this.keys = keys;
  }

  /**
   * Protected data.
   *
   * @param parameters those asked for, with originator and key information as they came to be
   * @param octets the outermost layer
   */
  public record Protected(List<ProtectionParameters> parameters, Bytes octets) {
    public Protected {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * Data whose protection was right.
   *
   * @param layers what tells each layer from one that was seen before, innermost first
   */
  public record Opened(Bytes data, List<Freshness> layers) {
    public Opened {
      layers = List.copyOf(layers);
    }
  }

  /**
   * What tells one layer of protection from another of the same party.
   *
   * @param originator who made it
   * @param signature whether it is a signature
   * @param transaction its id
   * @param counter invocation counter, 0 with a signature
   */
  public record Freshness(
      SystemTitle originator, boolean signature, Bytes transaction, long counter) {}

  /**
   * Protects data, the first parameters innermost.
   *
   * @throws SecurityRefused if they name another originator than us, a stranger, keys that are not
   *     there, or too many layers
   */
  public Protected protect(Bytes data, List<ProtectionParameters> parameters)
      throws SecurityRefused {
    requireFew(parameters);
    List<ProtectionParameters> done = new ArrayList<>();
    Bytes octets = data;
    for (ProtectionParameters each : parameters) {
      ProtectionOptions options = each.options();
      GeneralHeader header = ownHeader(options);
      KeySet shared = shared(options.recipientSystemTitle());
      Data keyInfo = options.keyInfo();
      if (each.type() == ProtectionParameters.Type.DIGITAL_SIGNATURE) {
        EcKeyPair pair = there(shared.signing());
        GeneralSigning signed = GeneralSigning.sign(header, octets, pair);
        octets =
            new OctetWriter(16 + octets.size())
                .counted(signed.content())
                .counted(signed.signature())
                .toBytes();
      } else {
        GeneralCiphering ciphered = cipher(octets, each, header, shared);
        keyInfo = KeyInfoElement.of(there(ciphered.keyInfo()));
        octets =
            new OctetWriter(FIXED_OCTETS + ciphered.payload().size())
                .u8(ciphered.securityControl())
                .u32(ciphered.counter())
                .bytes(ciphered.payload())
                .toBytes();
      }
      done.add(
          new ProtectionParameters(
              each.type(),
              new ProtectionOptions(
                  options.transactionId(),
                  ownTitle.octets(),
                  options.recipientSystemTitle(),
                  options.otherInformation(),
                  keyInfo)));
    }
    return new Protected(done, octets);
  }

  /**
   * Takes protection off that was put on in the order of the parameters.
   *
   * @throws SecurityRefused if it is for somebody else, of a stranger, not of the parameters' kind,
   *     or a tag or signature does not fit
   */
  public Opened open(Bytes octets, List<ProtectionParameters> parameters) throws SecurityRefused {
    requireFew(parameters);
    List<Freshness> layers = new ArrayList<>();
    Bytes data = octets;
    for (ProtectionParameters each : parameters.reversed()) {
      ProtectionOptions options = each.options();
      Bytes recipient = options.recipientSystemTitle();
      if (!recipient.isEmpty() && !recipient.equals(ownTitle.octets())) {
        throw new SecurityRefused("data for " + recipient + " but not for us");
      }
      SystemTitle originator = title(options.originatorSystemTitle());
      KeySet shared = shared(options.originatorSystemTitle());
      boolean signature = each.type() == ProtectionParameters.Type.DIGITAL_SIGNATURE;
      long number = 0;
      if (signature) {
        data = verified(data, options, originator, there(shared.peerSigning()));
      } else {
        GeneralCiphering message = message(data, each);
        number = message.counter();
        data = party(shared).open(message, originator);
      }
      layers.addFirst(new Freshness(originator, signature, options.transactionId(), number));
    }
    return new Opened(data, layers);
  }

  private GeneralCiphering cipher(
      Bytes text, ProtectionParameters how, GeneralHeader header, KeySet shared)
      throws SecurityRefused {
    try {
      var choice = KeyInfoElement.choice(KeyInfoElement.read(how.options().keyInfo()));
      return party(shared).protect(text, protection(how.type()), header, choice);
    } catch (Malformed e) {
      throw new SecurityRefused("key_info: " + e.getMessage(), e);
    }
  }

  private static GeneralCiphering message(Bytes octets, ProtectionParameters how)
      throws SecurityRefused {
    if (octets.size() < FIXED_OCTETS) {
      throw new SecurityRefused("protected data of " + octets.size() + " octets");
    }
    SecurityControl control = new SecurityControl(octets.at(0));
    if (control.protection() != protection(how.type())) {
      throw new SecurityRefused("security control is %s with %s".formatted(control, how.type()));
    }
    try {
      KeyInfo info = KeyInfoElement.read(how.options().keyInfo());
      return new GeneralCiphering(
          header(how.options(), how.options().originatorSystemTitle()),
          info,
          control.octet(),
          octets.buffer().getInt(1) & 0xFFFF_FFFFL,
          octets.slice(FIXED_OCTETS, octets.size()));
    } catch (Malformed e) {
      throw new SecurityRefused("key_info: " + e.getMessage(), e);
    }
  }

  private static Bytes verified(
      Bytes octets, ProtectionOptions options, SystemTitle originator, EcPublicKey key)
      throws SecurityRefused {
    GeneralHeader header = header(options, originator.octets());
    try {
      return GeneralSigning.of(header, octets).verified(originator, key);
    } catch (Malformed e) {
      throw new SecurityRefused("signed data: " + e.getMessage(), e);
    }
  }

  private GeneralHeader ownHeader(ProtectionOptions options) throws SecurityRefused {
    Bytes named = options.originatorSystemTitle();
    if (!named.isEmpty() && !named.equals(ownTitle.octets())) {
      throw new SecurityRefused("data of " + named + " is not for us to protect");
    }
    return header(options, ownTitle.octets());
  }

  private static GeneralHeader header(ProtectionOptions options, Bytes originator) {
    return new GeneralHeader(
        options.transactionId(),
        originator,
        options.recipientSystemTitle(),
        Bytes.EMPTY,
        options.otherInformation());
  }

  private GeneralProtection party(KeySet shared) {
    return new GeneralProtection(shared, ownTitle, counter, random);
  }

  private KeySet shared(Bytes party) throws SecurityRefused {
    KeySet shared = keys.apply(title(party));
    if (shared == null) {
      throw new SecurityRefused(party + " is a stranger");
    }
    return shared;
  }

  private static SystemTitle title(Bytes octets) throws SecurityRefused {
    if (octets.size() != SystemTitle.OCTETS) {
      throw new SecurityRefused("a system title has 8 octets");
    }
    return new SystemTitle(octets);
  }

  private static Protection protection(ProtectionParameters.Type type) {
    return switch (type) {
      case AUTHENTICATION -> Protection.AUTHENTICATION;
      case ENCRYPTION -> Protection.ENCRYPTION;
      case AUTHENTICATION_AND_ENCRYPTION -> Protection.AUTHENTICATED_ENCRYPTION;
      case DIGITAL_SIGNATURE -> Protection.NONE;
    };
  }

  private static void requireFew(List<ProtectionParameters> parameters) throws SecurityRefused {
    if (parameters.size() > MAX_LAYERS) {
      throw new SecurityRefused("more than " + MAX_LAYERS + " layers");
    }
  }

  private static <T> T there(@Nullable T key) throws SecurityRefused {
    if (key == null) {
      throw new SecurityRefused("a key is missing");
    }
    return key;
  }
}
