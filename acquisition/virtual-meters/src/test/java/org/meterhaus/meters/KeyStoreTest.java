package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A key store")
class KeyStoreTest {
  private static final String ONE = "MHV0000000000101";
  private static final String OTHER = "MHV0000000000102";
  private static final Pattern KEY = Pattern.compile("\"([0-9a-f]{32})\"");

  private final SecureRandom random = new SecureRandom();
  private Path directory;
  private Path file;

  @BeforeEach
  void place(@TempDir Path temporary) {
    directory = temporary.resolve("keys");
    file = directory.resolve("meter-keys.json");
  }

  private KeyStore open(String... meters) throws IOException {
    return KeyStore.openOrCreate(directory, List.of(meters), random);
  }

  @Test
  void gives_each_meter_keys_of_its_own() throws IOException {
    KeyStore keys = open(ONE, OTHER);

    assertThat(keys.keys(ONE).title()).hasToString("4d48560000000065");
    assertThat(keys.keys(ONE).encryptionKey())
        .isNotEqualTo(keys.keys(OTHER).encryptionKey())
        .isNotEqualTo(keys.keys(ONE).authenticationKey());
    assertThat(storedKeys()).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void gives_the_same_keys_when_it_is_opened_again_and_new_ones_to_a_new_meter()
      throws IOException {
    MeterKeys first = open(ONE).keys(ONE);

    KeyStore again = open(ONE, OTHER);

    assertThat(again.keys(ONE)).isEqualTo(first);
    assertThat(again.keys(OTHER).encryptionKey()).isNotEqualTo(first.encryptionKey());
    assertThat(open().keys(OTHER)).isEqualTo(again.keys(OTHER));
  }

  @Test
  void is_for_its_owner_only() throws IOException {
    open(ONE);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void is_refused_when_others_may_read_it() throws IOException {
    open(ONE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> open(ONE)).hasMessageContaining("chmod 600");
  }

  /** Counting from 1 again under the same key would use nonces twice. */
  @Test
  void is_refused_without_its_invocation_counter() throws IOException {
    open(ONE);
    Files.delete(directory.resolve("meter-keys.counter"));

    assertThatThrownBy(() -> open(ONE)).hasMessageContaining("invocation counter");
  }

  @Test
  void prints_no_key() throws IOException {
    KeyStore keys = open(ONE);
    String printed = keys + " " + keys.keys(ONE);

    for (String key : storedKeys()) {
      assertThat(printed).doesNotContainIgnoringCase(key);
    }
  }

  @Test
  void tells_of_a_damaged_file_without_showing_what_is_in_it() throws IOException {
    open(ONE);
    String text = Files.readString(file);
    List<String> keys = storedKeys();
    for (int cut = text.indexOf(keys.getFirst()); cut < text.length() - 2; cut += 7) {
      Files.writeString(file, text.substring(0, cut));

      assertThatThrownBy(() -> open(ONE))
          .satisfies(refusal -> {
            for (Throwable t = refusal; t != null; t = t.getCause()) {
              assertThat(String.valueOf(t.getMessage())).doesNotContain(keys);
            }
          });
    }
  }

  @Test
  void tells_of_a_damaged_key_without_showing_it() throws IOException {
    open(ONE);
    String key = storedKeys().getFirst();
    Files.writeString(file, Files.readString(file).replace(key, "x" + key.substring(1)));

    assertThatThrownBy(() -> open(ONE).keys(ONE))
        .hasMessageContaining("32 or 64 hex digits")
        .hasNoCause()
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(key.substring(1)));
  }

  @Test
  void has_no_keys_of_a_meter_it_does_not_know() throws IOException {
    assertThatThrownBy(() -> open(ONE).keys(OTHER)).hasMessageContaining(OTHER);
  }

  private List<String> storedKeys() throws IOException {
    return KEY.matcher(Files.readString(file))
        .results()
        .map(MatchResult::group)
        .map(text -> text.replace("\"", ""))
        .toList();
  }
}
