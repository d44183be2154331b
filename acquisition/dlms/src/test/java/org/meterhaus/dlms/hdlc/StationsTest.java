package org.meterhaus.dlms.hdlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;

@DisplayName("An HDLC station")
class StationsTest {

  private static final HdlcAddress CLIENT = HdlcAddress.ofClient(16);
  private static final HdlcAddress SERVER = new HdlcAddress(1, 1, 0);
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final HdlcParameters SMALL = new HdlcParameters(8, 8, 2, 2);
  private static final HdlcConfig CONFIG =
      HdlcConfig.DEFAULT.withParameters(SMALL).withPatience(WAIT, PAUSE, 2);
  private static final Bytes ONE_FRAME = Bytes.of(1, 2, 3, 4, 5);
  private static final Bytes THREE_FRAMES = Bytes.copyOf(new byte[20]);

  private static HdlcFrame toServer(HdlcControl control) {
    return new HdlcFrame(SERVER, CLIENT, control);
  }

  private static HdlcFrame toClient(HdlcControl control) {
    return new HdlcFrame(CLIENT, SERVER, control);
  }

  private static HdlcFrame toServer(int ns, int nr, boolean poll, boolean more, Bytes info) {
    return new HdlcFrame(SERVER, CLIENT, more, new HdlcControl.I(ns, nr, poll), info);
  }

  private static HdlcFrame toClient(int ns, int nr, boolean last, boolean more, Bytes info) {
    return new HdlcFrame(CLIENT, SERVER, more, new HdlcControl.I(ns, nr, last), info);
  }

  private static HdlcFrame ua(HdlcParameters parameters) {
    return new HdlcFrame(CLIENT, SERVER, false, new HdlcControl.Ua(true), parameters.encode());
  }

  @Nested
  @DisplayName("of a client")
  class OfAClient {

    private final HdlcClient station = new HdlcClient(CONFIG, CLIENT, SERVER, 1000);

    private void connect() {
      station.connect();
      station.received(ua(SMALL));
    }

    @Test
    void proposes_what_it_can_do_and_takes_the_lesser_of_both() {
      var asked = station.connect();
      var agreed = station.received(ua(new HdlcParameters(100, 5, 1, 7)));

      assertThat(asked)
          .containsExactly(
              new HdlcClient.Action.Transmit(
                  new HdlcFrame(SERVER, CLIENT, false, new HdlcControl.Snrm(true), SMALL.encode())),
              new HdlcClient.Action.StartTimer(WAIT));
      assertThat(agreed)
          .containsExactly(
              new HdlcClient.Action.StopTimer(),
              new HdlcClient.Action.TellConnected(new HdlcParameters(5, 8, 2, 1)));
    }

    @Test
    void takes_an_acknowledgement_without_parameters_for_the_defaults() {
      station.connect();

      assertThat(station.received(toClient(new HdlcControl.Ua(true))))
          .contains(new HdlcClient.Action.TellConnected(new HdlcParameters(8, 8, 1, 1)));
    }

    @Test
    void connects_again_after_a_silence_and_gives_up_after_the_last() {
      station.connect();

      var again = station.timedOut();
      var atLast = station.timedOut();

      assertThat(again).hasSize(2).contains(new HdlcClient.Action.StartTimer(WAIT));
      assertThat(lostBy(atLast)).isInstanceOf(TimedOut.class).hasMessageContaining("PT2S");
    }

    @Test
    void is_told_that_the_server_does_not_want_it() {
      station.connect();

      assertThat(lostBy(station.received(toClient(new HdlcControl.Dm(true)))))
          .isInstanceOf(Unreachable.class)
          .hasMessageContaining("DM");
    }

    @Test
    void sends_a_window_and_gives_the_turn_away_with_its_last_frame() {
      connect();

      List<HdlcFrame> sent = transmitted(station.send(THREE_FRAMES));

      Bytes whole = Llc.COMMAND.concat(THREE_FRAMES);
      assertThat(sent)
          .containsExactly(
              toServer(0, 0, false, true, whole.slice(0, 8)),
              toServer(1, 0, true, true, whole.slice(8, 16)));
      assertThat(transmitted(station.received(toClient(new HdlcControl.Rr(2, true)))))
          .containsExactly(toServer(2, 0, true, false, whole.slice(16, 23)));
    }

    @Test
    void sends_again_what_the_server_has_not_got() {
      connect();
      station.send(THREE_FRAMES);

      List<HdlcFrame> sent = transmitted(station.received(toClient(new HdlcControl.Rr(1, true))));

      assertThat(sent.stream().map(HdlcFrame::control))
          .containsExactly(new HdlcControl.I(1, 0, false), new HdlcControl.I(2, 0, true));
    }

    @Test
    void asks_where_the_server_stands_after_a_silence() {
      connect();
      station.send(ONE_FRAME);

      assertThat(transmitted(station.timedOut()))
          .containsExactly(toServer(new HdlcControl.Rr(0, true)));
      assertThat(transmitted(station.received(toClient(new HdlcControl.Rr(0, true)))))
          .as("it had not arrived")
          .containsExactly(toServer(0, 0, true, false, Llc.COMMAND.concat(ONE_FRAME)));
    }

    @Test
    void asks_later_if_the_server_has_nothing_yet_or_is_not_ready() {
      connect();
      station.send(ONE_FRAME);

      assertThat(station.received(toClient(new HdlcControl.Rr(1, true))))
          .containsExactly(new HdlcClient.Action.StartTimer(PAUSE));
      assertThat(transmitted(station.timedOut()))
          .containsExactly(toServer(new HdlcControl.Rr(0, true)));
      assertThat(station.received(toClient(new HdlcControl.Rnr(1, true))))
          .containsExactly(new HdlcClient.Action.StartTimer(PAUSE));
    }

    @Test
    void collects_segments_and_asks_for_more_when_it_has_the_turn() {
      connect();
      station.send(ONE_FRAME);
      Bytes answer = Llc.RESPONSE.concat(THREE_FRAMES);

      var first = station.received(toClient(0, 1, false, true, answer.slice(0, 8)));
      var second = station.received(toClient(1, 1, true, true, answer.slice(8, 16)));
      var third = station.received(toClient(2, 1, true, false, answer.slice(16, 23)));

      assertThat(first).containsExactly(new HdlcClient.Action.StartTimer(WAIT));
      assertThat(transmitted(second)).containsExactly(toServer(new HdlcControl.Rr(2, true)));
      assertThat(third)
          .containsExactly(
              new HdlcClient.Action.StopTimer(), new HdlcClient.Action.Deliver(THREE_FRAMES));
    }

    @Test
    void asks_again_for_a_frame_that_is_missing_in_a_window() {
      connect();
      station.send(ONE_FRAME);
      Bytes answer = Llc.RESPONSE.concat(THREE_FRAMES);

      // The request was acknowledged, the first of the two frames lost.
      var sent = station.received(toClient(1, 1, true, true, answer.slice(8, 16)));
      var polled = station.timedOut();

      assertThat(sent).containsExactly(new HdlcClient.Action.StartTimer(PAUSE));
      assertThat(transmitted(polled)).containsExactly(toServer(new HdlcControl.Rr(0, true)));
    }

    @Test
    void gives_up_on_a_server_that_says_what_cannot_be() {
      connect();
      station.send(ONE_FRAME);

      assertThat(lostBy(station.received(toClient(new HdlcControl.Rr(5, true)))))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("what was not sent: 5");
    }

    @Test
    void gives_up_on_a_server_that_rejects_a_frame() {
      connect();
      station.send(ONE_FRAME);
      HdlcFrame reject =
          new HdlcFrame(CLIENT, SERVER, false, new HdlcControl.Frmr(true), Bytes.of(0x10, 0, 1));

      assertThat(lostBy(station.received(reject)))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("100001");
    }

    @Test
    void takes_no_more_than_was_agreed_on() {
      connect();
      station.send(ONE_FRAME);

      assertThat(lostBy(station.received(toClient(0, 1, true, false, Bytes.copyOf(new byte[9])))))
          .isInstanceOf(Malformed.class);
    }

    @Test
    void takes_no_longer_apdu_than_it_may() {
      HdlcClient small = new HdlcClient(CONFIG, CLIENT, SERVER, 10);
      small.connect();
      small.received(ua(SMALL));
      small.send(ONE_FRAME);
      small.received(toClient(0, 1, true, true, Bytes.copyOf(new byte[8])));

      assertThat(lostBy(small.received(toClient(1, 1, true, true, Bytes.copyOf(new byte[8])))))
          .isInstanceOf(Malformed.class);
    }

    @Test
    void hands_out_what_the_server_sends_unasked() {
      connect();
      HdlcFrame notification =
          new HdlcFrame(
              CLIENT, SERVER, false, new HdlcControl.Ui(false), Llc.RESPONSE.concat(ONE_FRAME));

      assertThat(station.received(notification))
          .containsExactly(new HdlcClient.Action.Deliver(ONE_FRAME));
    }

    @Test
    void does_not_hear_what_others_say_to_others() {
      connect();
      station.send(ONE_FRAME);
      HdlcControl answer = new HdlcControl.I(0, 1, true);
      Bytes information = Llc.RESPONSE.concat(ONE_FRAME);

      assertThat(
              station.received(
                  new HdlcFrame(HdlcAddress.ofClient(17), SERVER, false, answer, information)))
          .isEmpty();
      assertThat(
              station.received(
                  new HdlcFrame(CLIENT, new HdlcAddress(2, 1, 17), false, answer, information)))
          .isEmpty();
    }

    @Test
    void disconnects_and_does_not_insist() {
      connect();

      assertThat(transmitted(station.disconnect()))
          .containsExactly(toServer(new HdlcControl.Disc(true)));
      assertThat(station.timedOut()).contains(new HdlcClient.Action.TellDisconnected());
    }
  }

  @Nested
  @DisplayName("of a server")
  class OfAServer {

    private final HdlcServer station = new HdlcServer(SMALL, CLIENT, SERVER, 1000);

    private void connect() {
      station.received(
          new HdlcFrame(SERVER, CLIENT, false, new HdlcControl.Snrm(true), SMALL.encode()));
    }

    @Test
    void agrees_to_the_lesser_of_both() {
      HdlcParameters proposal = new HdlcParameters(5, 2000, 7, 1);

      var actions =
          station.received(
              new HdlcFrame(SERVER, CLIENT, false, new HdlcControl.Snrm(true), proposal.encode()));

      assertThat(actions)
          .containsExactly(
              new HdlcServer.Action.TellReset(),
              new HdlcServer.Action.Transmit(ua(new HdlcParameters(8, 5, 1, 2))));
    }

    @Test
    void takes_a_client_that_proposes_nothing_for_one_with_the_defaults() {
      HdlcServer able = new HdlcServer(new HdlcParameters(2030, 2030, 7, 7), CLIENT, SERVER, 1000);

      assertThat(sent(able.received(toServer(new HdlcControl.Snrm(true)))))
          .containsExactly(ua(HdlcParameters.DEFAULT));
    }

    @Test
    void refuses_parameters_that_are_none() {
      assertThat(
              sent(
                  station.received(
                      new HdlcFrame(
                          SERVER,
                          CLIENT,
                          false,
                          new HdlcControl.Snrm(true),
                          Bytes.of(0x81, 0x80, 3, 5, 1, 0)))))
          .containsExactly(toClient(new HdlcControl.Dm(true)));
      assertThat(station.isConnected()).isFalse();
    }

    @Test
    void says_that_it_is_not_connected() {
      HdlcFrame disconnected = toClient(new HdlcControl.Dm(true));

      assertThat(sent(station.received(toServer(new HdlcControl.Rr(0, true)))))
          .containsExactly(disconnected);
      assertThat(sent(station.received(toServer(new HdlcControl.Disc(true)))))
          .containsExactly(disconnected);
      assertThat(sent(station.received(toServer(0, 0, true, false, ONE_FRAME))))
          .containsExactly(disconnected);
      assertThat(station.received(toServer(new HdlcControl.Rr(0, false)))).isEmpty();
    }

    @Test
    void keeps_its_turn_until_the_answer_is_there() {
      connect();
      Bytes request = Llc.COMMAND.concat(ONE_FRAME);

      assertThat(station.received(toServer(0, 0, true, false, request)))
          .containsExactly(new HdlcServer.Action.Deliver(ONE_FRAME));
      assertThat(sent(station.answer(Bytes.of(7))))
          .containsExactly(toClient(0, 1, true, false, Llc.RESPONSE.concat(Bytes.of(7))));
    }

    @Test
    void says_that_it_lives_when_asked_before_the_answer_is_there() {
      connect();
      station.received(toServer(0, 0, true, false, Llc.COMMAND.concat(ONE_FRAME)));

      assertThat(sent(station.received(toServer(new HdlcControl.Rr(0, true)))))
          .containsExactly(toClient(new HdlcControl.Rr(1, true)));
      assertThat(station.answer(Bytes.of(7))).as("not asked").isEmpty();
      assertThat(sent(station.received(toServer(new HdlcControl.Rr(0, true)))))
          .containsExactly(toClient(0, 1, true, false, Llc.RESPONSE.concat(Bytes.of(7))));
    }

    @Test
    void sends_again_what_was_not_acknowledged_and_then_the_rest() {
      connect();
      station.received(toServer(0, 0, true, false, Llc.COMMAND.concat(ONE_FRAME)));
      station.answer(THREE_FRAMES);

      List<HdlcFrame> again = sent(station.received(toServer(new HdlcControl.Rr(0, true))));
      List<HdlcFrame> rest = sent(station.received(toServer(new HdlcControl.Rr(2, true))));

      assertThat(again.stream().map(HdlcFrame::control))
          .containsExactly(new HdlcControl.I(0, 1, false), new HdlcControl.I(1, 1, true));
      assertThat(rest.stream().map(HdlcFrame::control))
          .containsExactly(new HdlcControl.I(2, 1, true));
    }

    @Test
    void sends_nothing_while_the_client_is_not_ready() {
      connect();
      station.received(toServer(0, 0, true, false, Llc.COMMAND.concat(ONE_FRAME)));
      station.answer(THREE_FRAMES);

      assertThat(sent(station.received(toServer(new HdlcControl.Rnr(2, true)))))
          .containsExactly(toClient(new HdlcControl.Rr(1, true)));
    }

    @Test
    void does_not_take_a_request_twice() {
      connect();
      HdlcFrame request = toServer(0, 0, true, false, Llc.COMMAND.concat(ONE_FRAME));
      station.received(request);
      station.answer(Bytes.of(7));

      var actions = station.received(request);

      assertThat(actions).hasSize(1);
      assertThat(sent(actions))
          .containsExactly(toClient(0, 1, true, false, Llc.RESPONSE.concat(Bytes.of(7))));
    }

    @Test
    void rejects_what_no_repetition_makes_right_until_the_client_connects_anew() {
      connect();
      HdlcFrame unknown = toServer(new HdlcControl.Unknown(0x1D));
      HdlcFrame rejection =
          new HdlcFrame(
              CLIENT, SERVER, false, new HdlcControl.Frmr(true), Bytes.of(0x1D, 0x00, 0x01));

      assertThat(sent(station.received(unknown))).containsExactly(rejection);
      assertThat(sent(station.received(toServer(new HdlcControl.Rr(0, true)))))
          .containsExactly(rejection);

      connect();
      assertThat(sent(station.received(toServer(new HdlcControl.Rr(0, true)))))
          .containsExactly(toClient(new HdlcControl.Rr(0, true)));
    }

    @Test
    void rejects_a_number_that_was_not_sent() {
      connect();

      assertThat(sent(station.received(toServer(new HdlcControl.Rr(3, true)))))
          .containsExactly(
              new HdlcFrame(
                  CLIENT, SERVER, false, new HdlcControl.Frmr(true), Bytes.of(0x71, 0x00, 0x08)));
    }

    @Test
    void rejects_more_information_than_was_agreed_on() {
      connect();

      assertThat(sent(station.received(toServer(0, 0, true, false, Bytes.copyOf(new byte[9])))))
          .containsExactly(
              new HdlcFrame(
                  CLIENT, SERVER, false, new HdlcControl.Frmr(true), Bytes.of(0x10, 0x00, 0x04)));
    }

    @Test
    void tells_when_its_client_disconnects() {
      connect();

      assertThat(station.received(toServer(new HdlcControl.Disc(true))))
          .containsExactly(
              new HdlcServer.Action.TellReset(),
              new HdlcServer.Action.Transmit(toClient(new HdlcControl.Ua(true))));
      assertThat(station.answer(ONE_FRAME)).isEmpty();
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void survives_any_frames_in_any_order(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    HdlcClient client = new HdlcClient(CONFIG, CLIENT, SERVER, 100);
    HdlcServer server = new HdlcServer(SMALL, CLIENT, SERVER, 100);
    client.connect();
    client.received(ua(SMALL));
    int frames = 0;
    for (int i = 0; i < 400; i++) {
      HdlcControl control = anyControl(random);
      Bytes information = anyInformation(random);
      boolean more = random.nextBoolean();
      frames +=
          sent(server.received(new HdlcFrame(SERVER, CLIENT, more, control, information))).size();
      frames +=
          transmitted(client.received(new HdlcFrame(CLIENT, SERVER, more, control, information)))
              .size();
      if (random.nextInt(5) == 0) {
        frames += sent(server.answer(anyInformation(random))).size();
        frames += transmitted(client.timedOut()).size();
      }
      if (random.nextInt(20) == 0) {
        frames += transmitted(client.connect()).size();
      }
    }

    // Each event is answered by a window at most.
    assertThat(frames).isBetween(1, 400 * 5 * 2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void finds_a_good_frame_behind_any_noise(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    byte[] noise = new byte[random.nextInt(3000)];
    random.nextBytes(noise);
    for (int i = 0; i + 3 < noise.length; i += 1 + random.nextInt(20)) {
      noise[i] = HdlcFrame.FLAG;
      noise[i + 1] = (byte) (0xA0 | random.nextInt(16));
    }
    HdlcFrame good = toServer(1, 2, true, false, THREE_FRAMES);
    HdlcReader reader = new HdlcReader();
    reader.feed(noise, 0, noise.length);
    byte[] frame = good.encode();
    reader.feed(frame, 0, frame.length);
    // As much again behind it as the noise may have claimed to be a frame of.
    reader.feed(new byte[2100], 0, 2100);

    boolean found = false;
    for (var next = reader.next(); next != null; next = reader.next()) {
      found |= next instanceof HdlcReader.Found.Frame(long _, HdlcFrame any) && any.equals(good);
    }

    assertThat(found).isTrue();
  }

  private static HdlcControl anyControl(RandomGenerator random) {
    return random.nextInt(3) == 0
        ? HdlcControl.of(random.nextInt(256))
        : new HdlcControl.I(random.nextInt(8), random.nextInt(8), random.nextBoolean());
  }

  private static Bytes anyInformation(RandomGenerator random) {
    byte[] octets = new byte[random.nextInt(12)];
    random.nextBytes(octets);
    Bytes any = Bytes.copyOf(octets);
    return random.nextBoolean() ? Llc.COMMAND.concat(any) : any;
  }

  private static List<HdlcFrame> transmitted(List<HdlcClient.Action> actions) {
    return actions.stream()
        .filter(HdlcClient.Action.Transmit.class::isInstance)
        .map(action -> ((HdlcClient.Action.Transmit) action).frame())
        .toList();
  }

  private static List<HdlcFrame> sent(List<HdlcServer.Action> actions) {
    return actions.stream()
        .filter(HdlcServer.Action.Transmit.class::isInstance)
        .map(action -> ((HdlcServer.Action.Transmit) action).frame())
        .toList();
  }

  private static Throwable lostBy(List<HdlcClient.Action> actions) {
    return actions.stream()
        .filter(HdlcClient.Action.TellLost.class::isInstance)
        .map(action -> (Throwable) ((HdlcClient.Action.TellLost) action).reason())
        .findFirst()
        .orElseThrow();
  }
}
