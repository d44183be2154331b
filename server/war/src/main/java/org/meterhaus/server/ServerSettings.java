package org.meterhaus.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The settings of the server by name: {@code meterhaus.db.url} is the variable {@code
 * METERHAUS_DB_URL} as well. A name ending in {@code .password} may be given as the file that holds
 * it, {@code meterhaus.db.password.file}. A name that nobody knows is refused: it is a typing
 * mistake that would go unnoticed.
 */
final class ServerSettings {

  private static final String PREFIX = "METERHAUS_";
  private static final String FILE = ".file";

  /** Every name, as a variable. {@code docs} explain them. */
  static final Set<String> KNOWN =
      Set.of(
          "METERHAUS_DB_URL",
          "METERHAUS_DB_USER",
          "METERHAUS_DB_PASSWORD",
          "METERHAUS_DB_PASSWORD_FILE",
          "METERHAUS_DB_POOL_SIZE",
          "METERHAUS_DB_CONNECT_WITHIN",
          "METERHAUS_DB_STATEMENT_TIMEOUT",
          "METERHAUS_DB_LOCK_TIMEOUT");

  private final Function<String, Optional<String>> source;

  /**
   * @param names of everything that is set, ours and others'
   * @param source gives the value of a name, or empty
   * @throws IllegalArgumentException naming the names that nobody knows
   */
  ServerSettings(Iterable<String> names, Function<String, Optional<String>> source) {
    SortedSet<String> unknown = new TreeSet<>();
    for (String name : names) {
      String variable = variable(name);
      if (variable.startsWith(PREFIX) && !KNOWN.contains(variable)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown settings %s; the server knows %s".formatted(unknown, new TreeSet<>(KNOWN)));
    }
    this.source = source;
  }

  /**
   * The value of a name, from the file that is named instead if there is one.
   *
   * @throws IllegalArgumentException if value and file are both given, or the file cannot be read
   */
  Optional<String> find(String name) {
    Optional<String> value = source.apply(name).filter(text -> !text.isEmpty());
    if (!name.endsWith(".password")) {
      return value;
    }
    Optional<String> file = source.apply(name + FILE).filter(text -> !text.isEmpty());
    if (file.isEmpty()) {
      return value;
    }
    if (value.isPresent()) {
      throw new IllegalArgumentException(
          "%s and %s are both set; choose one".formatted(variable(name), variable(name + FILE)));
    }
    return Optional.of(content(name + FILE, Path.of(file.get())));
  }

  private static String content(String name, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s names %s, which cannot be read: %s".formatted(variable(name), file, e.getMessage()),
          e);
    }
  }

  /** As MicroProfile Config maps names to variables. */
  private static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
