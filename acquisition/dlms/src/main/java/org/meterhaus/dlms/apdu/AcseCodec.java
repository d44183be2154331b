package org.meterhaus.dlms.apdu;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * The association messages in BER (IEC 62056-5-3, clause 9.4.2; ISO/IEC 15954). Stateless. Fields
 * we have no use for are read over.
 */
final class AcseCodec {

  /** 2.16.756.5.8.1, application contexts of the DLMS UA. */
  private static final Bytes CONTEXT_ARCS = Bytes.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x01);

  /** 2.16.756.5.8.2, authentication mechanisms of the DLMS UA. */
  private static final Bytes MECHANISM_ARCS = Bytes.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x02);

  /** A bit string with its first bit set: the authentication functional unit is used. */
  private static final Bytes AUTHENTICATION_UNIT = Bytes.of(0x07, 0x80);

  private static final int OCTET_STRING = 0x04;
  private static final int INTEGER = 0x02;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int REASON = 0x80;
  private static final int CHARSTRING = 0x80;
  private static final int CONTEXT = 0xA1;
  private static final int RESULT = 0xA2;
  private static final int DIAGNOSTIC = 0xA3;
  private static final int SERVICE_USER = 0xA1;
  private static final int RESPONDING_TITLE = 0xA4;
  private static final int CALLING_TITLE = 0xA6;
  private static final int RESPONDER_REQUIREMENTS = 0x88;
  private static final int RESPONDER_MECHANISM = 0x89;
  private static final int RESPONDER_AUTHENTICATION = 0xAA;
  private static final int SENDER_REQUIREMENTS = 0x8A;
  private static final int SENDER_MECHANISM = 0x8B;
  private static final int SENDER_AUTHENTICATION = 0xAC;
  private static final int USER_INFORMATION = 0xBE;

  private AcseCodec() {}

  static void encode(Apdu.Aarq aarq, OctetWriter out) {
    OctetWriter body = new OctetWriter();
    context(aarq.context(), body);
    if (aarq.callingTitle() != null) {
      wrapped(CALLING_TITLE, OCTET_STRING, aarq.callingTitle(), body);
    }
    if (aarq.mechanism() != Apdu.MECHANISM_NONE) {
      body.u8(SENDER_REQUIREMENTS).counted(AUTHENTICATION_UNIT);
      body.u8(SENDER_MECHANISM).counted(MECHANISM_ARCS.concat(Bytes.of(aarq.mechanism())));
    }
    if (aarq.authentication() != null) {
      wrapped(SENDER_AUTHENTICATION, CHARSTRING, aarq.authentication(), body);
    }
    wrapped(USER_INFORMATION, OCTET_STRING, aarq.userInformation(), body);
    out.u8(Tags.AARQ).counted(body.toBytes());
  }

  static void encode(Apdu.Aare aare, OctetWriter out) {
    OctetWriter body = new OctetWriter();
    context(aare.context(), body);
    wrapped(RESULT, INTEGER, Bytes.of(aare.result()), body);
    OctetWriter diagnostic = new OctetWriter();
    wrapped(SERVICE_USER, INTEGER, Bytes.of(aare.diagnostic()), diagnostic);
    body.u8(DIAGNOSTIC).counted(diagnostic.toBytes());
    if (aare.respondingTitle() != null) {
      wrapped(RESPONDING_TITLE, OCTET_STRING, aare.respondingTitle(), body);
    }
    if (aare.mechanism() != Apdu.MECHANISM_NONE) {
      body.u8(RESPONDER_REQUIREMENTS).counted(AUTHENTICATION_UNIT);
      body.u8(RESPONDER_MECHANISM).counted(MECHANISM_ARCS.concat(Bytes.of(aare.mechanism())));
    }
    if (aare.authentication() != null) {
      wrapped(RESPONDER_AUTHENTICATION, CHARSTRING, aare.authentication(), body);
    }
    if (aare.userInformation() != null) {
      wrapped(USER_INFORMATION, OCTET_STRING, aare.userInformation(), body);
    }
    out.u8(Tags.AARE).counted(body.toBytes());
  }

  static void encodeRelease(int tag, int reason, @Nullable Bytes userInformation, OctetWriter out) {
    OctetWriter body = new OctetWriter();
    body.u8(REASON).counted(Bytes.of(reason));
    if (userInformation != null) {
      wrapped(USER_INFORMATION, OCTET_STRING, userInformation, body);
    }
    out.u8(tag).counted(body.toBytes());
  }

  static Apdu.Aarq aarq(ByteBuffer in) throws Malformed {
    int context = -1;
    Bytes title = null;
    int mechanism = Apdu.MECHANISM_NONE;
    Bytes authentication = null;
    Bytes userInformation = null;
    ByteBuffer body = contents(in);
    while (body.hasRemaining()) {
      int tag = body.get() & 0xFF;
      ByteBuffer field = contents(body);
      switch (tag) {
        case CONTEXT -> context = lastArc(unwrapped(field, OBJECT_IDENTIFIER), CONTEXT_ARCS);
        case CALLING_TITLE -> title = unwrapped(field, OCTET_STRING);
        case SENDER_MECHANISM -> mechanism = lastArc(all(field), MECHANISM_ARCS);
        case SENDER_AUTHENTICATION -> authentication = unwrapped(field, CHARSTRING);
        case USER_INFORMATION -> userInformation = unwrapped(field, OCTET_STRING);
        default -> {}
      }
    }
    if (context < 0) {
      throw new Malformed("AARQ without application context");
    }
    if (userInformation == null) {
      throw new Malformed("AARQ without user information");
    }
    return new Apdu.Aarq(context, title, mechanism, authentication, userInformation);
  }

  static Apdu.Aare aare(ByteBuffer in) throws Malformed {
    int context = -1;
    int result = -1;
    int diagnostic = -1;
    Bytes title = null;
    int mechanism = Apdu.MECHANISM_NONE;
    Bytes authentication = null;
    Bytes userInformation = null;
    ByteBuffer body = contents(in);
    while (body.hasRemaining()) {
      int tag = body.get() & 0xFF;
      ByteBuffer field = contents(body);
      switch (tag) {
        case CONTEXT -> context = lastArc(unwrapped(field, OBJECT_IDENTIFIER), CONTEXT_ARCS);
        case RESULT -> result = integer(field);
        case DIAGNOSTIC -> {
          // acse-service-user or acse-service-provider: an integer either way
          field.get();
          diagnostic = integer(contents(field));
        }
        case RESPONDING_TITLE -> title = unwrapped(field, OCTET_STRING);
        case RESPONDER_MECHANISM -> mechanism = lastArc(all(field), MECHANISM_ARCS);
        case RESPONDER_AUTHENTICATION -> authentication = unwrapped(field, CHARSTRING);
        case USER_INFORMATION -> userInformation = unwrapped(field, OCTET_STRING);
        default -> {}
      }
    }
    if (context < 0 || result < 0 || diagnostic < 0) {
      throw new Malformed("AARE without application context, result or diagnostic");
    }
    return new Apdu.Aare(
        context, result, diagnostic, title, mechanism, authentication, userInformation);
  }

  static Apdu.ReleaseRequest releaseRequest(ByteBuffer in) throws Malformed {
    Release release = release(in);
    return new Apdu.ReleaseRequest(release.reason, release.userInformation);
  }

  static Apdu.ReleaseResponse releaseResponse(ByteBuffer in) throws Malformed {
    Release release = release(in);
    return new Apdu.ReleaseResponse(release.reason, release.userInformation);
  }

  private record Release(int reason, @Nullable Bytes userInformation) {}

  private static Release release(ByteBuffer in) throws Malformed {
    int reason = 0;
    Bytes userInformation = null;
    ByteBuffer body = contents(in);
    while (body.hasRemaining()) {
      int tag = body.get() & 0xFF;
      ByteBuffer field = contents(body);
      switch (tag) {
        case REASON -> reason = field.get() & 0xFF;
        case USER_INFORMATION -> userInformation = unwrapped(field, OCTET_STRING);
        default -> {}
      }
    }
    return new Release(reason, userInformation);
  }

  private static void context(int context, OctetWriter out) {
    wrapped(CONTEXT, OBJECT_IDENTIFIER, CONTEXT_ARCS.concat(Bytes.of(context)), out);
  }

  private static void wrapped(int outerTag, int innerTag, Bytes value, OctetWriter out) {
    OctetWriter inner = new OctetWriter();
    inner.u8(innerTag).counted(value);
    out.u8(outerTag).counted(inner.toBytes());
  }

  /** The octets of a length-prefixed field; the buffer moves behind them. */
  private static ByteBuffer contents(ByteBuffer in) throws Malformed {
    int length = DataCodec.length(in);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer contents = in.slice(in.position(), length);
    in.position(in.position() + length);
    return contents;
  }

  private static Bytes all(ByteBuffer field) {
    return Bytes.take(field, field.remaining());
  }

  private static Bytes unwrapped(ByteBuffer field, int innerTag) throws Malformed {
    int tag = field.get() & 0xFF;
    if (tag != innerTag) {
      throw new Malformed("expected BER tag 0x%02X but was 0x%02X".formatted(innerTag, tag));
    }
    return all(contents(field));
  }

  private static int integer(ByteBuffer field) throws Malformed {
    Bytes value = unwrapped(field, INTEGER);
    if (value.size() != 1) {
      throw new Malformed("expected an integer of 1 octet but got " + value.size());
    }
    return value.at(0);
  }

  /** The last arc if the rest is as expected, else 0. */
  private static int lastArc(Bytes identifier, Bytes arcs) {
    boolean ours =
        identifier.size() == arcs.size() + 1
            && identifier.slice(0, arcs.size()).equals(arcs)
            && identifier.at(arcs.size()) < 0x80;
    return ours ? identifier.at(arcs.size()) : 0;
  }
}
