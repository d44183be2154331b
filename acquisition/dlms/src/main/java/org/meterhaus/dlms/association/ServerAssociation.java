package org.meterhaus.dlms.association;

import java.util.List;
import org.jspecify.annotations.Nullable;
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

  /** Shortest and longest challenge (clause 9.2.2.2.2.4). */
  public static final int MIN_CHALLENGE_OCTETS = 8;

  public static final int MAX_CHALLENGE_OCTETS = 64;

  private static final int DLMS_VERSION = 6;

  /** The smallest APDU size a client may propose; less leaves no room for a block. */
  private static final int MIN_PDU = 64;

  private ServerAssociation() {}

  /**
   * An association that a client may have.
   *
   * @param mechanism authentication mechanism, 0..7
   * @param ciphered application context with ciphering
   * @param titled whether the client has to name its system title
   * @param dedicatedKey whether the client may bring a key of its own
   * @param conformance the services that are offered
   */
  public record Offer(
      int mechanism,
      boolean ciphered,
      boolean titled,
      boolean dedicatedKey,
      Conformance conformance) {

    /** The application context it goes by. */
    public int context() {
      return ciphered ? Apdu.CONTEXT_LN_CIPHERED : Apdu.CONTEXT_LN;
    }

    /** Whether it takes four passes: both sides answer a challenge. */
    public boolean highLevel() {
      return mechanism >= 2;
    }
  }

  /**
   * What was agreed.
   *
   * @param maxSendPdu largest APDU the client takes, {@value MIN_PDU}..65535
   */
  public record Terms(Offer offer, Conformance conformance, int maxSendPdu) {}

  public sealed interface State {
    record Idle() implements State {}

    /** HLS passes 1 and 2 are done, 3 and 4 are not: nothing is served. */
    record AwaitingProof(Terms terms) implements State {}

    record Open(Terms terms) implements State {}
  }

  /** What a client brings to be believed. */
  public sealed interface Credential {

    record Nothing() implements Credential {}

    /** A password; {@code right}: the one agreed. */
    record Password(boolean right) implements Credential {}

    /**
     * A challenge.
     *
     * @param octets its length
     */
    record Challenge(int octets) implements Credential {}
  }

  public sealed interface Event {

    /**
     * An AARQ that could be read.
     *
     * @param context application context, 0 = not one of the DLMS UA's
     * @param mechanism named authentication mechanism, 0 = none is named
     * @param titled whether it named a system title of 8 octets that is not ours
     * @param protection whether its InitiateRequest was protected as the offer demands, and rightly
     *     so
     */
    record Asked(
        int context,
        int mechanism,
        Credential credential,
        boolean titled,
        boolean protection,
        Proposal terms)
        implements Event {}

    /** An AARQ whose InitiateRequest could not be unprotected: other keys, or a replay. */
    record AskedWrongly() implements Event {}

    /** Too many wrong ones came before: not even looked at. */
    record AskedWhileLockedOut() implements Event {}

    /** reply_to_HLS_authentication was invoked; {@code right}: with the right proof. */
    record ProofGiven(boolean right) implements Event {}

    /**
     * Any other service.
     *
     * @param protection whether it was protected at least as agreed, and rightly so
     */
    record ServiceAsked(boolean protection) implements Event {}

    record ReleaseAsked() implements Event {}
  }

  /**
   * What an InitiateRequest proposes.
   *
   * @param dedicatedKey whether it brings a dedicated key
   * @param maxReceivePdu 0 = any size
   */
  public record Proposal(
      boolean dedicatedKey, int dlmsVersion, Conformance conformance, int maxReceivePdu) {}

  public sealed interface Action {
    /** Send an accepting AARE, with our challenge if a proof is wanted. */
    record Accept(Terms terms, boolean proofWanted) implements Action {}

    /** Send a rejecting AARE. */
    record Refuse(Refusal refusal) implements Action {}

    /** Answer the action with our own proof. */
    record ReturnProof() implements Action {}

    /** Answer the action with an error and close the connection. */
    record RefuseProof() implements Action {}

    /** Carry the service out. */
    record Serve(Terms terms) implements Action {}

    /** Send an exception-response. */
    record Reject(int stateError, int serviceError) implements Action {}

    /** Send an RLRE. */
    record ConfirmRelease() implements Action {}
  }

  /** What the association becomes, and what is to be done now. */
  public record Step(State next, Action action) {}

  /** Pairs are matched by record pattern, so the compiler proves that each is answered. */
  private record On(State state, Event event) {}

  /**
   * One step.
   *
   * @param offers the associations this client may have; none = it is not known
   */
  public static Step step(State state, Event event, List<Offer> offers) {
    return switch (new On(state, event)) {
      case On(State _, Event.Asked asked) -> decide(asked, offers);
      case On(State _, Event.AskedWrongly _) -> refuse(Refusal.AUTHENTICATION_FAILURE);
      // Told like a wrong password: whoever guesses does not learn when guessing is of use again.
      case On(State _, Event.AskedWhileLockedOut _) -> refuse(Refusal.AUTHENTICATION_FAILURE);
      case On(State _, Event.ReleaseAsked _) ->
          new Step(new State.Idle(), new Action.ConfirmRelease());
      case On(State.AwaitingProof(Terms terms), Event.ProofGiven(boolean right)) ->
          right
              ? new Step(new State.Open(terms), new Action.ReturnProof())
              : new Step(new State.Idle(), new Action.RefuseProof());
      case On(State.Open(Terms terms), Event.ServiceAsked(boolean protection)) when protection ->
          new Step(state, new Action.Serve(terms));
      case On(State.Idle _, Event.ProofGiven _) -> reject(state);
      case On(State.Idle _, Event.ServiceAsked _) -> reject(state);
      case On(State.AwaitingProof _, Event.ServiceAsked _) -> reject(state);
      case On(State.Open _, Event.ProofGiven _) -> reject(state);
      case On(State.Open _, Event.ServiceAsked _) -> reject(state);
    };
  }

  /** The offer for this context and mechanism, null if there is none. */
  public static @Nullable Offer match(List<Offer> offers, int context, int mechanism) {
    for (Offer offer : offers) {
      if (offer.context() == context && offer.mechanism() == mechanism) {
        return offer;
      }
    }
    return null;
  }

  private static Step reject(State state) {
    return new Step(
        state,
        new Action.Reject(
            ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.OPERATION_NOT_POSSIBLE));
  }

  private static Step decide(Event.Asked asked, List<Offer> offers) {
    Offer offer = match(offers, asked.context(), asked.mechanism());
    if (offer == null) {
      return refuse(whyNoOffer(asked, offers));
    }
    if (offer.titled() && !asked.titled()) {
      return refuse(Refusal.TITLE_NOT_RECOGNISED);
    }
    boolean credible =
        switch (asked.credential()) {
          case Credential.Nothing _ -> offer.mechanism() == Apdu.MECHANISM_NONE;
          case Credential.Password(boolean right) -> right && !offer.highLevel();
          case Credential.Challenge(int octets) ->
              offer.highLevel() && octets >= MIN_CHALLENGE_OCTETS && octets <= MAX_CHALLENGE_OCTETS;
        };
    if (!credible || !asked.protection()) {
      return refuse(Refusal.AUTHENTICATION_FAILURE);
    }
    Proposal proposed = asked.terms();
    if (proposed.dlmsVersion() != DLMS_VERSION) {
      return refuse(Refusal.DLMS_VERSION);
    }
    if (maxSendPdu(proposed) < MIN_PDU) {
      return refuse(Refusal.PDU_SIZE);
    }
    Conformance common = proposed.conformance().common(offer.conformance());
    if (common.bits() == 0) {
      return refuse(Refusal.CONFORMANCE);
    }
    if (proposed.dedicatedKey() && !(offer.ciphered() && offer.dedicatedKey())) {
      return refuse(Refusal.NOT_BY_THIS_DEVICE);
    }
    Terms terms = new Terms(offer, common, maxSendPdu(proposed));
    return offer.highLevel()
        ? new Step(new State.AwaitingProof(terms), new Action.Accept(terms, true))
        : new Step(new State.Open(terms), new Action.Accept(terms, false));
  }

  /** The mechanism is told of first: whoever names the wrong one needs no other context. */
  private static Refusal whyNoOffer(Event.Asked asked, List<Offer> offers) {
    if (offers.isEmpty()) {
      return Refusal.NO_REASON;
    }
    if (asked.context() != Apdu.CONTEXT_LN && asked.context() != Apdu.CONTEXT_LN_CIPHERED) {
      return Refusal.CONTEXT_NOT_SUPPORTED; // short names, or somebody's own
    }
    if (offers.stream().anyMatch(offer -> offer.mechanism() == asked.mechanism())) {
      boolean anonymous = asked.mechanism() == Apdu.MECHANISM_NONE;
      boolean others = offers.stream().anyMatch(offer -> offer.mechanism() != asked.mechanism());
      return anonymous && others ? Refusal.AUTHENTICATION_REQUIRED : Refusal.CONTEXT_NOT_SUPPORTED;
    }
    if (asked.mechanism() != Apdu.MECHANISM_NONE) {
      boolean context = offers.stream().anyMatch(offer -> offer.context() == asked.context());
      return context ? Refusal.MECHANISM_NOT_RECOGNISED : Refusal.CONTEXT_NOT_SUPPORTED;
    }
    return asked.credential() instanceof Credential.Nothing
        ? Refusal.AUTHENTICATION_REQUIRED
        : Refusal.MECHANISM_NAME_REQUIRED;
  }

  /** 0 stands for any size, of which the wrapper carries 65535 octets. */
  private static int maxSendPdu(Proposal proposed) {
    return proposed.maxReceivePdu() == 0 ? 0xFFFF : proposed.maxReceivePdu();
  }

  private static Step refuse(Refusal refusal) {
    return new Step(new State.Idle(), new Action.Refuse(refusal));
  }
}
