package org.meterhaus.dlms.association;

import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.ExceptionResponse;
import org.meterhaus.dlms.apdu.Conformance;

/**
 * The server's side of an association: what becomes of it, and what is to be done. Stateless and
 * pure; cryptography is done by the caller, which tells the outcome in the event.
 *
 * <pre>
 *                  Asked       ProofGiven      ServiceAsked        ReleaseAsked
 * Idle             decide      reject          reject              confirm
 * AwaitingProof    decide      Open or Idle    reject              confirm, Idle
 * Open             decide      reject          serve or reject     confirm, Idle
 * </pre>
 *
 * <p>{@code decide}: an AARQ starts from scratch in every state, so that a client which lost count
 * can begin again; what was agreed before is gone, whether the new one is accepted or not.
 */
public final class ServerAssociation {

  /** acse-service-user diagnostics. */
  public static final int DIAGNOSTIC_NONE = 0;

  public static final int DIAGNOSTIC_NO_REASON = 1;
  public static final int DIAGNOSTIC_CONTEXT_NOT_SUPPORTED = 2;
  public static final int DIAGNOSTIC_TITLE_NOT_RECOGNIZED = 3;
  public static final int DIAGNOSTIC_MECHANISM_NOT_RECOGNISED = 11;
  public static final int DIAGNOSTIC_AUTHENTICATION_FAILURE = 13;
  public static final int DIAGNOSTIC_AUTHENTICATION_REQUIRED = 14;

  /** Shortest and longest challenge (clause 9.2.2.2.2.4). */
  public static final int MIN_CHALLENGE_OCTETS = 8;

  public static final int MAX_CHALLENGE_OCTETS = 64;

  private static final int DLMS_VERSION = 6;

  /** The smallest APDU size a client may propose; less leaves no room for a block. */
  private static final int MIN_PDU = 64;

  private ServerAssociation() {}

  /** What the device lets in. */
  public enum Policy {
    /** Anybody, unprotected. */
    OPEN,
    /** Only HLS with GMAC and ciphering. */
    HLS,
    /** HLS as above; and a public client that may discover. */
    HLS_AND_DISCOVERY
  }

  /** What a client may do once it is let in. */
  public enum Access {
    EVERYTHING,
    DISCOVERY
  }

  /**
   * What was agreed.
   *
   * @param protection whether every service has to be protected
   * @param maxSendPdu largest APDU the client takes, {@value MIN_PDU}..65535
   */
  public record Terms(Access access, boolean protection, Conformance conformance, int maxSendPdu) {}

  public sealed interface State {
    record Idle() implements State {}

    /** HLS passes 1 and 2 are done, 3 and 4 are not: nothing is served. */
    record AwaitingProof(Terms terms) implements State {}

    record Open(Terms terms) implements State {}
  }

  public sealed interface Event {

    /**
     * An AARQ that could be read.
     *
     * @param challengeOctets length of its authentication value, 0 = none
     * @param titled whether it named a system title of 8 octets
     * @param protection whether its InitiateRequest was protected, and rightly so
     */
    record Asked(
        int context,
        int mechanism,
        int challengeOctets,
        boolean titled,
        boolean protection,
        Apdu.InitiateRequest terms)
        implements Event {}

    /** An AARQ whose InitiateRequest could not be unprotected: other keys, or a replay. */
    record AskedWrongly() implements Event {}

    /** reply_to_HLS_authentication was invoked, protected; {@code right}: with the right proof. */
    record ProofGiven(boolean right) implements Event {}

    /**
     * Any other service, or reply_to_HLS_authentication without protection.
     *
     * @param protection whether it was protected, and rightly so
     */
    record ServiceAsked(boolean protection) implements Event {}

    record ReleaseAsked() implements Event {}
  }

  public sealed interface Action {
    /** Send an accepting AARE, with our challenge if a proof is wanted. */
    record Accept(Terms terms, boolean proofWanted) implements Action {}

    /** Send a rejecting AARE. */
    record Refuse(int diagnostic) implements Action {}

    /** Answer the action with our own proof. */
    record ReturnProof() implements Action {}

    /** Answer the action with an error and close the connection. */
    record RefuseProof() implements Action {}

    /** Carry the service out. */
    record Serve(Access access) implements Action {}

    /** Send an exception-response. */
    record Reject(int stateError, int serviceError) implements Action {}

    /** Send an RLRE. */
    record ConfirmRelease() implements Action {}
  }

  /** What the association becomes, and what is to be done now. */
  public record Step(State next, Action action) {}

  /** Pairs are matched by record pattern, so the compiler proves that each is answered. */
  private record On(State state, Event event) {}

  public static Step step(State state, Event event, Policy policy) {
    return switch (new On(state, event)) {
      case On(State _, Event.Asked asked) -> decide(asked, policy);
      case On(State _, Event.AskedWrongly _) ->
          new Step(new State.Idle(), new Action.Refuse(DIAGNOSTIC_AUTHENTICATION_FAILURE));
      case On(State _, Event.ReleaseAsked _) ->
          new Step(new State.Idle(), new Action.ConfirmRelease());
      case On(State.AwaitingProof(Terms terms), Event.ProofGiven(boolean right)) ->
          right
              ? new Step(new State.Open(terms), new Action.ReturnProof())
              : new Step(new State.Idle(), new Action.RefuseProof());
      case On(State.Open(Terms terms), Event.ServiceAsked(boolean protection))
          when protection == terms.protection() ->
          new Step(state, new Action.Serve(terms.access()));
      case On(State.Idle _, Event.ProofGiven _) -> reject(state);
      case On(State.Idle _, Event.ServiceAsked _) -> reject(state);
      case On(State.AwaitingProof _, Event.ServiceAsked _) -> reject(state);
      case On(State.Open _, Event.ProofGiven _) -> reject(state);
      case On(State.Open _, Event.ServiceAsked _) -> reject(state);
    };
  }

  private static Step reject(State state) {
    return new Step(
        state,
        new Action.Reject(
            ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.OPERATION_NOT_POSSIBLE));
  }

  private static Step decide(Event.Asked asked, Policy policy) {
    Apdu.InitiateRequest proposed = asked.terms();
    if (proposed.dlmsVersion() != DLMS_VERSION
        || proposed.dedicatedKeyProposed()
        || maxSendPdu(proposed) < MIN_PDU) {
      return refuse(DIAGNOSTIC_NO_REASON);
    }
    boolean anonymous = asked.mechanism() == Apdu.MECHANISM_NONE;
    boolean protectedContext = asked.context() == Apdu.CONTEXT_LN_CIPHERED;
    if (asked.context() != Apdu.CONTEXT_LN && !protectedContext) {
      return refuse(DIAGNOSTIC_CONTEXT_NOT_SUPPORTED);
    }
    return switch (policy) {
      case OPEN -> {
        if (protectedContext) {
          yield refuse(DIAGNOSTIC_CONTEXT_NOT_SUPPORTED);
        }
        yield anonymous
            ? open(proposed, Access.EVERYTHING)
            : refuse(DIAGNOSTIC_MECHANISM_NOT_RECOGNISED);
      }
      case HLS_AND_DISCOVERY ->
          anonymous && !protectedContext
              ? open(proposed, Access.DISCOVERY)
              : decideHls(asked, protectedContext);
      case HLS -> decideHls(asked, protectedContext);
    };
  }

  private static Step decideHls(Event.Asked asked, boolean protectedContext) {
    if (asked.mechanism() == Apdu.MECHANISM_NONE) {
      return refuse(DIAGNOSTIC_AUTHENTICATION_REQUIRED);
    }
    if (asked.mechanism() != Apdu.MECHANISM_HLS_GMAC) {
      return refuse(DIAGNOSTIC_MECHANISM_NOT_RECOGNISED);
    }
    if (!protectedContext) {
      return refuse(DIAGNOSTIC_CONTEXT_NOT_SUPPORTED);
    }
    if (!asked.titled()) {
      return refuse(DIAGNOSTIC_TITLE_NOT_RECOGNIZED);
    }
    if (!asked.protection()
        || asked.challengeOctets() < MIN_CHALLENGE_OCTETS
        || asked.challengeOctets() > MAX_CHALLENGE_OCTETS) {
      return refuse(DIAGNOSTIC_AUTHENTICATION_FAILURE);
    }
    Terms terms = terms(asked.terms(), Access.EVERYTHING, true);
    return new Step(new State.AwaitingProof(terms), new Action.Accept(terms, true));
  }

  private static Step open(Apdu.InitiateRequest proposed, Access access) {
    Terms terms = terms(proposed, access, false);
    return new Step(new State.Open(terms), new Action.Accept(terms, false));
  }

  private static Terms terms(Apdu.InitiateRequest proposed, Access access, boolean protection) {
    return new Terms(
        access,
        protection,
        proposed.conformance().common(Conformance.SUPPORTED),
        maxSendPdu(proposed));
  }

  /** 0 stands for any size, of which the wrapper carries 65535 octets. */
  private static int maxSendPdu(Apdu.InitiateRequest proposed) {
    return proposed.maxReceivePduSize() == 0 ? 0xFFFF : proposed.maxReceivePduSize();
  }

  private static Step refuse(int diagnostic) {
    return new Step(new State.Idle(), new Action.Refuse(diagnostic));
  }
}
