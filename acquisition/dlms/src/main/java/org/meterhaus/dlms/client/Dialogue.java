package org.meterhaus.dlms.client;

import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.AssociationRefused;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.MeterException.ServiceRejected;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.association.ClientAssociation;
import org.meterhaus.dlms.association.ClientAssociation.Action;
import org.meterhaus.dlms.association.ClientAssociation.Event;
import org.meterhaus.dlms.association.ClientAssociation.Mode;
import org.meterhaus.dlms.association.ClientAssociation.State;
import org.meterhaus.dlms.association.ClientAssociation.Step;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.transport.ApduLink;

/**
 * Carries out what {@link ClientAssociation} wants: sends, protects, waits, checks. Not
 * thread-safe.
 */
final class Dialogue {

  private static final int CHALLENGE_OCTETS = 16;
  private static final int MIN_CHALLENGE_OCTETS = 8;
  private static final int MAX_CHALLENGE_OCTETS = 64;
  private static final int PROOF_INVOKE = 0xC1;
  private static final MethodRef REPLY_TO_HLS_AUTHENTICATION =
      new MethodRef(InterfaceClass.ASSOCIATION_LN, ObisCode.of(0, 0, 40, 0, 0, 255), 1);

  /** What only a ciphered association has. */
  private static final class Security {
    final AssociationConfig.HlsGmac config;
    final ApduProtection protection;
    final Bytes challenge;
    @Nullable SystemTitle serverTitle;
    Bytes serverChallenge = Bytes.EMPTY;
    long lastServerCounter = -1;

    Security(AssociationConfig.HlsGmac config, Bytes challenge) {
      this.config = config;
      this.challenge = challenge;
      this.protection =
          new ApduProtection(
              config.encryptionKey(), config.authenticationKey(), config.title(), config.counter());
    }
  }

  private final LinkConfig link;
  private final ApduLink wire;
  private final Mode mode;
  private final @Nullable Security security;
  private State state = new State.Closed();

  Dialogue(LinkConfig link, AssociationConfig association, ApduLink wire, SecureRandom random) {
    this.link = link;
    this.wire = wire;
    switch (association) {
      case AssociationConfig.PublicClient _ -> {
        this.mode = Mode.PUBLIC;
        this.security = null;
      }
      case AssociationConfig.HlsGmac hls -> {
        byte[] challenge = new byte[CHALLENGE_OCTETS];
        random.nextBytes(challenge);
        this.mode = Mode.HLS;
        this.security = new Security(hls, Bytes.copyOf(challenge));
      }
    }
  }

  boolean isOpen() {
    return state instanceof State.Open;
  }

  /** What was agreed; nothing before that. */
  Conformance conformance() {
    return state instanceof State.Open(ClientAssociation.Terms terms)
        ? terms.conformance()
        : new Conformance(0);
  }

  /** Associates; returns once the association is open. */
  void open() throws MeterException {
    take(new Event.OpenAsked());
  }

  /** The connection is of no use any more. */
  void lost() {
    state = ClientAssociation.step(state, new Event.LinkLost(), mode).next();
  }

  /** Says goodbye if there is an association, and waits for the answer but not for long. */
  void release(Duration within) {
    Step step = ClientAssociation.step(state, new Event.CloseAsked(), mode);
    state = step.next();
    if (!(step.action() instanceof Action.SendReleaseRequest)) {
      return;
    }
    Event outcome = new Event.LinkLost();
    try {
      wire.send(ApduCodec.encode(new Apdu.ReleaseRequest(0, null)));
      // Whatever starts like an RLRE is one: some servers get its lengths wrong.
      if (wire.receive(within).at(0) == Tags.RLRE) {
        outcome = new Event.Released();
      }
    } catch (MeterException _) {
      // Gone without a word: gone all the same.
    }
    state = ClientAssociation.step(state, outcome, mode).next();
  }

  /**
   * Sends a request and waits for its answer, both protected as agreed.
   *
   * @throws ServiceRejected if it is an exception-response
   */
  Apdu ask(Apdu request) throws MeterException {
    Bytes plain = ApduCodec.encode(request);
    Security secured = security;
    Bytes sent = secured == null ? plain : protect(plain, secured);
    int max = state instanceof State.Open(ClientAssociation.Terms terms) ? terms.maxSendPdu() : 0;
    if (sent.size() > (max == 0 ? 0xFFFF : max)) {
      throw new ServiceRejected(
          Apdu.ExceptionResponse.SERVICE_NOT_ALLOWED, Apdu.ExceptionResponse.PDU_TOO_LONG);
    }
    wire.send(sent);
    Apdu answer = decode(wire.receive(link.answerWithin()));
    if (answer instanceof Apdu.Ciphered ciphered) {
      if (secured == null) {
        throw new SecurityRefused("a protected answer where none was agreed");
      }
      return decode(unprotect(ciphered, secured));
    }
    if (answer instanceof Apdu.ExceptionResponse exception) {
      throw new ServiceRejected(exception.stateError(), exception.serviceError());
    }
    if (secured != null) {
      throw new SecurityRefused("an unprotected answer where protection was agreed");
    }
    return answer;
  }

  /** Takes an event, and those that follow from what it makes us do, until it is our turn again. */
  private void take(Event event) throws MeterException {
    @Nullable Event next = event;
    while (next != null) {
      Step step = ClientAssociation.step(state, next, mode);
      state = step.next();
      next = perform(step.action());
    }
  }

  private @Nullable Event perform(Action action) throws MeterException {
    return switch (action) {
      case Action.SendAarq _ -> {
        wire.send(ApduCodec.encode(aarq()));
        yield answered(decode(wire.receive(link.answerWithin())));
      }
      case Action.SendProof _ -> proveEachOther();
      case Action.TellRefused(int result, int diagnostic) ->
          throw new AssociationRefused(result, diagnostic);
      case Action.TellDistrusted(String reason) -> throw new SecurityRefused(reason);
      case Action.TellOpen _, Action.SendReleaseRequest _, Action.CloseLink _, Action.Nothing _ ->
          null;
    };
  }

  private Apdu.Aarq aarq() throws SecurityRefused {
    Bytes proposal =
        ApduCodec.encode(
            new Apdu.InitiateRequest(false, true, 6, Conformance.SUPPORTED, link.maxApduBytes()));
    if (security == null) {
      return new Apdu.Aarq(Apdu.CONTEXT_LN, null, Apdu.MECHANISM_NONE, null, proposal);
    }
    return new Apdu.Aarq(
        Apdu.CONTEXT_LN_CIPHERED,
        security.config.title().octets(),
        Apdu.MECHANISM_HLS_GMAC,
        security.challenge,
        protect(proposal, security));
  }

  private Event answered(Apdu answer) throws MeterException {
    if (answer instanceof Apdu.ExceptionResponse exception) {
      throw new ServiceRejected(exception.stateError(), exception.serviceError());
    }
    if (!(answer instanceof Apdu.Aare aare)) {
      throw new Malformed("expected an AARE");
    }
    boolean challenged = security != null && takeChallenge(aare, security);
    boolean protection = false;
    Apdu.InitiateResponse terms = null;
    // What a refusal carries is of no use, and may be anything.
    if (aare.result() == 0 && aare.userInformation() != null) {
      Apdu information = decode(aare.userInformation());
      if (information instanceof Apdu.Ciphered ciphered && security != null && challenged) {
        information = decode(unprotect(ciphered, security));
        protection = true;
      }
      if (information instanceof Apdu.InitiateResponse response) {
        terms = response;
      }
    }
    return new Event.Answered(
        aare.context(), aare.result(), aare.diagnostic(), challenged, protection, terms);
  }

  /**
   * Keeps the server's title and challenge if they are fit to be used: a title like ours would mean
   * nonces like ours, a challenge like ours would have us do the server's proof.
   */
  private static boolean takeChallenge(Apdu.Aare aare, Security security) {
    Bytes title = aare.respondingTitle();
    Bytes challenge = aare.authentication();
    boolean fit =
        title != null
            && title.size() == SystemTitle.OCTETS
            && !title.equals(security.config.title().octets())
            && challenge != null
            && challenge.size() >= MIN_CHALLENGE_OCTETS
            && challenge.size() <= MAX_CHALLENGE_OCTETS
            && !challenge.equals(security.challenge);
    if (fit && title != null && challenge != null) {
      security.serverTitle = new SystemTitle(title);
      security.serverChallenge = challenge;
    }
    return fit;
  }

  /** HLS passes 3 and 4. */
  private Event proveEachOther() throws MeterException {
    if (security == null || security.serverTitle == null) {
      throw new IllegalStateException("a proof is wanted without a challenge");
    }
    Data proof = new Data.OctetString(security.protection.proof(security.serverChallenge));
    Apdu answer = ask(new Apdu.ActionRequest(PROOF_INVOKE, REPLY_TO_HLS_AUTHENTICATION, proof));
    boolean right =
        answer instanceof Apdu.ActionResponse(int _, int result, Apdu.GetResult returned)
            && result == 0
            && returned instanceof Apdu.GetResult.Value(Data data)
            && data instanceof Data.OctetString(Bytes octets)
            && security.protection.isProof(octets, security.challenge, security.serverTitle);
    return new Event.ProofReceived(right);
  }

  private static Bytes protect(Bytes apdu, Security security) throws SecurityRefused {
    return ApduCodec.encode(
        security.protection.protect(apdu, ApduProtection.Envelope.SERVICE_SPECIFIC));
  }

  private static Bytes unprotect(Apdu.Ciphered message, Security security) throws SecurityRefused {
    if (security.serverTitle == null) {
      throw new SecurityRefused("a protected message before the server told its system title");
    }
    Bytes apdu = security.protection.unprotect(message, security.serverTitle);
    if (message.counter() <= security.lastServerCounter) {
      throw new SecurityRefused(
          "server's invocation counter is %d after %d: a replay"
              .formatted(message.counter(), security.lastServerCounter));
    }
    security.lastServerCounter = message.counter();
    return apdu;
  }

  private Apdu decode(Bytes octets) throws Malformed {
    try {
      return ApduCodec.decode(octets, link.dataLimits());
    } catch (UnsupportedApdu e) {
      throw new Malformed("answer is an " + e.getMessage() + ", which we did not ask for");
    }
  }
}
