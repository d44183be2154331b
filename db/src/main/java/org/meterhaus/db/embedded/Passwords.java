package org.meterhaus.db.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import org.meterhaus.db.Credentials;

/**
 * The three roles of an embedded server with their generated passwords, kept in a file that only
 * its owner can read.
 *
 * @param superuser creates the other two, nothing else
 * @param owner owns the database, migrates it
 * @param application does the work
 */
record Passwords(Credentials superuser, Credentials owner, Credentials application) {
  private static final String SUPERUSER = "postgres";
  private static final String OWNER = "meterhaus_owner";
  private static final String APPLICATION = "meterhaus";
  private static final int BYTES = 24;

  /** Reads the file, or writes it with new passwords. */
  static Passwords at(Path file) throws IOException {
    if (!Files.exists(file)) {
      create(file);
    }
    var found = new Properties();
    found.load(new StringReader(Files.readString(file)));
    return new Passwords(
        credentials(found, SUPERUSER, file),
        credentials(found, OWNER, file),
        credentials(found, APPLICATION, file));
  }

  private static Credentials credentials(Properties found, String role, Path file)
      throws IOException {
    String password = found.getProperty(role);
    if (password == null || password.isBlank()) {
      throw new IOException("%s has no password for %s".formatted(file, role));
    }
    return new Credentials(role, password);
  }

  private static void create(Path file) throws IOException {
    var random = new SecureRandom();
    var made = new Properties();
    for (String role : new String[] {SUPERUSER, OWNER, APPLICATION}) {
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      made.setProperty(role, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    var text = new StringWriter();
    made.store(text, "roles of the embedded PostgreSQL");
    Path part =
        Files.createTempFile(
            file.getParent(),
            "passwords",
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(part, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
