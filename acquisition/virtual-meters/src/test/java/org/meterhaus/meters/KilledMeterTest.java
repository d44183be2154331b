package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.MeterException;

@DisplayName("A meter whose process is killed while it is being switched")
@Timeout(120)
class KilledMeterTest {

  /** What the client was told, and what it had asked for when the meter died. */
  private record Told(List<Boolean> confirmed, boolean inFlight) {}

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void remembers_all_that_it_confirmed(long seed, @TempDir Path directory) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int answers = random.nextInt(1, 30);
    long nanos = random.nextLong(3_000_000);

    Told told = switchUntilKilled(directory, answers, nanos);

    try (VirtualMeters meters = MetersProcess.start(directory)) {
      String id = MetersProcess.unit().meter().id();
      List<Boolean> remembered =
          meters.consumption(id).switching().events().stream()
              .map(Switching.Event::connected)
              .toList();
      List<Boolean> withInFlight = new ArrayList<>(told.confirmed());
      withInFlight.add(told.inFlight());
      assertThat(told.confirmed()).hasSizeGreaterThanOrEqualTo(answers);
      assertThat(remembered).isIn(told.confirmed(), withInFlight);
      try (Reader reader =
          Reader.open(meters.address(id), MetersProcess.keys(directory).keys(id), 2)) {
        assertThat(reader.disconnectControl(2, 3).asLong()).isEqualTo(remembered.getLast() ? 1 : 0);
      }
    }
  }

  /** Switches to and fro; kills the process a moment after the given number of answers. */
  private static Told switchUntilKilled(Path directory, int answers, long nanos)
      throws IOException, InterruptedException, MeterException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                MetersProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      InetSocketAddress address =
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), Integer.parseInt(String.valueOf(out.readLine())));
      MeterKeys keys = MetersProcess.keys(directory).keys(MetersProcess.unit().meter().id());
      List<Boolean> confirmed = new ArrayList<>();
      boolean next = false;
      try (Reader reader = Reader.open(address, keys, 1)) {
        while (true) {
          reader.switchTo(2, next);
          confirmed.add(next);
          next = !next;
          if (confirmed.size() == answers) {
            killAfter(process, nanos);
          }
        }
      } catch (MeterException _) { // the death we waited for; the caller checks that it was
        return new Told(confirmed, next);
      }
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void killAfter(Process process, long nanos) {
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              long end = System.nanoTime() + nanos;
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              process.destroyForcibly();
            });
  }
}
