package org.meterhaus.command;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.meterhaus.meters.Building;

/**
 * The demo customers' and the demo operator's user names and passwords: made once for a data
 * directory, kept in a file that its owner alone may read. There is no password that anyone could
 * know beforehand.
 */
final class SignIns {
  /** User name of the one who runs the demo building. */
  static final String OPERATOR = "operator";

  /** No vowels and nothing that looks like something else. */
  private static final String LETTERS = "bcdfghjkmnpqrstvwxz23456789";

  private static final int LENGTH = 12; // 27^12: 57 bits, behind a throttled sign-in
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, String> passwords;

  private SignIns(Map<String, String> passwords) {
    this.passwords = passwords;
  }

  /**
   * Reads the file, and adds to it who is new in the building.
   *
   * @throws Refusal if the file cannot be read or written
   */
  static SignIns readOrMake(Path file, Building building, SecureRandom random) {
    try {
      Map<String, String> passwords = new TreeMap<>();
      if (Files.exists(file)) {
        passwords.putAll(
            JSON.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, String>>() {}));
      }
      int known = passwords.size();
      building
          .units()
          .forEach(unit -> passwords.computeIfAbsent(username(unit), _ -> password(random)));
      passwords.computeIfAbsent(OPERATOR, _ -> password(random));
      if (passwords.size() > known) {
        OwnerFile.write(file, JSON.writeValueAsBytes(passwords));
      }
      return new SignIns(passwords);
    } catch (IOException e) {
      throw new Refusal("cannot keep the demo sign-ins in " + file + ": " + e, e);
    }
  }

  /** A customer's user name: the part of the e-mail address before the at sign. */
  static String username(Building.Unit unit) {
    String email = unit.customer().email();
    return email.substring(0, email.indexOf('@'));
  }

  /** The password of a user name that is in the building. */
  String password(String username) {
    String password = passwords.get(username);
    if (password == null) {
      throw new IllegalArgumentException("no sign-in for " + username);
    }
    return password;
  }

  private static String password(SecureRandom random) {
    StringBuilder password = new StringBuilder(LENGTH + 2);
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % 4 == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
