package org.meterhaus.dlms.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.ServerAssociation.Access;
import org.meterhaus.dlms.association.ServerAssociation.Action;
import org.meterhaus.dlms.association.ServerAssociation.Event;
import org.meterhaus.dlms.association.ServerAssociation.Policy;
import org.meterhaus.dlms.association.ServerAssociation.State;
import org.meterhaus.dlms.association.ServerAssociation.Terms;

@DisplayName("A server's association")
class ServerAssociationTest {

  private static final Conformance OFFERED =
      Conformance.GET.and(Conformance.ACTION).and(Conformance.GENERAL_PROTECTION);
  private static final Conformance AGREED = Conformance.GET.and(Conformance.ACTION);
  private static final Terms SECURE = new Terms(Access.EVERYTHING, true, AGREED, 1024);
  private static final Terms PLAIN = new Terms(Access.EVERYTHING, false, AGREED, 1024);
  private static final Terms DISCOVERY = new Terms(Access.DISCOVERY, false, AGREED, 1024);

  private static final State IDLE = new State.Idle();
  private static final State AWAITING = new State.AwaitingProof(SECURE);
  private static final State OPEN = new State.Open(SECURE);
  private static final State OPEN_PLAIN = new State.Open(PLAIN);

  private static final Event PUBLIC_ASKS = asked(1, 0, 0, false, false, terms(6, 1024));
  private static final Event HLS_ASKS = asked(3, 5, 16, true, true, terms(6, 1024));
  private static final Action REJECT = new Action.Reject(1, 1);

  private static Apdu.InitiateRequest terms(int version, int maxPdu) {
    return new Apdu.InitiateRequest(false, true, version, OFFERED, maxPdu);
  }

  private static Event asked(
      int context,
      int mechanism,
      int challengeOctets,
      boolean titled,
      boolean protection,
      Apdu.InitiateRequest terms) {
    return new Event.Asked(context, mechanism, challengeOctets, titled, protection, terms);
  }

  private static Action refuse(int diagnostic) {
    return new Action.Refuse(diagnostic);
  }

  /** Every state with every event, under the policy that a sealed meter has. */
  static Stream<Arguments> table() {
    Action accept = new Action.Accept(SECURE, true);
    Event right = new Event.ProofGiven(true);
    Event wrong = new Event.ProofGiven(false);
    Event sealed = new Event.ServiceAsked(true);
    Event naked = new Event.ServiceAsked(false);
    Event release = new Event.ReleaseAsked();
    Event garbled = new Event.AskedWrongly();
    Action confirm = new Action.ConfirmRelease();
    Action serve = new Action.Serve(Access.EVERYTHING);
    return Stream.of(
        arguments(IDLE, HLS_ASKS, AWAITING, accept),
        arguments(IDLE, PUBLIC_ASKS, IDLE, refuse(14)),
        arguments(IDLE, garbled, IDLE, refuse(13)),
        arguments(IDLE, right, IDLE, REJECT),
        arguments(IDLE, wrong, IDLE, REJECT),
        arguments(IDLE, sealed, IDLE, REJECT),
        arguments(IDLE, naked, IDLE, REJECT),
        arguments(IDLE, release, IDLE, confirm),
        arguments(AWAITING, HLS_ASKS, AWAITING, accept),
        arguments(AWAITING, PUBLIC_ASKS, IDLE, refuse(14)),
        arguments(AWAITING, garbled, IDLE, refuse(13)),
        arguments(AWAITING, right, OPEN, new Action.ReturnProof()),
        arguments(AWAITING, wrong, IDLE, new Action.RefuseProof()),
        // peer quirk G16: a ciphered service before pass 3 and 4 must not be served
        arguments(AWAITING, sealed, AWAITING, REJECT),
        arguments(AWAITING, naked, AWAITING, REJECT),
        arguments(AWAITING, release, IDLE, confirm),
        arguments(OPEN, HLS_ASKS, AWAITING, accept),
        arguments(OPEN, PUBLIC_ASKS, IDLE, refuse(14)),
        arguments(OPEN, garbled, IDLE, refuse(13)),
        arguments(OPEN, right, OPEN, REJECT),
        arguments(OPEN, wrong, OPEN, REJECT),
        arguments(OPEN, sealed, OPEN, serve),
        arguments(OPEN, naked, OPEN, REJECT),
        arguments(OPEN, release, IDLE, confirm),
        arguments(OPEN_PLAIN, sealed, OPEN_PLAIN, REJECT),
        arguments(OPEN_PLAIN, naked, OPEN_PLAIN, serve));
  }

  @ParameterizedTest
  @MethodSource("table")
  void goes_where_the_table_says(State state, Event event, State next, Action action) {
    var step = ServerAssociation.step(state, event, Policy.HLS);

    assertThat(step.next()).isEqualTo(next);
    assertThat(step.action()).isEqualTo(action);
  }

  @Nested
  @DisplayName("of a meter that wants HLS")
  class Hls {

    static Stream<Arguments> refused() {
      return Stream.of(
          arguments("no mechanism", asked(3, 0, 16, true, true, terms(6, 1024)), 14),
          arguments("a password", asked(3, 1, 8, true, true, terms(6, 1024)), 11),
          arguments("HLS with SHA-256", asked(3, 6, 16, true, true, terms(6, 1024)), 11),
          arguments("no ciphering", asked(1, 5, 16, true, false, terms(6, 1024)), 2),
          arguments("short names", asked(2, 5, 16, true, true, terms(6, 1024)), 2),
          arguments("a context of somebody's own", asked(0, 5, 16, true, true, terms(6, 99)), 2),
          arguments("no title", asked(3, 5, 16, false, true, terms(6, 1024)), 3),
          arguments("an open InitiateRequest", asked(3, 5, 16, true, false, terms(6, 1024)), 13),
          arguments("no challenge", asked(3, 5, 0, true, true, terms(6, 1024)), 13),
          arguments("a short challenge", asked(3, 5, 7, true, true, terms(6, 1024)), 13),
          arguments("a long challenge", asked(3, 5, 65, true, true, terms(6, 1024)), 13),
          arguments("DLMS version 5", asked(3, 5, 16, true, true, terms(5, 1024)), 1),
          arguments("tiny APDUs", asked(3, 5, 16, true, true, terms(6, 63)), 1),
          arguments(
              "a dedicated key",
              asked(3, 5, 16, true, true, new Apdu.InitiateRequest(true, true, 6, OFFERED, 1024)),
              1));
    }

    @ParameterizedTest(name = "{0}: diagnostic {2}")
    @MethodSource("refused")
    void is_refused_to_a_client_with(String what, Event event, int diagnostic) {
      for (State state : List.of(IDLE, AWAITING, OPEN)) {
        var step = ServerAssociation.step(state, event, Policy.HLS);

        assertThat(step).isEqualTo(new ServerAssociation.Step(IDLE, refuse(diagnostic)));
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64})
    void takes_challenges_of_the_shortest_and_longest_legal_length(int octets) {
      var step =
          ServerAssociation.step(IDLE, asked(3, 5, octets, true, true, terms(6, 1024)), Policy.HLS);

      assertThat(step.next()).isEqualTo(AWAITING);
    }

    @Test
    void takes_0_for_apdus_of_any_size() {
      var step = ServerAssociation.step(IDLE, asked(3, 5, 16, true, true, terms(6, 0)), Policy.HLS);

      assertThat(step.next())
          .isEqualTo(new State.AwaitingProof(new Terms(Access.EVERYTHING, true, AGREED, 65_535)));
    }
  }

  @Nested
  @DisplayName("of a meter that may be discovered")
  class Discovery {

    @Test
    void lets_a_public_client_discover_and_nothing_else() {
      var step = ServerAssociation.step(IDLE, PUBLIC_ASKS, Policy.HLS_AND_DISCOVERY);
      assertThat(step.next()).isEqualTo(new State.Open(DISCOVERY));
      assertThat(step.action()).isEqualTo(new Action.Accept(DISCOVERY, false));

      var next =
          ServerAssociation.step(
              step.next(), new Event.ServiceAsked(false), Policy.HLS_AND_DISCOVERY);
      assertThat(next.action()).isEqualTo(new Action.Serve(Access.DISCOVERY));
    }

    @Test
    void wants_hls_of_everybody_else() {
      assertThat(ServerAssociation.step(IDLE, HLS_ASKS, Policy.HLS_AND_DISCOVERY).next())
          .isEqualTo(AWAITING);
      Event ciphered = asked(3, 0, 0, true, true, terms(6, 1024));
      assertThat(ServerAssociation.step(IDLE, ciphered, Policy.HLS_AND_DISCOVERY).action())
          .isEqualTo(refuse(14));
    }
  }

  @Nested
  @DisplayName("of an open meter")
  class Open {

    @Test
    void lets_everybody_do_everything() {
      var step = ServerAssociation.step(IDLE, PUBLIC_ASKS, Policy.OPEN);

      assertThat(step.next()).isEqualTo(OPEN_PLAIN);
      assertThat(step.action()).isEqualTo(new Action.Accept(PLAIN, false));
    }

    @Test
    void has_no_keys_for_those_who_want_them_used() {
      assertThat(ServerAssociation.step(IDLE, HLS_ASKS, Policy.OPEN).action()).isEqualTo(refuse(2));
      Event hls = asked(1, 5, 16, true, false, terms(6, 1024));
      assertThat(ServerAssociation.step(IDLE, hls, Policy.OPEN).action()).isEqualTo(refuse(11));
    }
  }
}
