package org.meterhaus.dlms.security;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.GeneralProtection.KeyChoice;

/**
 * How a message is protected: what lies around it. A message is ciphered once at most and signed
 * once at most, in either order.
 *
 * @param layers outermost first, at least one
 */
public record Cover(List<Layer> layers) {

  /** Tag, both titles and a transaction's length octet; date-time and other information, empty. */
  private static final int HEADER_OCTETS = 1 + 2 * (1 + SystemTitle.OCTETS) + 1 + 2;

  /** A length, security control, invocation counter and tag. */
  private static final int CIPHERED_OCTETS = 5 + 5 + AuthenticatedEncryption.TAG_OCTETS;

  /** Tags and lengths of the longest key information. */
  private static final int KEY_INFO_OCTETS = 6;

  /** One thing around a message. */
  public sealed interface Layer {

    /** A glo-, ded-, general-glo- or general-ded- message. */
    record Sealed(SecurityControl control, Envelope envelope) implements Layer {}

    /**
     * A general-ciphering message.
     *
     * @param transaction its id, 0..255 octets
     */
    record Keyed(SecurityControl control, KeyChoice choice, Bytes transaction) implements Layer {}

    /**
     * A general-signing message.
     *
     * @param transaction its id, 0..255 octets
     */
    record Signed(Bytes transaction) implements Layer {}

    /** How it ciphers, null if it is a signature. */
    default @Nullable SecurityControl ciphering() {
      return switch (this) {
        case Sealed(SecurityControl control, Envelope _) -> control;
        case Keyed(SecurityControl control, KeyChoice _, Bytes _) -> control;
        case Signed _ -> null;
      };
    }

    /** By how many octets it makes a message longer, at most. */
    default int overhead(SecuritySuite suite) {
      return switch (this) {
        case Sealed _ -> ApduProtection.OVERHEAD;
        case Signed(Bytes transaction) ->
            HEADER_OCTETS + transaction.size() + 5 + 3 + suite.curve().signatureOctets();
        case Keyed(SecurityControl _, KeyChoice choice, Bytes transaction) ->
            HEADER_OCTETS + transaction.size() + CIPHERED_OCTETS + keyInfoOctets(choice, suite);
      };
    }

    private Layer strengthened(SecuritySuite suite, Protection least) {
      return switch (this) {
        case Sealed(SecurityControl control, Envelope envelope) ->
            new Sealed(SecurityControl.of(suite, both(control.protection(), least)), envelope);
        case Keyed(SecurityControl control, KeyChoice choice, Bytes transaction) ->
            new Keyed(
                SecurityControl.of(suite, both(control.protection(), least)),
                choice == KeyChoice.GLOBAL_BROADCAST ? KeyChoice.GLOBAL_UNICAST : choice,
                transaction);
        case Signed same -> same;
      };
    }

    private static Protection both(Protection one, Protection other) {
      return one.covers(other)
          ? one
          : other.covers(one) ? other : Protection.AUTHENTICATED_ENCRYPTION;
    }

    private static int keyInfoOctets(KeyChoice choice, SecuritySuite suite) {
      return KEY_INFO_OCTETS
          + switch (choice) {
            case GLOBAL_UNICAST, GLOBAL_BROADCAST, STATIC_UNIFIED -> 0;
            case WRAPPED -> suite.keyOctets() + KeyWrap.OVERHEAD;
            case ONE_PASS -> 2 + suite.curve().pointOctets() + suite.curve().signatureOctets();
          };
    }
  }

  public Cover {
    layers = List.copyOf(layers);
    long signatures = layers.stream().filter(Layer.Signed.class::isInstance).count();
    if (layers.isEmpty() || signatures > 1 || layers.size() - signatures > 1) {
      throw new IllegalArgumentException("a message is ciphered once and signed once at most");
    }
  }

  /** One layer. */
  public static Cover of(Layer only) {
    return new Cover(List.of(only));
  }

  /** How strongly it is protected with symmetric keys; a signature is told by {@link #signed}. */
  public Protection protection() {
    for (Layer layer : layers) {
      SecurityControl control = layer.ciphering();
      if (control != null) {
        return control.protection();
      }
    }
    return Protection.NONE;
  }

  public boolean signed() {
    return layers.getFirst() instanceof Layer.Signed || layers.getLast() instanceof Layer.Signed;
  }

  /** Whether it goes on a message that begins with {@code plainTag}. */
  public boolean takes(int plainTag) {
    return !(layers.getLast() instanceof Layer.Sealed(SecurityControl _, Envelope envelope))
        || envelope.tagOf(plainTag) >= 0;
  }

  /** Whether a peer has to understand general protection for it. */
  public boolean general() {
    for (Layer layer : layers) {
      if (!(layer instanceof Layer.Sealed(SecurityControl _, Envelope envelope))
          || envelope.general()) {
        return true;
      }
    }
    return false;
  }

  /** Id of the transaction that the outermost layer names which names one; null if none does. */
  public @Nullable Bytes transaction() {
    for (Layer layer : layers) {
      switch (layer) {
        case Layer.Keyed(SecurityControl _, KeyChoice _, Bytes transaction) -> {
          return transaction;
        }
        case Layer.Signed(Bytes transaction) -> {
          return transaction;
        }
        case Layer.Sealed _ -> {}
      }
    }
    return null;
  }

  /** By how many octets it makes a message longer, at most. */
  public int overhead(SecuritySuite suite) {
    int octets = 0;
    for (Layer layer : layers) {
      octets += layer.overhead(suite);
    }
    return octets;
  }

  /** The same with the protection with symmetric keys made as strong as {@code least}. */
  Cover strengthened(SecuritySuite suite, Protection least) {
    if (protection().covers(least) && !broadcast()) {
      return this;
    }
    List<Layer> next = new ArrayList<>(2);
    boolean ciphered = false;
    for (Layer layer : layers) {
      next.add(layer.strengthened(suite, least));
      ciphered |= !(layer instanceof Layer.Signed);
    }
    if (!ciphered) {
      next.add(new Layer.Sealed(SecurityControl.of(suite, least), Envelope.GENERAL));
    }
    return new Cover(next);
  }

  /** The same, signed: outside of what is there. */
  Cover signedWith(Bytes transaction) {
    return new Cover(List.of(new Layer.Signed(transaction), layers.getFirst()));
  }

  private boolean broadcast() {
    for (Layer layer : layers) {
      SecurityControl control = layer.ciphering();
      if (control != null && control.broadcast()) {
        return true;
      }
    }
    return false;
  }
}
