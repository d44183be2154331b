package org.meterhaus.dlms.hdlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.hdlc.LossyLine.Faults;

@DisplayName("Two HDLC stations on a bad line")
class LossyLineTest {

  private static final int EXCHANGES = 12;
  private static final Duration FOR_EVER = Duration.ofHours(6);

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /** What was asked and answered, and how it ended. */
  private static final class Conversation {
    final List<Bytes> asked = new ArrayList<>();
    final List<Bytes> heard = new ArrayList<>();
    final List<Bytes> answered = new ArrayList<>();
    final List<Bytes> delivered = new ArrayList<>();
    @Nullable MeterException lost;
    boolean disconnected;
    int frames;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void hear_what_was_said_or_that_it_failed(long seed) {
    RandomGenerator random = generator(seed);
    Faults faults =
        new Faults(
            random.nextDouble(0.25),
            random.nextDouble(0.25),
            random.nextDouble(0.15),
            random.nextDouble(0.2));

    Conversation conversation = talk(random, faults, anyConfig(random), anyConfig(random));

    assertThat(conversation.disconnected || conversation.lost != null).isTrue();
    assertHonest(conversation);
    if (conversation.lost == null) {
      assertThat(conversation.delivered).hasSize(EXCHANGES);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void never_give_up_on_a_good_line(long seed) {
    RandomGenerator random = generator(seed);

    Conversation conversation = talk(random, Faults.NONE, anyConfig(random), anyConfig(random));

    assertThat(conversation.lost).isNull();
    assertThat(conversation.disconnected).isTrue();
    assertHonest(conversation);
    assertThat(conversation.delivered).hasSize(EXCHANGES);
  }

  @Test
  void get_through_where_one_frame_in_ten_is_lost() {
    long through =
        seeds()
            .filter(seed -> {
              RandomGenerator random = generator(seed);
              Faults faults = new Faults(0.06, 0.02, 0.04, 0.05);
              return talk(random, faults, anyConfig(random), anyConfig(random)).lost == null;
            })
            .count();

    assertThat(through).isGreaterThanOrEqualTo(297);
  }

  @Test
  void give_up_in_time_where_nothing_arrives() {
    RandomGenerator random = generator(1);
    HdlcConfig config = HdlcConfig.DEFAULT;

    Conversation conversation = talk(random, new Faults(1, 0, 0, 0), config, config);

    assertThat(conversation.lost).isInstanceOf(MeterException.TimedOut.class);
    assertThat(conversation.frames).isEqualTo(config.attempts());
  }

  @Test
  void do_not_let_repetitions_breed() {
    RandomGenerator random = generator(7);
    HdlcConfig config = HdlcConfig.DEFAULT.withParameters(HdlcParameters.DEFAULT);

    Conversation good = talk(generator(7), Faults.NONE, config, config);
    Conversation doubled = talk(random, new Faults(0, 1, 0, 0), config, config);

    assertThat(doubled.lost).isNull();
    assertThat(doubled.delivered).hasSize(EXCHANGES);
    assertThat(doubled.frames).isLessThan(20 * good.frames);
  }

  /** What arrived is what was said, in that order, each once. */
  private static void assertHonest(Conversation conversation) {
    int heard = conversation.heard.size();
    assertThat(heard).isBetween(conversation.delivered.size(), conversation.asked.size());
    assertThat(conversation.heard).isEqualTo(conversation.asked.subList(0, heard));
    int delivered = conversation.delivered.size();
    assertThat(conversation.answered.size()).isGreaterThanOrEqualTo(delivered);
    assertThat(conversation.delivered).isEqualTo(conversation.answered.subList(0, delivered));
  }

  private static Conversation talk(
      RandomGenerator random, Faults faults, HdlcConfig clientConfig, HdlcConfig serverConfig) {
    Conversation conversation = new Conversation();
    LossyLine line = new LossyLine(random, faults);
    HdlcAddress clientAddress = HdlcAddress.ofClient(16);
    HdlcAddress serverAddress = clientConfig.server(1);
    new Stations(
            conversation,
            line,
            random,
            new HdlcClient(clientConfig, clientAddress, serverAddress, 65_535),
            new HdlcServer(serverConfig.parameters(), clientAddress, serverAddress, 65_535))
        .start();

    assertThat(line.runs(FOR_EVER)).as("came to an end").isTrue();
    return conversation;
  }

  /** Runs the actions of both machines. */
  private static final class Stations {
    private final Conversation conversation;
    private final LossyLine line;
    private final RandomGenerator random;
    private final HdlcClient client;
    private final HdlcServer server;
    private final LossyLine.Direction toServer;
    private final LossyLine.Direction toClient;
    private final Deque<Bytes> toAsk = new ArrayDeque<>();
    private long timer;

    Stations(
        Conversation conversation,
        LossyLine line,
        RandomGenerator random,
        HdlcClient client,
        HdlcServer server) {
      this.conversation = conversation;
      this.line = line;
      this.random = random;
      this.client = client;
      this.server = server;
      HdlcReader atServer = new HdlcReader();
      HdlcReader atClient = new HdlcReader();
      toServer =
          line
          .new Direction(octets -> each(atServer, octets, frame -> serve(server.received(frame))));
      toClient =
          line
          .new Direction(
              octets -> each(atClient, octets, frame -> perform(client.received(frame))));
    }

    void start() {
      for (int i = 0; i < EXCHANGES; i++) {
        toAsk.add(anyApdu(random, i));
      }
      perform(client.connect());
    }

    private void ask() {
      Bytes next = toAsk.poll();
      if (next == null) {
        perform(client.disconnect());
      } else {
        conversation.asked.add(next);
        perform(client.send(next));
      }
    }

    private void perform(List<HdlcClient.Action> actions) {
      for (HdlcClient.Action action : actions) {
        switch (action) {
          case HdlcClient.Action.Transmit(HdlcFrame frame) -> {
            conversation.frames++;
            toServer.send(frame.encode());
          }
          case HdlcClient.Action.StartTimer(Duration after) -> {
            long mine = ++timer;
            line.after(
                after,
                () -> {
                  if (mine == timer) {
                    perform(client.timedOut());
                  }
                });
          }
          case HdlcClient.Action.StopTimer _ -> timer++;
          case HdlcClient.Action.TellConnected _ -> ask();
          case HdlcClient.Action.Deliver(Bytes apdu) -> {
            conversation.delivered.add(apdu);
            line.after(Duration.ofMillis(random.nextInt(50)), this::ask);
          }
          case HdlcClient.Action.TellDisconnected _ -> conversation.disconnected = true;
          case HdlcClient.Action.TellLost(MeterException reason) -> conversation.lost = reason;
        }
      }
    }

    private void serve(List<HdlcServer.Action> actions) {
      for (HdlcServer.Action action : actions) {
        switch (action) {
          case HdlcServer.Action.Transmit(HdlcFrame frame) -> toClient.send(frame.encode());
          case HdlcServer.Action.Deliver(Bytes apdu) -> {
            conversation.heard.add(apdu);
            Bytes answer = anyApdu(random, conversation.heard.size());
            // Now and then longer than the client waits for a frame.
            int thinking = random.nextInt(10) == 0 ? random.nextInt(9_000) : random.nextInt(20);
            line.after(
                Duration.ofMillis(thinking),
                () -> {
                  conversation.answered.add(answer);
                  serve(server.answer(answer));
                });
          }
          case HdlcServer.Action.TellReset _ -> {}
        }
      }
    }

    private static void each(HdlcReader reader, byte[] octets, Consumer<HdlcFrame> taker) {
      reader.feed(octets, 0, octets.length);
      for (HdlcReader.Found found = reader.next(); found != null; found = reader.next()) {
        if (found instanceof HdlcReader.Found.Frame(long _, HdlcFrame frame)) {
          taker.accept(frame);
        }
      }
    }
  }

  /** With flags in it, and numbered so that no two are alike. */
  private static Bytes anyApdu(RandomGenerator random, int number) {
    byte[] octets = new byte[2 + random.nextInt(random.nextInt(5) == 0 ? 3_000 : 100)];
    random.nextBytes(octets);
    for (int i = 2; i < octets.length; i += 1 + random.nextInt(60)) {
      octets[i] = HdlcFrame.FLAG;
    }
    octets[0] = (byte) number;
    octets[1] = (byte) (number >>> 8);
    return Bytes.copyOf(octets);
  }

  private static HdlcConfig anyConfig(RandomGenerator random) {
    int[] sizes = {1, 2, 4};
    int octets = sizes[random.nextInt(3)];
    HdlcParameters parameters =
        new HdlcParameters(
            random.nextInt(32, 2031),
            random.nextInt(32, 2031),
            random.nextInt(1, 8),
            random.nextInt(1, 8));
    return HdlcConfig.DEFAULT
        .withPhysicalAddress(octets, 17)
        .withParameters(random.nextInt(4) == 0 ? HdlcParameters.DEFAULT : parameters)
        .withPatience(Duration.ofSeconds(2), Duration.ofMillis(200), 10);
  }

  private static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
