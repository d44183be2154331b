package org.meterhaus.dlms.security;

import java.nio.ByteBuffer;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * A signed message (general-signing, 0xDF). What is signed is the header and the content, each with
 * its length.
 *
 * @param header who to whom
 * @param content the message, plain or protected
 * @param signature r and s
 */
public record GeneralSigning(GeneralHeader header, Bytes content, Bytes signature) {

  /** First octet. */
  public static final int TAG = CipheredTags.GENERAL_SIGNING;

  /** Signs a message. */
  public static GeneralSigning sign(GeneralHeader header, Bytes content, EcKeyPair key) {
    return new GeneralSigning(header, content, key.sign(signed(header, content)));
  }

  /**
   * From what a message has behind its header: content and signature, each with its length.
   *
   * @throws Malformed if there is less, or more
   */
  public static GeneralSigning of(GeneralHeader header, Bytes rest) throws Malformed {
    return decode(header, rest.buffer());
  }

  /**
   * The message, if it is its originator's.
   *
   * @param originator whose signature it has to be
   * @param key to check it with
   * @throws SecurityRefused if it names another originator or the signature does not fit
   */
  public Bytes verified(SystemTitle originator, EcPublicKey key) throws SecurityRefused {
    if (!header.originator().equals(originator.octets())) {
      throw new SecurityRefused(
          "signed message of " + header.originator() + " in the association of " + originator);
    }
    if (!key.verifies(signed(header, content), signature)) {
      throw new SecurityRefused("signature does not fit");
    }
    return content;
  }

  /** The message as it is sent. */
  public Bytes encode() {
    OctetWriter out = new OctetWriter(160 + content.size());
    return out.u8(TAG).bytes(signed(header, content)).counted(signature).toBytes();
  }

  /**
   * Reads exactly one message.
   *
   * @throws Malformed if the octets are short, long, or not a general-signing message
   */
  public static GeneralSigning decode(Bytes octets) throws Malformed {
    ByteBuffer in = octets.buffer();
    if (GeneralHeader.octet(in) != TAG) {
      throw new Malformed("not a general-signing message", 0);
    }
    return decode(GeneralHeader.decode(in), in);
  }

  private static GeneralSigning decode(GeneralHeader header, ByteBuffer in) throws Malformed {
    Bytes content = GeneralHeader.counted(in);
    Bytes signature = GeneralHeader.counted(in);
    if (in.hasRemaining()) {
      throw new Malformed(in.remaining() + " octets after the APDU", in.position());
    }
    return new GeneralSigning(header, content, signature);
  }

  static Bytes signed(GeneralHeader header, Bytes content) {
    OctetWriter out = new OctetWriter(64 + content.size());
    return out.bytes(header.encode()).counted(content).toBytes();
  }
}
