package org.meterhaus.benchmarks;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.AccessSelection;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.Handshake;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.ServerSession;

/** An association with the {@link BenchmarkMeter} without a socket. Not thread-safe. */
final class Conversation {

  /** GET of the first day of the load profile, by entry. */
  static final Bytes DAY_REQUEST =
      ApduCodec.encode(
          new Apdu.GetRequest(
              0xC1,
              new AttributeSelection(BenchmarkMeter.PROFILE, byEntry(1, BenchmarkMeter.DAY))));

  private final ServerSession server;
  private final @Nullable ApduProtection protection;

  private Conversation(ServerSession server, @Nullable ApduProtection protection) {
    this.server = server;
    this.protection = protection;
  }

  /** Associates. */
  static Conversation open(boolean ciphered) {
    ServerSession server =
        ServerSession.of(
            BenchmarkMeter.device(1, BenchmarkMeter.security(), BenchmarkMeter.recordedRows(1)),
            "benchmark",
            BenchmarkMeter.clientSap(ciphered),
            ServerLimits.DEFAULT);
    try {
      return ciphered ? associateCiphered(server) : associate(server);
    } catch (MeterException | UnsupportedApdu e) {
      throw new IllegalStateException("the meter does not let us in", e);
    }
  }

  /** The answer to a request, protected as the association is. */
  Bytes ask(Bytes request) throws MeterException {
    return server.answer(protect(request));
  }

  /** The request as it goes to the meter. */
  Bytes protect(Bytes request) throws MeterException {
    return protection == null
        ? request
        : protection.sealed(request, protection.fullControl(), Envelope.SERVICE_SPECIFIC);
  }

  /** What an answer says. */
  Apdu open(Bytes answer) throws MeterException, UnsupportedApdu {
    Apdu apdu = ApduCodec.decode(answer, DataLimits.DEFAULT);
    return apdu instanceof Apdu.Ciphered ciphered && protection != null
        ? ApduCodec.decode(
            protection.open(ciphered, BenchmarkMeter.serverTitle()).apdu(), DataLimits.DEFAULT)
        : apdu;
  }

  private static Conversation associate(ServerSession server) throws Malformed, UnsupportedApdu {
    Apdu answer =
        ApduCodec.decode(
            server.answer(
                ApduCodec.encode(
                    new Apdu.Aarq(Apdu.CONTEXT_LN, null, 0, null, ApduCodec.encode(initiate())))),
            DataLimits.DEFAULT);
    requireAccepted(answer);
    return new Conversation(server, null);
  }

  private static Conversation associateCiphered(ServerSession server)
      throws MeterException, UnsupportedApdu {
    Ciphering ciphering = BenchmarkMeter.clientCiphering();
    ApduProtection protection =
        new ApduProtection(ciphering.keys(), ciphering.title(), ciphering.counter());
    Conversation opening = new Conversation(server, protection);
    Bytes challenge = BenchmarkMeter.challenge();
    Apdu.Aare aare =
        requireAccepted(
            ApduCodec.decode(
                server.answer(
                    ApduCodec.encode(
                        new Apdu.Aarq(
                            Apdu.CONTEXT_LN_CIPHERED,
                            ciphering.title().octets(),
                            5,
                            challenge,
                            opening.protect(ApduCodec.encode(initiate()))))),
                DataLimits.DEFAULT));
    Bytes theirs = aare.authentication();
    if (theirs == null) {
      throw new IllegalStateException("the meter gives no challenge");
    }
    Bytes proof =
        new Authentication.Gmac()
            .process(protection)
            .proof(
                new Handshake(
                    ciphering.title().octets(),
                    BenchmarkMeter.serverTitle().octets(),
                    challenge,
                    theirs));
    MethodRef reply =
        new MethodRef(InterfaceClass.ASSOCIATION_LN, ObisCode.of(0, 0, 40, 0, 0, 255), 1);
    Apdu proven =
        opening.open(
            opening.ask(
                ApduCodec.encode(
                    new Apdu.ActionRequest(0xC1, reply, new Data.OctetString(proof)))));
    if (!(proven instanceof Apdu.ActionResponse(int _, int result, var _)) || result != 0) {
      throw new IllegalStateException("the meter does not take the proof: " + proven);
    }
    return opening;
  }

  /** Insists on an answer with a day of rows. */
  static void requireDay(Apdu answer) throws Malformed {
    if (!(answer instanceof Apdu.GetResponse(int _, Apdu.GetResult result))
        || !(result instanceof Apdu.GetResult.Value(Data rows))
        || rows.asList().size() != BenchmarkMeter.DAY) {
      throw new IllegalStateException("the meter does not answer with a day of rows");
    }
  }

  private static Apdu.InitiateRequest initiate() {
    return new Apdu.InitiateRequest(null, true, 6, Conformance.SUPPORTED, 0xFFFF);
  }

  private static Apdu.Aare requireAccepted(Apdu answer) {
    if (answer instanceof Apdu.Aare aare && aare.result() == 0) {
      return aare;
    }
    throw new IllegalStateException("the meter does not let us in: " + answer);
  }

  private static AccessSelection byEntry(long from, long to) {
    Selection selection = new Selection.EntryRange(from, to, 1, 0);
    return new AccessSelection(selection.accessSelector(), selection.accessParameters());
  }
}
