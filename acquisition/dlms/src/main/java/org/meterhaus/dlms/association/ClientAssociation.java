package org.meterhaus.dlms.association;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Conformance;

/**
 * The client's side of an association: what becomes of it, and what is to be done. Stateless and
 * pure; cryptography is done by the caller, which tells the outcome in the event.
 *
 * <p>With HLS, passes 3 and 4 are always done after an accepting AARE, whatever its diagnostic
 * says: some servers forget to ask, and a server that has not proven itself is not spoken to.
 */
public final class ClientAssociation {

  private static final int ACCEPTED = 0;
  private static final int DLMS_VERSION = 6;

  private ClientAssociation() {}

  /**
   * How we want to be associated.
   *
   * @param ciphered application context with ciphering: the terms have to come protected
   * @param highLevel both sides answer a challenge
   * @param titled the server has to name its system title
   */
  public record Want(boolean ciphered, boolean highLevel, boolean titled) {

    /** Neither authentication nor ciphering. */
    public static final Want PUBLIC = new Want(false, false, false);

    /** The application context to ask for. */
    public int context() {
      return ciphered ? Apdu.CONTEXT_LN_CIPHERED : Apdu.CONTEXT_LN;
    }
  }

  /**
   * What was agreed.
   *
   * @param maxSendPdu largest APDU the server takes, 0 = any
   */
  public record Terms(Conformance conformance, int maxSendPdu) {}

  public sealed interface State {
    record Closed() implements State {}

    record AwaitingAare() implements State {}

    /** Our proof is under way, the server's is awaited. */
    record AwaitingProof(Terms terms) implements State {}

    record Open(Terms terms) implements State {}

    record AwaitingRelease() implements State {}
  }

  public sealed interface Event {
    record OpenAsked() implements Event {}

    /**
     * An AARE that could be read.
     *
     * @param titled whether it brought a system title, which is not our own
     * @param challenged whether it brought a challenge of legal length that is not our own sent
     *     back
     * @param protection whether its InitiateResponse was protected as wanted, and rightly so
     * @param terms the InitiateResponse, null if there was none
     */
    record Answered(
        int context,
        int result,
        int diagnostic,
        boolean titled,
        boolean challenged,
        boolean protection,
        Apdu.@Nullable InitiateResponse terms)
        implements Event {}

    /** The answer to reply_to_HLS_authentication; {@code right}: with the server's right proof. */
    record ProofReceived(boolean right) implements Event {}

    record CloseAsked() implements Event {}

    /** Anything that says so; some servers send an RLRE that cannot be read to its end. */
    record Released() implements Event {}

    /** No connection any more, or no answer in time. */
    record LinkLost() implements Event {}
  }

  public sealed interface Action {
    record SendAarq() implements Action {}

    /** Invoke reply_to_HLS_authentication with the answer to the server's challenge. */
    record SendProof() implements Action {}

    record SendReleaseRequest() implements Action {}

    /** Tell the owner that services may be used. */
    record TellOpen() implements Action {}

    /** Tell the owner that the server does not want us, and close the connection. */
    record TellRefused(int result, int diagnostic) implements Action {}

    /** Tell the owner that the server cannot be trusted, and close the connection. */
    record TellDistrusted(String reason) implements Action {}

    record CloseLink() implements Action {}

    record Nothing() implements Action {}
  }

  /** What the association becomes, and what is to be done now. */
  public record Step(State next, Action action) {}

  /** Pairs are matched by record pattern, so the compiler proves that each is answered. */
  private record On(State state, Event event) {}

  public static Step step(State state, Event event, Want want) {
    return switch (new On(state, event)) {
      case On(State.Closed _, Event.OpenAsked _) ->
          new Step(new State.AwaitingAare(), new Action.SendAarq());
      case On(State.AwaitingAare _, Event.Answered answer) -> decide(answer, want);
      case On(State.AwaitingProof(Terms terms), Event.ProofReceived(boolean right)) ->
          right
              ? new Step(new State.Open(terms), new Action.TellOpen())
              : distrust("server did not prove that it knows the key");
      case On(State.Open _, Event.CloseAsked _) ->
          new Step(new State.AwaitingRelease(), new Action.SendReleaseRequest());
      case On(State.AwaitingRelease _, Event.Released _) -> close();
      case On(State.AwaitingRelease _, Event.LinkLost _) -> close();

      // An owner that gives up before the association is open has nothing to release.
      case On(State.AwaitingAare _, Event.CloseAsked _) -> close();
      case On(State.AwaitingProof _, Event.CloseAsked _) -> close();
      case On(State.AwaitingAare _, Event.LinkLost _) -> close();
      case On(State.AwaitingProof _, Event.LinkLost _) -> close();
      case On(State.Open _, Event.LinkLost _) -> close();

      // A release nobody asked for: some meters do that when they are read out elsewhere.
      case On(State.AwaitingAare _, Event.Released _) -> close();
      case On(State.AwaitingProof _, Event.Released _) -> close();
      case On(State.Open _, Event.Released _) -> close();

      case On(State.AwaitingAare _, Event.ProofReceived _) -> distrust("proof before the AARE");
      case On(State.AwaitingProof _, Event.Answered _) -> distrust("a second AARE");
      case On(State.Open _, Event.Answered _) -> distrust("a second AARE");
      case On(State.Open _, Event.ProofReceived _) -> distrust("a second proof");

      case On(State.AwaitingAare _, Event.OpenAsked _) -> stay(state);
      case On(State.AwaitingProof _, Event.OpenAsked _) -> stay(state);
      case On(State.Open _, Event.OpenAsked _) -> stay(state);
      case On(State.AwaitingRelease _, Event.OpenAsked _) -> stay(state);
      case On(State.AwaitingRelease _, Event.CloseAsked _) -> stay(state);
      case On(State.AwaitingRelease _, Event.Answered _) -> stay(state);
      case On(State.AwaitingRelease _, Event.ProofReceived _) -> stay(state);

      case On(State.Closed _, Event.Answered _) -> stay(state);
      case On(State.Closed _, Event.ProofReceived _) -> stay(state);
      case On(State.Closed _, Event.CloseAsked _) -> stay(state);
      case On(State.Closed _, Event.Released _) -> stay(state);
      case On(State.Closed _, Event.LinkLost _) -> stay(state);
    };
  }

  private static Step decide(Event.Answered answer, Want want) {
    if (answer.result() != ACCEPTED) {
      return new Step(
          new State.Closed(), new Action.TellRefused(answer.result(), answer.diagnostic()));
    }
    Apdu.InitiateResponse offered = answer.terms();
    if (offered == null || offered.dlmsVersion() != DLMS_VERSION) {
      return distrust("association accepted without terms of DLMS version 6");
    }
    Terms terms = new Terms(offered.conformance(), offered.maxReceivePduSize());
    if (answer.context() != want.context()) {
      return distrust("asked for context " + want.context() + " but got " + answer.context());
    }
    if (want.titled() && !answer.titled()) {
      return distrust("server gave no system title of its own");
    }
    if (want.ciphered() && !answer.protection()) {
      return distrust("terms of a ciphered association came without their protection");
    }
    if (!want.highLevel()) {
      return new Step(new State.Open(terms), new Action.TellOpen());
    }
    return answer.challenged()
        ? new Step(new State.AwaitingProof(terms), new Action.SendProof())
        : distrust("server gave no challenge of its own");
  }

  private static Step close() {
    return new Step(new State.Closed(), new Action.CloseLink());
  }

  private static Step stay(State state) {
    return new Step(state, new Action.Nothing());
  }

  private static Step distrust(String reason) {
    return new Step(new State.Closed(), new Action.TellDistrusted(reason));
  }
}
