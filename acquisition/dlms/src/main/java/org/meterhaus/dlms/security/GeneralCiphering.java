package org.meterhaus.dlms.security;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * A message under a key of its own choice (general-ciphering, 0xDD).
 *
 * @param header who to whom
 * @param keyInfo how the recipient comes by the key; null = known beforehand, the unicast key
 * @param securityControl protection, key set and suite, 0..255
 * @param counter invocation counter, 0..2^32-1
 * @param payload ciphertext and tag
 */
public record GeneralCiphering(
    GeneralHeader header,
    @Nullable KeyInfo keyInfo,
    int securityControl,
    long counter,
    Bytes payload) {

  /** First octet. */
  public static final int TAG = CipheredTags.GENERAL_CIPHERING;

  private static final int FIXED_OCTETS = 5;

  /** The message as it is sent. */
  public Bytes encode() {
    OctetWriter out = new OctetWriter(64 + payload.size());
    out.u8(TAG).bytes(header.encode());
    switch (keyInfo) {
      case null -> out.u8(0);
      case KeyInfo.Identified(boolean broadcast) -> out.u8(1).u8(0).u8(broadcast ? 1 : 0);
      case KeyInfo.Wrapped(Bytes wrapped) -> out.u8(1).u8(1).u8(0).counted(wrapped);
      case KeyInfo.Agreed(int scheme, Bytes data) -> out.u8(1).u8(2).u8(1).u8(scheme).counted(data);
    }
    out.length(FIXED_OCTETS + payload.size()).u8(securityControl).u32(counter);
    return out.bytes(payload).toBytes();
  }

  /**
   * Reads exactly one message.
   *
   * @throws Malformed if the octets are short, long, or not a general-ciphering message
   */
  public static GeneralCiphering decode(Bytes octets) throws Malformed {
    ByteBuffer in = octets.buffer();
    if (GeneralHeader.octet(in) != TAG) {
      throw new Malformed("not a general-ciphering message", 0);
    }
    GeneralHeader header = GeneralHeader.decode(in);
    KeyInfo info = keyInfo(in);
    int start = in.position();
    Bytes service = GeneralHeader.counted(in);
    if (in.hasRemaining()) {
      throw new Malformed(in.remaining() + " octets after the APDU", in.position());
    }
    if (service.size() < FIXED_OCTETS) {
      throw new Malformed("ciphered service of " + service.size() + " octets", start);
    }
    long counter = service.buffer().getInt(1) & 0xFFFF_FFFFL;
    Bytes payload = service.slice(FIXED_OCTETS, service.size());
    return new GeneralCiphering(header, info, service.at(0), counter, payload);
  }

  private static @Nullable KeyInfo keyInfo(ByteBuffer in) throws Malformed {
    int present = choice(in, "key-info is present or not", 1);
    if (present == 0) {
      return null;
    }
    return switch (choice(in, "key-info", 2)) {
      case 0 -> new KeyInfo.Identified(choice(in, "key-id", 1) == 1);
      case 1 -> {
        choice(in, "kek-id", 0);
        yield new KeyInfo.Wrapped(GeneralHeader.counted(in));
      }
      default -> {
        int start = in.position();
        Bytes parameters = GeneralHeader.counted(in);
        if (parameters.size() != 1) {
          throw new Malformed("key-parameters of " + parameters.size() + " octets", start);
        }
        yield new KeyInfo.Agreed(parameters.at(0), GeneralHeader.counted(in));
      }
    };
  }

  private static int choice(ByteBuffer in, String what, int max) throws Malformed {
    int start = in.position();
    int value = GeneralHeader.octet(in);
    if (value > max) {
      throw new Malformed(what + " must be 0.." + max + " but was " + value, start);
    }
    return value;
  }
}
