package org.meterhaus.dlms.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meterhaus.dlms.vectors.AnyData;

/** A failure of the last test is an input: it belongs into fuzz/found.txt once it is put right. */
@DisplayName("Whatever strangers send")
class FuzzTest {

  private static final int MUTATIONS = 500;

  /** Of Jazzer, for each target; an hour each by scripts/fuzz. */
  private static final int SECONDS = Integer.getInteger("meterhaus.fuzz.seconds", 1);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void that_is_known_to_be_worth_trying_does_no_harm(FuzzTarget target) {
    FuzzSeeds.of(target).values().forEach(target::run);
  }

  @ParameterizedTest
  @EnumSource
  void that_is_somewhat_like_it_does_no_harm(FuzzTarget target) {
    List<byte[]> seeds = List.copyOf(FuzzSeeds.of(target).values());
    RandomGenerator random = AnyData.random(target.word().hashCode());

    for (int i = 0; i < MUTATIONS; i++) {
      byte[] seed = seeds.get(random.nextInt(seeds.size()));
      target.run(mutated(Arrays.copyOf(seed, Math.min(seed.length, 4096)), random));
    }
  }

  /** Some octets others, some gone, some twice. */
  private static byte[] mutated(byte[] octets, RandomGenerator random) {
    byte[] mutated = octets;
    for (int i = random.nextInt(1, 5); i > 0 && mutated.length > 0; i--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = (byte) random.nextInt(256);
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutated = Arrays.copyOf(mutated, at);
        default -> {
          byte[] longer = Arrays.copyOf(mutated, mutated.length + mutated.length - at);
          System.arraycopy(mutated, at, longer, mutated.length, mutated.length - at);
          mutated = longer;
        }
      }
    }
    return mutated;
  }

  @Test
  void that_a_search_for_new_ways_through_comes_upon_does_no_harm() throws Exception {
    assumeTrue(isSupported(), "Jazzer has no library for this machine");
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    FuzzSeeds.write(corpus, "all");
    int seconds = SECONDS * FuzzTarget.values().length;

    Path log = folder.resolve("log");
    Process jazzer =
        new ProcessBuilder(command(corpus, seconds))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(jazzer.waitFor(seconds + 120L, TimeUnit.SECONDS)).as("ends in time").isTrue();
    } finally {
      jazzer.destroyForcibly();
    }

    assertThat(jazzer.exitValue()).as(() -> read(log)).isZero();
    assertThat(read(log)).contains("Done ");
  }

  private List<String> command(Path corpus, int seconds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    String tested = System.getProperty("surefire.test.class.path");
    command.add(tested == null ? System.getProperty("java.class.path") : tested);
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + JazzerEntry.class.getName());
    command.add("--instrumentation_includes=org.meterhaus.**");
    command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*");
    command.add("-max_total_time=" + seconds);
    command.addAll(List.of("-seed=1", "-timeout=20", "-rss_limit_mb=0", "-max_len=4096"));
    command.add("-artifact_prefix=" + folder + File.separator);
    command.add(corpus.toString());
    return command;
  }

  private static boolean isSupported() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    return system.startsWith("mac") || machine.equals("amd64") || machine.equals("x86_64");
  }

  private static String read(Path log) {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }
}
