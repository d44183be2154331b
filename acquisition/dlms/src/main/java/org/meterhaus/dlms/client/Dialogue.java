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
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.ClientAssociation;
import org.meterhaus.dlms.association.ClientAssociation.Action;
import org.meterhaus.dlms.association.ClientAssociation.Event;
import org.meterhaus.dlms.association.ClientAssociation.State;
import org.meterhaus.dlms.association.ClientAssociation.Step;
import org.meterhaus.dlms.association.ClientAssociation.Want;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.Handshake;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.MessageProtection;
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
  private static final int DLMS_VERSION = 6;
  private static final int PROOF_INVOKE = 0xC1;
  private static final int MAX_LATE = 64;
  private static final MethodRef REPLY_TO_HLS_AUTHENTICATION =
      new MethodRef(InterfaceClass.ASSOCIATION_LN, ObisCode.of(0, 0, 40, 0, 0, 255), 1);

  private final LinkConfig link;
  private final AssociationConfig.Custom association;
  private final BlockLink wire;
  private final Inbox inbox;
  private final SecureRandom random;
  private final Want want;

  /** Keys, whether for messages or for proofs only; null if there are none. */
  private final @Nullable ClientSecurity security;

  private final Bytes challenge;
  private Bytes serverChallenge = Bytes.EMPTY;
  private State state = new State.Closed();

  Dialogue(
      LinkConfig link,
      AssociationConfig association,
      ApduLink wire,
      NotificationListener listener,
      SecureRandom random) {
    this.link = link;
    this.wire = new BlockLink(wire, link);
    this.inbox = new Inbox(link, this.wire, listener);
    this.association = association.general();
    this.random = random;
    Authentication authentication = this.association.authentication();
    this.want =
        new Want(
            this.association.ciphered(),
            authentication.highLevel(),
            this.association.ciphered() || authentication.needsTitles());
    var ciphering = this.association.ciphering();
    this.security = ciphering == null ? null : new ClientSecurity(ciphering, random);
    byte[] octets = new byte[CHALLENGE_OCTETS];
    random.nextBytes(octets);
    this.challenge = Bytes.copyOf(octets);
  }

  boolean isOpen() {
    return state instanceof State.Open;
  }

  /** What was agreed; nothing before that. */
  Conformance conformance() {
    ClientAssociation.Terms terms = terms();
    return terms == null ? new Conformance(0) : terms.conformance();
  }

  /** What holds from an accepting AARE on. */
  private ClientAssociation.@Nullable Terms terms() {
    return switch (state) {
      case State.Open(ClientAssociation.Terms terms) -> terms;
      case State.AwaitingProof(ClientAssociation.Terms terms) -> terms;
      case State.Closed _, State.AwaitingAare _, State.AwaitingRelease _ -> null;
    };
  }

  /** The largest request the server takes, before it is protected. */
  int maxRequest() {
    ClientAssociation.Terms terms = terms();
    int agreed = terms == null ? 0 : terms.maxSendPdu();
    int max = agreed == 0 ? 0xFFFF : agreed;
    ClientSecurity channel = channel();
    return channel == null ? max : max - channel.overhead();
  }

  /** Whether a request is short enough for the server, or cut on its way. */
  boolean takes(Apdu request) {
    return wire.isAgreed() || ApduCodec.encode(request).size() <= maxRequest();
  }

  /** Associates; returns once the association is open. */
  void open() throws MeterException {
    take(new Event.OpenAsked());
    if (state instanceof State.Open(ClientAssociation.Terms terms)
        && terms.conformance().has(Conformance.GENERAL_BLOCK_TRANSFER)) {
      wire.agree(terms.maxSendPdu());
    }
  }

  /** The connection is of no use any more. */
  void lost() {
    state = ClientAssociation.step(state, new Event.LinkLost(), want).next();
  }

  /** Says goodbye if there is an association, and waits for the answer but not for long. */
  void release(Duration within) {
    Step step = ClientAssociation.step(state, new Event.CloseAsked(), want);
    state = step.next();
    if (!(step.action() instanceof Action.SendReleaseRequest)) {
      return;
    }
    Event outcome = new Event.LinkLost();
    try {
      wire.send(ApduCodec.encode(new Apdu.ReleaseRequest(0, null)));
      // Whatever starts like an RLRE is one: some servers get its lengths wrong.
      long deadline = System.nanoTime() + within.toNanos();
      int first = Tags.DATA_NOTIFICATION;
      while (Tags.isNotification(first)) {
        first = wire.receive(Duration.ofNanos(deadline - System.nanoTime())).at(0);
      }
      if (first == Tags.RLRE) {
        outcome = new Event.Released();
      }
    } catch (MeterException _) {
      // Gone without a word: gone all the same.
    }
    state = ClientAssociation.step(state, outcome, want).next();
  }

  /**
   * Sends a request and waits for its answer, both protected as agreed.
   *
   * @throws ServiceRejected if it is an exception-response
   */
  Apdu ask(Apdu request) throws MeterException {
    Bytes plain = ApduCodec.encode(request);
    if (plain.size() > maxRequest() && !wire.isAgreed()) {
      throw new ServiceRejected(
          Apdu.ExceptionResponse.SERVICE_NOT_ALLOWED, Apdu.ExceptionResponse.PDU_TOO_LONG);
    }
    // A read does no harm if it is done twice; whether a write was done nobody knows then.
    int left = wire.losesApdus() && reads(request) ? BlockLink.TRIES : 1;
    Duration within = left == 1 ? link.answerWithin() : wire.patience();
    while (true) {
      send(plain);
      try {
        return awaited(request, within);
      } catch (TimedOut e) {
        if (--left == 0) {
          throw e;
        }
      }
    }
  }

  private void send(Bytes plain) throws MeterException {
    ClientSecurity channel = channel();
    boolean general = conformance().has(Conformance.GENERAL_PROTECTION);
    wire.send(channel == null ? plain : channel.protect(plain, general));
  }

  /** The answer; where APDUs get lost, not one that comes late to what was asked before. */
  private Apdu awaited(Apdu request, Duration within) throws MeterException {
    for (int late = 0; ; late++) {
      Apdu answer = answer(inbox.receive(channel(), within), channel());
      if (!wire.losesApdus() || late == MAX_LATE || !isLate(request, answer)) {
        return answer;
      }
    }
  }

  private static boolean reads(Apdu request) {
    return request instanceof Apdu.GetRequest
        || request instanceof Apdu.GetRequestNext
        || request instanceof Apdu.GetRequestWithList;
  }

  private static boolean isLate(Apdu request, Apdu answer) {
    if (!(request instanceof Apdu.Request asked)) {
      return false;
    }
    int invoke =
        switch (answer) {
          case Apdu.GetResponse(int id, Apdu.GetResult _) -> id;
          case Apdu.GetResponseWithList response -> response.invoke();
          case Apdu.GetResponseWithDatablock response -> response.invoke();
          default -> asked.invoke();
        };
    boolean before =
        request instanceof Apdu.GetRequestNext(int _, long received)
            && answer instanceof Apdu.GetResponseWithDatablock block
            && block.blockNumber() <= received;
    return before || ((invoke ^ asked.invoke()) & 0x0F) != 0;
  }

  /**
   * Hands out notifications as they come, for so long.
   *
   * @throws Malformed if an answer comes that nobody waits for
   */
  void listen(Duration within) throws MeterException {
    try {
      Apdu unasked = inbox.receive(channel(), within).apdu();
      throw new Malformed("nobody asked for " + unasked.getClass().getSimpleName());
    } catch (TimedOut _) {
      // As long as was asked for.
    }
  }

  /** What protects messages, null if nothing does. */
  private @Nullable ClientSecurity channel() {
    return association.ciphered() ? security : null;
  }

  private static Apdu answer(Inbox.Arrived arrived, @Nullable ClientSecurity channel)
      throws MeterException {
    if (arrived.apdu() instanceof Apdu.ExceptionResponse exception) {
      throw new ServiceRejected(exception.stateError(), exception.serviceError());
    }
    if (!arrived.ciphered() && channel != null) {
      channel.requireProtection(null);
    }
    return arrived.apdu();
  }

  /** Takes an event, and those that follow from what it makes us do, until it is our turn again. */
  private void take(Event event) throws MeterException {
    @Nullable Event next = event;
    while (next != null) {
      Step step = ClientAssociation.step(state, next, want);
      state = step.next();
      next = perform(step.action());
    }
  }

  private @Nullable Event perform(Action action) throws MeterException {
    return switch (action) {
      case Action.SendAarq _ -> {
        wire.send(ApduCodec.encode(aarq()));
        yield answered(inbox.receive(channel(), link.answerWithin()).apdu());
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
    ClientSecurity channel = channel();
    Bytes dedicatedKey =
        channel != null && association.dedicated() ? channel.dedicate(random) : null;
    Bytes proposal =
        ApduCodec.encode(
            new Apdu.InitiateRequest(
                dedicatedKey, true, DLMS_VERSION, association.conformance(), link.maxApduBytes()));
    Bytes value =
        switch (association.authentication()) {
          case Authentication.None _ -> null;
          case Authentication.Password(var password) -> password.password();
          case Authentication.Manufacturer _,
              Authentication.Digest _,
              Authentication.Gmac _,
              Authentication.Ecdsa _ ->
              challenge;
        };
    return new Apdu.Aarq(
        want.context(),
        security == null ? null : security.title().octets(),
        association.authentication().mechanism(),
        value,
        channel == null ? proposal : channel.protectInitiate(proposal));
  }

  private Event answered(Apdu answer) throws MeterException {
    if (answer instanceof Apdu.ExceptionResponse exception) {
      throw new ServiceRejected(exception.stateError(), exception.serviceError());
    }
    if (!(answer instanceof Apdu.Aare aare)) {
      throw new Malformed("expected an AARE");
    }
    boolean titled = takeTitle(aare);
    boolean challenged = takeChallenge(aare);
    boolean protection = false;
    Apdu.InitiateResponse terms = null;
    // What a refusal carries is of no use, and may be anything.
    if (aare.result() == 0 && aare.userInformation() != null) {
      Bytes information = aare.userInformation();
      ClientSecurity channel = channel();
      boolean covered = !information.isEmpty() && MessageProtection.covers(information.at(0));
      if (covered && channel != null && titled) {
        information = channel.openInitiate(information);
        protection = true;
      } else if (channel != null) {
        protection = channel.answersNaked();
      }
      if (inbox.decode(information) instanceof Apdu.InitiateResponse response) {
        terms = response;
      }
    }
    if (security != null && association.dedicated()) {
      security.useDedicated();
    }
    return new Event.Answered(
        aare.context(), aare.result(), aare.diagnostic(), titled, challenged, protection, terms);
  }

  /** Keeps the server's title if it is fit: one like ours would mean nonces like ours. */
  private boolean takeTitle(Apdu.Aare aare) {
    Bytes title = aare.respondingTitle();
    if (security == null
        || title == null
        || title.size() != SystemTitle.OCTETS
        || title.equals(security.title().octets())) {
      return false;
    }
    security.server(new SystemTitle(title));
    return true;
  }

  /** Keeps the server's challenge if it is fit: one like ours would have us do its proof. */
  private boolean takeChallenge(Apdu.Aare aare) {
    Bytes given = aare.authentication();
    if (given == null
        || given.size() < MIN_CHALLENGE_OCTETS
        || given.size() > MAX_CHALLENGE_OCTETS
        || given.equals(challenge)) {
      return false;
    }
    serverChallenge = given;
    return true;
  }

  /** HLS passes 3 and 4. */
  private Event proveEachOther() throws MeterException {
    HlsMechanism process =
        association.authentication().process(security == null ? null : security.protection());
    SystemTitle server = security == null ? null : security.server();
    Handshake handshake =
        new Handshake(
            security == null ? Bytes.EMPTY : security.title().octets(),
            server == null ? Bytes.EMPTY : server.octets(),
            challenge,
            serverChallenge);
    Data proof = new Data.OctetString(process.proof(handshake));
    Apdu answer = ask(new Apdu.ActionRequest(PROOF_INVOKE, REPLY_TO_HLS_AUTHENTICATION, proof));
    boolean right =
        answer instanceof Apdu.ActionResponse(int _, int result, Apdu.GetResult returned)
            && result == 0
            && returned instanceof Apdu.GetResult.Value(Data data)
            && data instanceof Data.OctetString(Bytes octets)
            && process.isProof(octets, handshake);
    return new Event.ProofReceived(right);
  }
}
