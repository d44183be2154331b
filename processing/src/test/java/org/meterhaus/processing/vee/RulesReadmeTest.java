package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;

@DisplayName("processing/README.md")
class RulesReadmeTest {
  private static final Path README = Path.of("README.md");

  @Test
  void tells_of_every_rule_what_a_customer_reads() throws IOException {
    String text = Files.readString(README);

    for (ValidationRule rule : ValidationRule.values()) {
      assertThat(text)
          .contains("| %d | `%s` |".formatted(rule.code(), rule.wire()))
          .contains(rule.sentence(1_234, 567));
    }
    for (Quality quality : Quality.values()) {
      quality.rule().ifPresent(rule -> assertThat(text).contains("`" + rule + "`"));
    }
    for (Rules rules : Rules.NAMED) {
      assertThat(text).contains("`" + rules.name() + "`");
    }
  }
}
