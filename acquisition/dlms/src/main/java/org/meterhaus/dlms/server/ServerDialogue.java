package org.meterhaus.dlms.server;

import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.ExceptionResponse;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.association.ServerAssociation;
import org.meterhaus.dlms.association.ServerAssociation.Action;
import org.meterhaus.dlms.association.ServerAssociation.Event;
import org.meterhaus.dlms.association.ServerAssociation.State;
import org.meterhaus.dlms.association.ServerAssociation.Step;
import org.meterhaus.dlms.association.ServerAssociation.Terms;
import org.meterhaus.dlms.cosem.ActionResult;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.ReplayWindow;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * Carries out what {@link ServerAssociation} wants for one client and one device: octets of a
 * request in, octets of the answer out. Not thread-safe; blocks as long as the objects do.
 */
final class ServerDialogue {

  private static final System.Logger LOG = System.getLogger(ServerDialogue.class.getName());
  private static final int CHALLENGE_OCTETS = 16;
  private static final int DLMS_VERSION = 6;

  /** What goes back; {@code last}: the connection is to be closed after it. */
  record Reply(Bytes apdu, boolean last) {}

  /** What a ciphered association has. */
  private static final class Security {
    final ApduProtection protection;
    final SystemTitle client;
    final Bytes clientChallenge;
    final Bytes challenge;

    Security(
        DeviceSecurity.HlsGmac keys,
        SystemTitle client,
        Bytes clientChallenge,
        SecureRandom random) {
      this.protection =
          new ApduProtection(
              keys.encryptionKey(), keys.authenticationKey(), keys.title(), keys.counter());
      this.client = client;
      this.clientChallenge = clientChallenge;
      byte[] octets = new byte[CHALLENGE_OCTETS];
      random.nextBytes(octets);
      this.challenge = Bytes.copyOf(octets);
    }
  }

  private final ServedDevice served;
  private final ServerLimits limits;
  private final SecureRandom random;
  private State state = new State.Idle();
  private @Nullable Security security;
  private @Nullable Services services;

  ServerDialogue(ServedDevice served, ServerLimits limits, SecureRandom random) {
    this.served = served;
    this.limits = limits;
    this.random = random;
  }

  boolean isOpen() {
    return state instanceof State.Open;
  }

  Reply answer(Bytes octets) {
    try {
      return switch (ApduCodec.decode(octets, limits.dataLimits())) {
        case Apdu.Aarq aarq -> associate(aarq);
        case Apdu.ReleaseRequest _ -> {
          take(new Event.ReleaseAsked());
          yield reply(new Apdu.ReleaseResponse(0, null));
        }
        case Apdu.Ciphered ciphered -> protectedService(ciphered);
        case Apdu.Request request -> service(request, null);
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

  private Reply associate(Apdu.Aarq aarq) throws SecurityRefused {
    Security proposed = security(aarq);
    Event event = proposal(aarq, proposed);
    return switch (take(event)) {
      case Action.Accept(Terms terms, boolean proofWanted) -> {
        services = new Services(served.device(), terms, limits);
        security = proofWanted ? proposed : null;
        yield accept(aarq, terms);
      }
      case Action.Refuse(int diagnostic) ->
          new Reply(
              encode(
                  new Apdu.Aare(aarq.context(), 1, diagnostic, null, aarq.mechanism(), null, null)),
              true);
      case Action other -> throw new IllegalStateException("an AARQ led to " + other);
    };
  }

  /**
   * What the client proposes, and whether it was protected. Leaves the association as it is, so
   * that an AARQ that cannot be read is decided on by the machine like any other.
   */
  private Event proposal(Apdu.Aarq aarq, @Nullable Security proposed) {
    boolean protection = false;
    try {
      Apdu information = ApduCodec.decode(aarq.userInformation(), limits.dataLimits());
      if (information instanceof Apdu.Ciphered ciphered && proposed != null) {
        information = ApduCodec.decode(unprotect(ciphered, proposed), limits.dataLimits());
        protection = true;
      }
      if (information instanceof Apdu.InitiateRequest request) {
        Bytes challenge = aarq.authentication();
        return new Event.Asked(
            aarq.context(),
            aarq.mechanism(),
            challenge == null ? 0 : challenge.size(),
            proposed != null,
            protection,
            request);
      }
    } catch (SecurityRefused | Replayed | Malformed | UnsupportedApdu _) {
      // Not to be read, for whatever reason: the client learns no more than that.
    }
    return new Event.AskedWrongly();
  }

  /**
   * What is needed to talk to a client that gives a title and a challenge; null if it does not, if
   * we have no keys, or if it calls itself like us: its nonces would be ours.
   */
  private @Nullable Security security(Apdu.Aarq aarq) {
    Bytes title = aarq.callingTitle();
    Bytes challenge = aarq.authentication();
    boolean usable = title != null && challenge != null && title.size() == SystemTitle.OCTETS;
    if (usable
        && title != null
        && challenge != null
        && served.device().security() instanceof DeviceSecurity.HlsGmac keys
        && !title.equals(keys.title().octets())) {
      return new Security(keys, new SystemTitle(title), challenge, random);
    }
    return null;
  }

  private Reply accept(Apdu.Aarq aarq, Terms terms) throws SecurityRefused {
    Bytes information =
        encode(new Apdu.InitiateResponse(DLMS_VERSION, terms.conformance(), limits.maxApduBytes()));
    if (security == null) {
      return reply(
          new Apdu.Aare(
              aarq.context(),
              0,
              ServerAssociation.DIAGNOSTIC_NONE,
              null,
              Apdu.MECHANISM_NONE,
              null,
              information));
    }
    DeviceSecurity.HlsGmac keys = (DeviceSecurity.HlsGmac) served.device().security();
    return reply(
        new Apdu.Aare(
            aarq.context(),
            0,
            ServerAssociation.DIAGNOSTIC_AUTHENTICATION_REQUIRED,
            keys.title().octets(),
            aarq.mechanism(),
            security.challenge,
            encode(security.protection.protect(information, Envelope.SERVICE_SPECIFIC))));
  }

  private Reply protectedService(Apdu.Ciphered ciphered)
      throws Malformed, UnsupportedApdu, SecurityRefused {
    if (security == null) {
      return reject(
          ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.OPERATION_NOT_POSSIBLE);
    }
    Bytes plain;
    try {
      plain = unprotect(ciphered, security);
    } catch (SecurityRefused _) {
      return reject(ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.DECIPHERING_ERROR);
    } catch (Replayed e) {
      return reply(
          new ExceptionResponse(
              ExceptionResponse.SERVICE_NOT_ALLOWED,
              ExceptionResponse.INVOCATION_COUNTER_ERROR,
              e.expected));
    }
    Envelope envelope =
        ciphered.tag() == Tags.GENERAL_GLO_CIPHERING ? Envelope.GENERAL : Envelope.SERVICE_SPECIFIC;
    return ApduCodec.decode(plain, limits.dataLimits()) instanceof Apdu.Request request
        ? service(request, envelope)
        : notForServers();
  }

  /** A service, that came in this envelope or, if null, unprotected. */
  private Reply service(Apdu.Request request, @Nullable Envelope envelope) throws SecurityRefused {
    if (envelope != null
        && security != null
        && request instanceof Apdu.ActionRequest action
        && action.method().equals(AssociationLn.REPLY_TO_HLS_AUTHENTICATION)) {
      return proof(action, security, envelope);
    }
    Action action = take(new Event.ServiceAsked(envelope != null));
    return switch (action) {
      case Action.Serve _ when services != null -> {
        Bytes plain = services.answer(request);
        boolean rejected = plain.at(0) == Tags.EXCEPTION_RESPONSE;
        // There is no glo- form of an exception-response; a general envelope takes anything.
        if (envelope == null || security == null) {
          yield new Reply(plain, false);
        }
        yield rejected && envelope == Envelope.SERVICE_SPECIFIC
            ? new Reply(plain, false)
            : new Reply(encode(security.protection.protect(plain, envelope)), false);
      }
      case Action.Reject(int stateError, int serviceError) -> reject(stateError, serviceError);
      case Action other -> throw new IllegalStateException("a service led to " + other);
    };
  }

  /** HLS passes 3 and 4. */
  private Reply proof(Apdu.ActionRequest request, Security agreed, Envelope envelope)
      throws SecurityRefused {
    boolean right =
        request.parameter() instanceof Data.OctetString(Bytes proof)
            && agreed.protection.isProof(proof, agreed.challenge, agreed.client);
    return switch (take(new Event.ProofGiven(right))) {
      case Action.ReturnProof _ -> {
        Data own = new Data.OctetString(agreed.protection.proof(agreed.clientChallenge));
        Apdu answer =
            new Apdu.ActionResponse(
                request.invoke(), ActionResult.SUCCESS.code(), new Apdu.GetResult.Value(own));
        yield new Reply(encode(agreed.protection.protect(encode(answer), envelope)), false);
      }
      case Action.RefuseProof _ -> {
        LOG.log(
            Level.WARNING,
            () -> "device %d: %s failed HLS".formatted(served.device().sap(), agreed.client));
        Apdu answer =
            new Apdu.ActionResponse(request.invoke(), ActionResult.READ_WRITE_DENIED.code(), null);
        yield new Reply(encode(agreed.protection.protect(encode(answer), envelope)), true);
      }
      case Action.Reject(int stateError, int serviceError) -> reject(stateError, serviceError);
      case Action other -> throw new IllegalStateException("a proof led to " + other);
    };
  }

  /** The tag is right, but the counter was used before. */
  private static final class Replayed extends Exception {
    private static final long serialVersionUID = 1L;
    final long expected;

    Replayed(long expected) {
      super("replayed", null, false, false);
      this.expected = expected;
    }
  }

  private Bytes unprotect(Apdu.Ciphered ciphered, Security agreed)
      throws SecurityRefused, Replayed {
    Bytes plain = agreed.protection.unprotect(ciphered, agreed.client);
    ReplayWindow window = served.window(agreed.client);
    if (window == null) {
      throw new SecurityRefused("too many system titles");
    }
    if (!window.take(ciphered.counter())) {
      throw new Replayed(Math.min(window.expected(), InvocationCounter.MAX));
    }
    return plain;
  }

  private Action take(Event event) {
    Step step = ServerAssociation.step(state, event, served.policy());
    state = step.next();
    if (state instanceof State.Idle) {
      services = null;
      security = null;
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
