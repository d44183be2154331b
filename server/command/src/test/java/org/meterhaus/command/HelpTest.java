package org.meterhaus.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dissemination.operator.Reprocess;
import org.meterhaus.processing.vee.Rules;
import picocli.CommandLine;

@DisplayName("meterhaus --help")
class HelpTest {

  static Stream<String> commands() {
    return meterhaus().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
  }

  private static CommandLine meterhaus() {
    return new CommandLine(Meterhaus.class);
  }

  private static CommandLine.Model.UsageMessageSpec usage(String name) {
    return Objects.requireNonNull(meterhaus().getSubcommands().get(name))
        .getCommandSpec()
        .usageMessage();
  }

  @Test
  void lists_every_command_that_there_is() {
    assertThat(commands())
        .containsExactlyInAnyOrder(
            "up",
            "server",
            "head-end",
            "sink",
            "meters",
            "read",
            "decode",
            "processor",
            "push",
            "fcm-receiver",
            "repair",
            "detect",
            "reprocess",
            "power-cut");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void says_what_a_command_does_in_one_whole_sentence(String name) {
    String[] description = usage(name).description();

    assertThat(description).isNotEmpty();
    assertThat(description[0]).matches("[A-Z][^.]*( [^.]+)*\\.").hasSizeLessThan(120);
  }

  /** The terminal breaks paragraphs; a text that is broken already comes out ragged. */
  @ParameterizedTest
  @MethodSource("commands")
  void gives_whole_paragraphs_to_the_terminal(String name) {
    var usage = usage(name);

    assertThat(Stream.of(usage.description(), usage.footer()).flatMap(Stream::of))
        .allSatisfy(paragraph -> assertThat(paragraph).matches("(.*\\.)?"));
  }

  @Test
  void reprocesses_by_the_rule_sets_that_processing_has() {
    assertThat(Reprocess.RULE_SETS)
        .isEqualTo(Rules.NAMED.stream().map(Rules::name).collect(Collectors.toSet()));
  }
}
