package org.meterhaus.dlms.server;

import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.ExceptionResponse;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.association.Refusal;
import org.meterhaus.dlms.association.ServerAssociation;
import org.meterhaus.dlms.association.ServerAssociation.Action;
import org.meterhaus.dlms.association.ServerAssociation.Event;
import org.meterhaus.dlms.association.ServerAssociation.Offer;
import org.meterhaus.dlms.association.ServerAssociation.State;
import org.meterhaus.dlms.association.ServerAssociation.Step;
import org.meterhaus.dlms.cosem.ActionResult;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.Cover;
import org.meterhaus.dlms.security.MessageProtection;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * Carries out what {@link ServerAssociation} wants for one client and one device: octets of a
 * request in, octets of the answer out. Not thread-safe; blocks as long as the objects do.
 */
final class ServerDialogue {

  private static final System.Logger LOG = System.getLogger(ServerDialogue.class.getName());

  /** Less room than this is none: a block with a few octets of data. */
  private static final int MIN_REPLY = 32;

  /** What goes back, in this order; {@code last}: the connection is to be closed after it. */
  record Reply(List<Bytes> apdus, boolean last) {
    Reply(Bytes apdu, boolean last) {
      this(List.of(apdu), last);
    }
  }

  private final ServedDevice served;
  private final String who;
  private final int clientSap;
  private final ServerLimits limits;
  private final SecureRandom random;
  private State state = new State.Idle();
  private List<Offer> offers = List.of();
  private @Nullable Admitted admitted;

  /**
   * For one client and one device.
   *
   * @param peer where the client is; with its address it is locked out if it keeps guessing
   */
  ServerDialogue(
      ServedDevice served, String peer, int clientSap, ServerLimits limits, SecureRandom random) {
    this.served = served;
    this.who = peer + "/" + clientSap;
    this.clientSap = clientSap;
    this.limits = limits;
    this.random = random;
  }

  boolean isOpen() {
    return state instanceof State.Open;
  }

  Reply answer(Bytes octets) {
    ServerBlocks blocks = admitted == null ? null : admitted.blocks();
    if (blocks == null || !isOpen() || octets.isEmpty()) {
      return answerWhole(octets);
    }
    if (octets.at(0) == Tags.GENERAL_BLOCK_TRANSFER) {
      return answerBlock(octets, blocks);
    }
    blocks.wholeRequest();
    return cut(answerWhole(octets), blocks);
  }

  private Reply answerBlock(Bytes octets, ServerBlocks blocks) {
    try {
      return ApduCodec.decode(octets, limits.dataLimits())
              instanceof Apdu.GeneralBlockTransfer block
          ? follow(blocks.take(block), blocks)
          : notForServers();
    } catch (Malformed | UnsupportedApdu _) {
      return reject(ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.OTHER_REASON);
    }
  }

  private Reply follow(ServerBlocks.Step step, ServerBlocks blocks) {
    return switch (step) {
      case ServerBlocks.Step.Send(var out) -> inBlocks(out);
      case ServerBlocks.Step.Refuse _ ->
          reject(ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.OTHER_REASON);
      case ServerBlocks.Step.Request(Bytes apdu) -> {
        boolean service =
            switch (apdu.at(0)) {
              case Tags.GENERAL_BLOCK_TRANSFER, Tags.AARQ, Tags.RLRQ -> false;
              default -> true;
            };
        yield service ? cut(answerWhole(apdu), blocks) : notForServers();
      }
    };
  }

  private static Reply cut(Reply whole, ServerBlocks blocks) {
    Bytes apdu = whole.apdus().getFirst();
    if (whole.last() || !blocks.cuts(apdu)) {
      return whole;
    }
    List<Apdu.GeneralBlockTransfer> out = blocks.answer(apdu);
    return out == null
        ? reject(ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.PDU_TOO_LONG)
        : inBlocks(out);
  }

  private static Reply inBlocks(List<Apdu.GeneralBlockTransfer> blocks) {
    return new Reply(blocks.stream().map(ServerDialogue::encode).toList(), false);
  }

  private Reply answerWhole(Bytes octets) {
    try {
      if (!octets.isEmpty() && MessageProtection.covers(octets.at(0))) {
        return protectedService(octets);
      }
      return switch (ApduCodec.decode(octets, limits.dataLimits())) {
        case Apdu.Aarq aarq -> associate(aarq);
        case Apdu.ReleaseRequest _ -> {
          take(new Event.ReleaseAsked());
          yield reply(new Apdu.ReleaseResponse(0, null));
        }
        case Apdu.Request request -> service(request, null);
        case Apdu.AccessRequest request -> access(request, null);
        case Apdu _ -> notForServers();
      };
    } catch (Malformed _) {
      return reject(ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.OTHER_REASON);
    } catch (UnsupportedApdu _) {
      return notForServers();
    } catch (SecurityRefused e) {
      // Only our own counter gets here: without a number nothing may be sent any more.
      LOG.log(Level.ERROR, () -> "device " + served.device().sap() + ": " + e.getMessage());
      return new Reply(
          encode(
              new ExceptionResponse(
                  ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.OTHER_REASON)),
          true);
    }
  }

  /** The longest notification that may be told now, octets before it is protected; 0 if none. */
  int longestNotification() {
    Admitted current = admitted;
    if (current == null || !isOpen()) {
      return 0;
    }
    return current.blocks() == null ? current.maxPlain(null) : ServerBlocks.MAX_NOTIFICATION_OCTETS;
  }

  /**
   * A notification as it goes out, in blocks if it is long and they were agreed on; nothing if
   * there is no open association, it did not agree on such, or the client takes nothing of that
   * length.
   */
  List<Bytes> notification(Apdu.Notification what) {
    Admitted current = admitted;
    if (current == null
        || !(state instanceof State.Open(ServerAssociation.Terms terms))
        || !terms.conformance().has(needed(what))) {
      return List.of();
    }
    Bytes plain = encode(what);
    if (plain.size() > longestNotification()) {
      LOG.log(Level.WARNING, () -> "device " + served.device().sap() + ": too long to be told");
      return List.of();
    }
    ServerSecurity security = current.channel();
    try {
      Bytes apdu = security == null ? plain : security.protect(plain);
      ServerBlocks blocks = current.blocks();
      return blocks == null || !blocks.isLong(apdu)
          ? List.of(apdu)
          : blocks.unasked(apdu).stream().map(ServerDialogue::encode).toList();
    } catch (SecurityRefused e) {
      LOG.log(Level.ERROR, () -> "device " + served.device().sap() + ": " + e.getMessage());
      return List.of();
    }
  }

  private static Conformance needed(Apdu.Notification what) {
    return switch (what) {
      case Apdu.DataNotification _ -> Conformance.DATA_NOTIFICATION;
      case Apdu.EventNotification _ -> Conformance.EVENT_NOTIFICATION;
      case Apdu.InformationReport _ -> Conformance.INFORMATION_REPORT;
    };
  }

  private Reply associate(Apdu.Aarq aarq) throws SecurityRefused {
    List<Admission> admissions = admissions(aarq.callingTitle());
    offers = admissions.stream().map(Admission::offer).toList();
    boolean proves =
        aarq.mechanism() != Apdu.MECHANISM_NONE || aarq.context() == Apdu.CONTEXT_LN_CIPHERED;
    if (served.isShut() || (proves && served.isLockedOut(who))) {
      take(new Event.AskedWhileLockedOut());
      return new Reply(encode(Proposal.refused(aarq, Refusal.AUTHENTICATION_FAILURE)), true);
    }
    Proposal proposal = Proposal.of(aarq, admissions, served, limits, random);
    return switch (take(proposal.event())) {
      case Action.Accept(ServerAssociation.Terms terms, boolean proofWanted) -> {
        Proposal.Accepted accepted = proposal.accepted(terms, clientSap);
        admitted = accepted.admitted();
        if (!proofWanted && proves) {
          served.succeeded(who);
        }
        yield reply(accepted.answer());
      }
      case Action.Refuse(Refusal refusal) -> {
        tell(refusal, aarq.mechanism());
        yield new Reply(encode(Proposal.refused(aarq, refusal)), true);
      }
      case Action other -> throw new IllegalStateException("an AARQ led to " + other);
    };
  }

  /** Somebody who speaks otherwise is of no interest; somebody who pretends is. */
  private void tell(Refusal refusal, int mechanism) {
    if (refusal == Refusal.AUTHENTICATION_FAILURE) {
      served.failed(who, mechanism);
    } else if (refusal == Refusal.NO_REASON || refusal == Refusal.TITLE_NOT_RECOGNISED) {
      served.tell(new SecurityEvent.ClientUnknown(who, refusal.diagnostic()));
    }
  }

  private List<Admission> admissions(@Nullable Bytes title) {
    boolean fit = title != null && title.size() == SystemTitle.OCTETS;
    return served
        .device()
        .security()
        .admissions(clientSap, fit && title != null ? new SystemTitle(title) : null);
  }

  private Reply protectedService(Bytes octets) throws Malformed, UnsupportedApdu, SecurityRefused {
    Admitted current = admitted;
    ServerSecurity security = current == null ? null : current.channel();
    if (current == null || security == null) {
      return reject(
          ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.OPERATION_NOT_POSSIBLE);
    }
    MessageProtection.Opened opened;
    try {
      opened = security.open(octets);
    } catch (SecurityRefused e) {
      return undecipherable(String.valueOf(e.getMessage()));
    } catch (ServerSecurity.Replayed e) {
      served.tell(new SecurityEvent.Replayed(e.client, e.counter));
      return reply(
          new ExceptionResponse(
              ExceptionResponse.SERVICE_NOT_ALLOWED,
              ExceptionResponse.INVOCATION_COUNTER_ERROR,
              e.expected));
    }
    Cover cover = opened.cover();
    // Nothing is cut for who has not proven yet who it is.
    if ((isOpen() ? current.maxReply(cover) : current.maxPlain(cover)) < MIN_REPLY) {
      return reject(ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.PDU_TOO_LONG);
    }
    Apdu inside;
    try {
      inside = ApduCodec.decode(opened.apdu(), limits.dataLimits());
    } catch (Malformed | UnsupportedApdu e) {
      if (cover.protection().authenticated() || cover.signed()) {
        throw e;
      }
      // Without a tag this may well be a wrong key, or somebody who tries what decrypts to what.
      return undecipherable(String.valueOf(e.getMessage()));
    }
    return switch (inside) {
      case Apdu.Request request -> service(request, cover);
      case Apdu.AccessRequest request -> access(request, cover);
      case Apdu _ -> notForServers();
    };
  }

  private Reply undecipherable(String reason) {
    served.tell(new SecurityEvent.ProtectionRefused(who, reason));
    return reject(ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.DECIPHERING_ERROR);
  }

  /** Whether a message is protected as the association wants it; tells the auditor if not. */
  private boolean isEnough(@Nullable Admitted current, @Nullable Cover cover) {
    if (current == null) {
      return false;
    }
    boolean enough = current.accepts(cover);
    if (!enough) {
      served.tell(new SecurityEvent.ProtectionRefused(who, "a request without due protection"));
    }
    return enough;
  }

  /** A service, that came protected like this or, if null, unprotected. */
  private Reply service(Apdu.Request request, @Nullable Cover cover) throws SecurityRefused {
    Admitted current = admitted;
    boolean enough = isEnough(current, cover);
    if (enough
        && current != null
        && current.offer().highLevel()
        && request instanceof Apdu.ActionRequest action
        && action.method().equals(AssociationLn.REPLY_TO_HLS_AUTHENTICATION)) {
      return proof(action, current, cover);
    }
    Action action = take(new Event.ServiceAsked(enough));
    return switch (action) {
      case Action.Serve _ when current != null -> {
        boolean authenticated = cover != null && cover.protection().authenticated();
        yield covered(servicesOf(current, cover).answer(request, authenticated), current, cover);
      }
      case Action.Reject(int stateError, int serviceError) -> reject(stateError, serviceError);
      case Action other -> throw new IllegalStateException("a service led to " + other);
    };
  }

  /** Several services in one. */
  private Reply access(Apdu.AccessRequest request, @Nullable Cover cover) throws SecurityRefused {
    Admitted current = admitted;
    boolean enough = isEnough(current, cover);
    return switch (take(new Event.ServiceAsked(enough))) {
      case Action.Serve _ when current != null -> {
        boolean authenticated = cover != null && cover.protection().authenticated();
        yield covered(servicesOf(current, cover).access(request, authenticated), current, cover);
      }
      case Action.Reject(int stateError, int serviceError) -> reject(stateError, serviceError);
      case Action other -> throw new IllegalStateException("a service led to " + other);
    };
  }

  private static Services servicesOf(Admitted current, @Nullable Cover cover) {
    return current.services().upTo(current.maxReply(cover));
  }

  /** An answer, protected like its request and as the policy wants it. */
  private static Reply covered(Bytes plain, Admitted current, @Nullable Cover request)
      throws SecurityRefused {
    ServerSecurity security = current.channel();
    if (security == null) {
      return new Reply(plain, false);
    }
    if (request == null) {
      return new Reply(security.protect(plain), false);
    }
    // There is no glo- form of an exception-response; a general envelope takes anything.
    return new Reply(request.takes(plain.at(0)) ? security.protect(plain, request) : plain, false);
  }

  /** HLS passes 3 and 4. */
  private Reply proof(Apdu.ActionRequest request, Admitted current, @Nullable Cover cover)
      throws SecurityRefused {
    HlsExchange handshake = current.handshake();
    boolean right =
        request.parameter() instanceof Data.OctetString(Bytes proof)
            && state instanceof State.AwaitingProof
            && handshake != null
            && handshake.isProof(proof);
    return switch (take(new Event.ProofGiven(right))) {
      case Action.ReturnProof _ when handshake != null -> {
        served.succeeded(who);
        admitted = current.proven();
        Data own = new Data.OctetString(handshake.proof());
        Apdu answer =
            new Apdu.ActionResponse(
                request.invoke(), ActionResult.SUCCESS.code(), new Apdu.GetResult.Value(own));
        yield covered(encode(answer), current, cover);
      }
      case Action.RefuseProof _ -> {
        served.failed(who, current.offer().mechanism());
        Apdu answer =
            new Apdu.ActionResponse(request.invoke(), ActionResult.READ_WRITE_DENIED.code(), null);
        yield new Reply(covered(encode(answer), current, cover).apdus(), true);
      }
      case Action.Reject(int stateError, int serviceError) -> reject(stateError, serviceError);
      case Action other -> throw new IllegalStateException("a proof led to " + other);
    };
  }

  private Action take(Event event) {
    Step step = ServerAssociation.step(state, event, offers);
    state = step.next();
    if (state instanceof State.Idle) {
      admitted = null;
    }
    return step.action();
  }

  private static Reply notForServers() {
    return reject(ExceptionResponse.SERVICE_UNKNOWN, ExceptionResponse.SERVICE_NOT_SUPPORTED);
  }

  private static Reply reject(int stateError, int serviceError) {
    return reply(new ExceptionResponse(stateError, serviceError));
  }

  private static Reply reply(Apdu apdu) {
    return new Reply(encode(apdu), false);
  }

  private static Bytes encode(Apdu apdu) {
    return ApduCodec.encode(apdu);
  }
}
