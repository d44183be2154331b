package org.meterhaus.command.decode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.command.Refusal;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.decode.DecodeKeys;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import picocli.CommandLine.Option;

/** The keys of whoever sent what is decoded, all optional. */
final class KeyOptions {

  @Option(
      names = "--block-key",
      paramLabel = "HEX",
      description = "Encryption key; better: METERHAUS_DECODE_BLOCK_KEY or ..._BLOCK_KEY_FILE.")
  private @Nullable String blockKey;

  @Option(
      names = "--auth-key",
      paramLabel = "HEX",
      description = "Authentication key; without it tags are not checked.")
  private @Nullable String authKey;

  @Option(
      names = "--dedicated-key",
      paramLabel = "HEX",
      description = "Dedicated key of the association.")
  private @Nullable String dedicatedKey;

  @Option(
      names = "--master-key",
      paramLabel = "HEX",
      description = "Key encryption key, for keys that come with a message.")
  private @Nullable String masterKey;

  @Option(
      names = "--system-title",
      paramLabel = "HEX",
      description = "Of the sender, 16 hex digits, where its message does not name it.")
  private @Nullable String systemTitle;

  @Option(
      names = "--signing-point",
      paramLabel = "HEX",
      description = "Public key that the sender's signatures are checked with: x and y.")
  private @Nullable String signingPoint;

  DecodeKeys keys(Map<String, String> environment) {
    try {
      String point = given(environment, signingPoint, "SIGNING_POINT");
      String title = given(environment, systemTitle, "SYSTEM_TITLE");
      return new DecodeKeys(
          key(environment, blockKey, "BLOCK_KEY"),
          key(environment, authKey, "AUTH_KEY"),
          key(environment, dedicatedKey, "DEDICATED_KEY"),
          key(environment, masterKey, "MASTER_KEY"),
          title == null ? null : SystemTitle.ofHex(title),
          point == null ? null : Bytes.ofHex(point));
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable SymmetricKey key(
      Map<String, String> environment, @Nullable String option, String name) {
    String hex = given(environment, option, name);
    return hex == null ? null : SymmetricKey.ofHex(hex);
  }

  private static @Nullable String given(
      Map<String, String> environment, @Nullable String option, String name) {
    String variable = "METERHAUS_DECODE_" + name;
    String value = option == null ? environment.get(variable) : option;
    String file = environment.get(variable + "_FILE");
    if (value != null || file == null) {
      return value;
    }
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new Refusal(variable + "_FILE cannot be read: " + e.getMessage(), e);
    }
  }
}
