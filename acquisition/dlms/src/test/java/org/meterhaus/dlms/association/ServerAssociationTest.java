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
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.ServerAssociation.Action;
import org.meterhaus.dlms.association.ServerAssociation.Credential;
import org.meterhaus.dlms.association.ServerAssociation.Event;
import org.meterhaus.dlms.association.ServerAssociation.Offer;
import org.meterhaus.dlms.association.ServerAssociation.Proposal;
import org.meterhaus.dlms.association.ServerAssociation.State;
import org.meterhaus.dlms.association.ServerAssociation.Terms;

@DisplayName("A server's association")
class ServerAssociationTest {

  private static final Conformance OFFERED =
      Conformance.GET.and(Conformance.ACTION).and(Conformance.GENERAL_PROTECTION);
  private static final Conformance AGREED = Conformance.GET.and(Conformance.ACTION);
  private static final Offer GMAC = new Offer(5, true, true, false, Conformance.SUPPORTED);
  private static final Offer GMAC_OWN_KEY = new Offer(5, true, true, true, Conformance.SUPPORTED);
  private static final Offer ANYBODY = new Offer(0, false, false, false, Conformance.SUPPORTED);
  private static final Offer LOW = new Offer(1, false, false, false, Conformance.SUPPORTED);
  private static final Offer SHA256 = new Offer(6, false, false, false, Conformance.SUPPORTED);
  private static final List<Offer> HLS = List.of(GMAC);
  private static final List<Offer> HLS_AND_DISCOVERY = List.of(GMAC, ANYBODY);
  private static final Terms SECURE = new Terms(GMAC, AGREED, 1024);
  private static final Terms PLAIN = new Terms(ANYBODY, AGREED, 1024);

  private static final State IDLE = new State.Idle();
  private static final State AWAITING = new State.AwaitingProof(SECURE);
  private static final State OPEN = new State.Open(SECURE);
  private static final State OPEN_PLAIN = new State.Open(PLAIN);

  private static final Event PUBLIC_ASKS = asked(1, 0, 0, false, true, terms(6, 1024));
  private static final Event HLS_ASKS = asked(3, 5, 16, true, true, terms(6, 1024));
  private static final Action REJECT = new Action.Reject(1, 1);

  private static Proposal terms(int version, int maxPdu) {
    return new Proposal(false, version, OFFERED, maxPdu);
  }

  private static Event asked(
      int context,
      int mechanism,
      int challengeOctets,
      boolean titled,
      boolean protection,
      Proposal terms) {
    Credential credential =
        challengeOctets == 0 ? new Credential.Nothing() : new Credential.Challenge(challengeOctets);
    return new Event.Asked(context, mechanism, credential, titled, protection, terms);
  }

  private static Event password(int context, boolean right) {
    return new Event.Asked(context, 1, new Credential.Password(right), false, true, terms(6, 1024));
  }

  private static Action refuse(Refusal refusal) {
    return new Action.Refuse(refusal);
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
    Event locked = new Event.AskedWhileLockedOut();
    Action confirm = new Action.ConfirmRelease();
    Action serve = new Action.Serve(SECURE);
    return Stream.of(
        arguments(IDLE, HLS_ASKS, AWAITING, accept),
        arguments(IDLE, PUBLIC_ASKS, IDLE, refuse(Refusal.AUTHENTICATION_REQUIRED)),
        arguments(IDLE, garbled, IDLE, refuse(Refusal.AUTHENTICATION_FAILURE)),
        arguments(IDLE, right, IDLE, REJECT),
        arguments(IDLE, wrong, IDLE, REJECT),
        arguments(IDLE, sealed, IDLE, REJECT),
        arguments(IDLE, naked, IDLE, REJECT),
        arguments(IDLE, release, IDLE, confirm),
        arguments(AWAITING, HLS_ASKS, AWAITING, accept),
        arguments(AWAITING, PUBLIC_ASKS, IDLE, refuse(Refusal.AUTHENTICATION_REQUIRED)),
        arguments(AWAITING, garbled, IDLE, refuse(Refusal.AUTHENTICATION_FAILURE)),
        arguments(AWAITING, right, OPEN, new Action.ReturnProof()),
        arguments(AWAITING, wrong, IDLE, new Action.RefuseProof()),
        // peer quirk G16: a ciphered service before pass 3 and 4 must not be served
        arguments(AWAITING, sealed, AWAITING, REJECT),
        arguments(AWAITING, naked, AWAITING, REJECT),
        arguments(AWAITING, release, IDLE, confirm),
        arguments(OPEN, HLS_ASKS, AWAITING, accept),
        arguments(OPEN, PUBLIC_ASKS, IDLE, refuse(Refusal.AUTHENTICATION_REQUIRED)),
        arguments(OPEN, garbled, IDLE, refuse(Refusal.AUTHENTICATION_FAILURE)),
        arguments(OPEN, right, OPEN, REJECT),
        arguments(OPEN, wrong, OPEN, REJECT),
        arguments(OPEN, sealed, OPEN, serve),
        arguments(OPEN, naked, OPEN, REJECT),
        arguments(OPEN, release, IDLE, confirm),
        arguments(IDLE, locked, IDLE, refuse(Refusal.AUTHENTICATION_FAILURE)),
        arguments(AWAITING, locked, IDLE, refuse(Refusal.AUTHENTICATION_FAILURE)),
        arguments(OPEN, locked, IDLE, refuse(Refusal.AUTHENTICATION_FAILURE)),
        arguments(OPEN_PLAIN, naked, OPEN_PLAIN, REJECT),
        arguments(OPEN_PLAIN, sealed, OPEN_PLAIN, new Action.Serve(PLAIN)));
  }

  @ParameterizedTest
  @MethodSource("table")
  void goes_where_the_table_says(State state, Event event, State next, Action action) {
    var step = ServerAssociation.step(state, event, HLS);

    assertThat(step.next()).isEqualTo(next);
    assertThat(step.action()).isEqualTo(action);
  }

  @Nested
  @DisplayName("of a meter that wants HLS")
  class Hls {

    static Stream<Arguments> refused() {
      return Stream.of(
          arguments(
              "no mechanism",
              asked(3, 0, 0, true, true, terms(6, 1024)),
              Refusal.AUTHENTICATION_REQUIRED),
          arguments(
              "a challenge without a mechanism",
              asked(3, 0, 16, true, true, terms(6, 1024)),
              Refusal.MECHANISM_NAME_REQUIRED),
          arguments("a password", password(3, true), Refusal.MECHANISM_NOT_RECOGNISED),
          arguments(
              "HLS with SHA-256",
              asked(3, 6, 16, true, true, terms(6, 1024)),
              Refusal.MECHANISM_NOT_RECOGNISED),
          arguments(
              "no ciphering",
              asked(1, 5, 16, true, false, terms(6, 1024)),
              Refusal.CONTEXT_NOT_SUPPORTED),
          arguments(
              "short names",
              asked(2, 5, 16, true, true, terms(6, 1024)),
              Refusal.CONTEXT_NOT_SUPPORTED),
          arguments(
              "short names and ciphering",
              asked(4, 5, 16, true, true, terms(6, 1024)),
              Refusal.CONTEXT_NOT_SUPPORTED),
          arguments(
              "a context of somebody's own",
              asked(0, 5, 16, true, true, terms(6, 99)),
              Refusal.CONTEXT_NOT_SUPPORTED),
          arguments(
              "no title",
              asked(3, 5, 16, false, true, terms(6, 1024)),
              Refusal.TITLE_NOT_RECOGNISED),
          arguments(
              "an open InitiateRequest",
              asked(3, 5, 16, true, false, terms(6, 1024)),
              Refusal.AUTHENTICATION_FAILURE),
          arguments(
              "no challenge",
              asked(3, 5, 0, true, true, terms(6, 1024)),
              Refusal.AUTHENTICATION_FAILURE),
          arguments(
              "a short challenge",
              asked(3, 5, 7, true, true, terms(6, 1024)),
              Refusal.AUTHENTICATION_FAILURE),
          arguments(
              "a long challenge",
              asked(3, 5, 65, true, true, terms(6, 1024)),
              Refusal.AUTHENTICATION_FAILURE),
          arguments(
              "DLMS version 5", asked(3, 5, 16, true, true, terms(5, 1024)), Refusal.DLMS_VERSION),
          arguments("tiny APDUs", asked(3, 5, 16, true, true, terms(6, 63)), Refusal.PDU_SIZE),
          arguments(
              "services we do not have",
              asked(3, 5, 16, true, true, new Proposal(false, 6, new Conformance(0), 1024)),
              Refusal.CONFORMANCE),
          arguments(
              "a dedicated key",
              asked(3, 5, 16, true, true, new Proposal(true, 6, OFFERED, 1024)),
              Refusal.NOT_BY_THIS_DEVICE));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refused")
    void is_refused_to_a_client_with(String what, Event event, Refusal why) {
      for (State state : List.of(IDLE, AWAITING, OPEN)) {
        var step = ServerAssociation.step(state, event, HLS);

        assertThat(step).isEqualTo(new ServerAssociation.Step(IDLE, refuse(why)));
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64})
    void takes_challenges_of_the_shortest_and_longest_legal_length(int octets) {
      var step = ServerAssociation.step(IDLE, asked(3, 5, octets, true, true, terms(6, 1024)), HLS);

      assertThat(step.next()).isEqualTo(AWAITING);
    }

    @Test
    void takes_0_for_apdus_of_any_size() {
      var step = ServerAssociation.step(IDLE, asked(3, 5, 16, true, true, terms(6, 0)), HLS);

      assertThat(step.next()).isEqualTo(new State.AwaitingProof(new Terms(GMAC, AGREED, 65_535)));
    }
  }

  @Nested
  @DisplayName("of a meter that may be discovered")
  class Discovery {

    @Test
    void lets_a_public_client_discover_and_nothing_else() {
      var step = ServerAssociation.step(IDLE, PUBLIC_ASKS, HLS_AND_DISCOVERY);
      assertThat(step.next()).isEqualTo(new State.Open(PLAIN));
      assertThat(step.action()).isEqualTo(new Action.Accept(PLAIN, false));

      var next =
          ServerAssociation.step(step.next(), new Event.ServiceAsked(true), HLS_AND_DISCOVERY);
      assertThat(next.action()).isEqualTo(new Action.Serve(PLAIN));
    }

    @Test
    void wants_hls_of_everybody_else() {
      assertThat(ServerAssociation.step(IDLE, HLS_ASKS, HLS_AND_DISCOVERY).next())
          .isEqualTo(AWAITING);
      Event ciphered = asked(3, 0, 0, true, true, terms(6, 1024));
      assertThat(ServerAssociation.step(IDLE, ciphered, HLS_AND_DISCOVERY).action())
          .isEqualTo(refuse(Refusal.AUTHENTICATION_REQUIRED));
    }
  }

  @Nested
  @DisplayName("of a meter that wants a password")
  class LowLevel {

    @Test
    void opens_to_the_right_one_at_once() {
      var step = ServerAssociation.step(IDLE, password(1, true), List.of(LOW));

      Terms terms = new Terms(LOW, AGREED, 1024);
      assertThat(step)
          .isEqualTo(
              new ServerAssociation.Step(new State.Open(terms), new Action.Accept(terms, false)));
    }

    @Test
    void stays_shut_to_a_wrong_one_and_to_none() {
      Event none = asked(1, 1, 0, false, true, terms(6, 1024));
      for (Event event : List.of(password(1, false), none)) {
        assertThat(ServerAssociation.step(OPEN, event, List.of(LOW)))
            .isEqualTo(new ServerAssociation.Step(IDLE, refuse(Refusal.AUTHENTICATION_FAILURE)));
      }
    }
  }

  @Nested
  @DisplayName("of a meter with several ways in")
  class Several {

    @Test
    void takes_the_one_of_the_mechanism_and_context_asked_for() {
      List<Offer> offers = List.of(ANYBODY, LOW, SHA256, GMAC_OWN_KEY);

      var digest =
          ServerAssociation.step(IDLE, asked(1, 6, 16, false, true, terms(6, 1024)), offers);
      var sealed =
          ServerAssociation.step(
              IDLE, asked(3, 5, 16, true, true, new Proposal(true, 6, OFFERED, 1024)), offers);

      assertThat(digest.next()).isEqualTo(new State.AwaitingProof(new Terms(SHA256, AGREED, 1024)));
      assertThat(sealed.next())
          .isEqualTo(new State.AwaitingProof(new Terms(GMAC_OWN_KEY, AGREED, 1024)));
      assertThat(ServerAssociation.step(IDLE, password(3, true), offers).action())
          .isEqualTo(refuse(Refusal.CONTEXT_NOT_SUPPORTED));
    }

    @Test
    void knows_nothing_of_a_client_that_has_none() {
      assertThat(ServerAssociation.step(IDLE, PUBLIC_ASKS, List.of()).action())
          .isEqualTo(refuse(Refusal.NO_REASON));
    }
  }

  @Nested
  @DisplayName("of an open meter")
  class Open {

    @Test
    void lets_everybody_do_everything() {
      var step = ServerAssociation.step(IDLE, PUBLIC_ASKS, List.of(ANYBODY));

      assertThat(step.next()).isEqualTo(OPEN_PLAIN);
      assertThat(step.action()).isEqualTo(new Action.Accept(PLAIN, false));
    }

    @Test
    void has_no_keys_for_those_who_want_them_used() {
      assertThat(ServerAssociation.step(IDLE, HLS_ASKS, List.of(ANYBODY)).action())
          .isEqualTo(refuse(Refusal.CONTEXT_NOT_SUPPORTED));
      Event hls = asked(1, 5, 16, true, false, terms(6, 1024));
      assertThat(ServerAssociation.step(IDLE, hls, List.of(ANYBODY)).action())
          .isEqualTo(refuse(Refusal.MECHANISM_NOT_RECOGNISED));
    }
  }
}
