package org.meterhaus.dlms.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.ClientAssociation.Action;
import org.meterhaus.dlms.association.ClientAssociation.Event;
import org.meterhaus.dlms.association.ClientAssociation.State;
import org.meterhaus.dlms.association.ClientAssociation.Terms;
import org.meterhaus.dlms.association.ClientAssociation.Want;

@DisplayName("A client's association")
class ClientAssociationTest {

  private static final Conformance CONFORMANCE = Conformance.GET.and(Conformance.ACTION);
  private static final Terms TERMS = new Terms(CONFORMANCE, 1024);
  private static final Apdu.InitiateResponse OFFER =
      new Apdu.InitiateResponse(6, CONFORMANCE, 1024);

  private static final Want SEALED = new Want(true, true, true);

  private static final State CLOSED = new State.Closed();
  private static final State AWAITING_AARE = new State.AwaitingAare();
  private static final State AWAITING_PROOF = new State.AwaitingProof(TERMS);
  private static final State OPEN = new State.Open(TERMS);
  private static final State AWAITING_RELEASE = new State.AwaitingRelease();

  private static final Event OPEN_ASKED = new Event.OpenAsked();
  private static final Event ACCEPTED = new Event.Answered(3, 0, 14, true, true, true, OFFER);
  private static final Event RIGHT = new Event.ProofReceived(true);
  private static final Event WRONG = new Event.ProofReceived(false);
  private static final Event CLOSE_ASKED = new Event.CloseAsked();
  private static final Event RELEASED = new Event.Released();
  private static final Event LOST = new Event.LinkLost();

  private static final Action NOTHING = new Action.Nothing();
  private static final Action CLOSE = new Action.CloseLink();

  private static Action distrust(String reason) {
    return new Action.TellDistrusted(reason);
  }

  /** Every state with every event, with HLS. */
  static Stream<Arguments> table() {
    Action unproven = distrust("server did not prove that it knows the key");
    Action again = distrust("a second AARE");
    return Stream.of(
        arguments(CLOSED, OPEN_ASKED, AWAITING_AARE, new Action.SendAarq()),
        arguments(CLOSED, ACCEPTED, CLOSED, NOTHING),
        arguments(CLOSED, RIGHT, CLOSED, NOTHING),
        arguments(CLOSED, WRONG, CLOSED, NOTHING),
        arguments(CLOSED, CLOSE_ASKED, CLOSED, NOTHING),
        arguments(CLOSED, RELEASED, CLOSED, NOTHING),
        arguments(CLOSED, LOST, CLOSED, NOTHING),
        arguments(AWAITING_AARE, OPEN_ASKED, AWAITING_AARE, NOTHING),
        arguments(AWAITING_AARE, ACCEPTED, AWAITING_PROOF, new Action.SendProof()),
        arguments(AWAITING_AARE, RIGHT, CLOSED, distrust("proof before the AARE")),
        arguments(AWAITING_AARE, WRONG, CLOSED, distrust("proof before the AARE")),
        arguments(AWAITING_AARE, CLOSE_ASKED, CLOSED, CLOSE),
        arguments(AWAITING_AARE, RELEASED, CLOSED, CLOSE),
        arguments(AWAITING_AARE, LOST, CLOSED, CLOSE),
        arguments(AWAITING_PROOF, OPEN_ASKED, AWAITING_PROOF, NOTHING),
        arguments(AWAITING_PROOF, ACCEPTED, CLOSED, again),
        arguments(AWAITING_PROOF, RIGHT, OPEN, new Action.TellOpen()),
        arguments(AWAITING_PROOF, WRONG, CLOSED, unproven),
        arguments(AWAITING_PROOF, CLOSE_ASKED, CLOSED, CLOSE),
        arguments(AWAITING_PROOF, RELEASED, CLOSED, CLOSE),
        arguments(AWAITING_PROOF, LOST, CLOSED, CLOSE),
        arguments(OPEN, OPEN_ASKED, OPEN, NOTHING),
        arguments(OPEN, ACCEPTED, CLOSED, again),
        arguments(OPEN, RIGHT, CLOSED, distrust("a second proof")),
        arguments(OPEN, WRONG, CLOSED, distrust("a second proof")),
        arguments(OPEN, CLOSE_ASKED, AWAITING_RELEASE, new Action.SendReleaseRequest()),
        arguments(OPEN, RELEASED, CLOSED, CLOSE),
        arguments(OPEN, LOST, CLOSED, CLOSE),
        arguments(AWAITING_RELEASE, OPEN_ASKED, AWAITING_RELEASE, NOTHING),
        arguments(AWAITING_RELEASE, ACCEPTED, AWAITING_RELEASE, NOTHING),
        arguments(AWAITING_RELEASE, RIGHT, AWAITING_RELEASE, NOTHING),
        arguments(AWAITING_RELEASE, WRONG, AWAITING_RELEASE, NOTHING),
        arguments(AWAITING_RELEASE, CLOSE_ASKED, AWAITING_RELEASE, NOTHING),
        arguments(AWAITING_RELEASE, RELEASED, CLOSED, CLOSE),
        arguments(AWAITING_RELEASE, LOST, CLOSED, CLOSE));
  }

  @ParameterizedTest
  @MethodSource("table")
  void goes_where_the_table_says(State state, Event event, State next, Action action) {
    var step = ClientAssociation.step(state, event, SEALED);

    assertThat(step.next()).isEqualTo(next);
    assertThat(step.action()).isEqualTo(action);
  }

  static Stream<Arguments> distrusted() {
    return Stream.of(
        arguments("no ciphering", new Event.Answered(1, 0, 14, true, true, true, OFFER)),
        arguments("open terms", new Event.Answered(3, 0, 14, true, true, false, OFFER)),
        arguments("no challenge", new Event.Answered(3, 0, 14, true, false, true, OFFER)),
        arguments("no title", new Event.Answered(3, 0, 14, false, true, true, OFFER)),
        arguments("no terms", new Event.Answered(3, 0, 14, true, true, true, null)),
        arguments(
            "DLMS version 5",
            new Event.Answered(
                3, 0, 14, true, true, true, new Apdu.InitiateResponse(5, CONFORMANCE, 1024))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distrusted")
  void does_not_trust_a_server_that_accepts_hls_with(String what, Event answer) {
    var step = ClientAssociation.step(AWAITING_AARE, answer, SEALED);

    assertThat(step.next()).isEqualTo(CLOSED);
    assertThat(step.action()).isInstanceOf(Action.TellDistrusted.class);
  }

  /** Peer quirk J1: HLS accepted with diagnostic 0 in place of 14. */
  @Test
  void proves_itself_even_to_a_server_that_forgets_to_ask() {
    Event forgetful = new Event.Answered(3, 0, 0, true, true, true, OFFER);

    assertThat(ClientAssociation.step(AWAITING_AARE, forgetful, SEALED).action())
        .isEqualTo(new Action.SendProof());
  }

  @Test
  void tells_why_it_was_refused() {
    Event refusal = new Event.Answered(3, 1, 13, false, false, false, null);

    var step = ClientAssociation.step(AWAITING_AARE, refusal, SEALED);

    assertThat(step.next()).isEqualTo(CLOSED);
    assertThat(step.action()).isEqualTo(new Action.TellRefused(1, 13));
  }

  @Test
  void of_a_public_client_is_open_with_the_aare() {
    Event accepted = new Event.Answered(1, 0, 0, false, false, false, OFFER);

    var step = ClientAssociation.step(AWAITING_AARE, accepted, Want.PUBLIC);

    assertThat(step.next()).isEqualTo(OPEN);
    assertThat(step.action()).isEqualTo(new Action.TellOpen());
  }

  @Test
  void of_a_public_client_is_not_open_in_another_context() {
    var step = ClientAssociation.step(AWAITING_AARE, ACCEPTED, Want.PUBLIC);

    assertThat(step.action()).isEqualTo(distrust("asked for context 1 but got 3"));
  }
}
