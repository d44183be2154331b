package org.meterhaus.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The schema")
class SchemaTest {

  @Test
  void lists_every_script_that_is_in_its_folder() throws Exception {
    var listed = new ArrayList<>(Schema.SCRIPTS);
    listed.add(Schema.RIGHTS);
    Path folder =
        Path.of(Schema.class.getResource("/org/meterhaus/db/migration/V1__house.sql").toURI())
            .getParent();

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(listed);
    }
    assertThat(Schema.SCRIPTS.stream().map(Schema::versionOf).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void is_migrated_once_and_found_again() {
    DatabaseConfig config = TestDatabase.createEmpty();

    Database.open(config).close();
    Database.open(config).close();
    try (var database = Database.open(config.withoutOwner())) {
      assertThat(
              database.<Long>reading(session ->
                  session
                      .createNativeQuery("select count(*) from arrival_partition", Long.class)
                      .getSingleResult()))
          .isEqualTo(192);
    }
  }

  @Test
  void is_asked_for_where_a_process_may_not_migrate() {
    DatabaseConfig config = TestDatabase.createEmpty().withoutOwner();

    assertThatThrownBy(() -> Database.open(config))
        .isInstanceOf(DatabaseUnusable.class)
        .hasMessage(
            "the database holds schema version 0 and this program needs %d: start a process that may migrate it"
                .formatted(Schema.versionOf(Schema.SCRIPTS.getLast())));
  }

  @Test
  void is_refused_when_a_newer_program_made_it() throws Exception {
    DatabaseConfig config = TestDatabase.createEmpty();
    Database.open(config).close();
    try (var connection = TestDatabase.connect(config.url(), config.owner().orElseThrow());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into flyway_schema_history
            (installed_rank, version, description, type, script, installed_by, execution_time, success)
          values (99, '1000', 'later', 'SQL', 'V1000__later.sql', 'newer', 1, true)
          """);
    }

    for (DatabaseConfig either : List.of(config, config.withoutOwner())) {
      assertThatThrownBy(() -> Database.open(either))
          .isInstanceOf(DatabaseUnusable.class)
          .hasMessage(
              "the database holds schema version 1000 and this program knows up to %d: use a newer program"
                  .formatted(Schema.versionOf(Schema.SCRIPTS.getLast())));
    }
  }

  @Test
  void says_so_when_there_is_no_server() {
    var nowhere =
        DatabaseConfig.of(
            "jdbc:postgresql://127.0.0.1:1/none",
            new Credentials("meterhaus", ""),
            java.util.Optional.empty());

    assertThatThrownBy(() -> Database.open(nowhere))
        .isInstanceOf(DatabaseUnusable.class)
        .hasMessageContaining("cannot use jdbc:postgresql://127.0.0.1:1/none as meterhaus");
  }
}
