package org.meterhaus.dlms.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.security.DeviceCertificate.Entity;

/**
 * {@link KeyVault} in a file that its owner alone may read: one name and its octets a line. A
 * change is written aside, forced to the medium and moved over the old file, so a crash leaves the
 * keys from before or those from after.
 */
public final class FileKeyVault implements KeyVault {

  private static final String FORMAT = "meterhaus-device-keys-1";
  private static final HexFormat HEX = HexFormat.of();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path path;
  private DeviceKeys current;

  private FileKeyVault(Path path, DeviceKeys current) {
    this.path = path;
    this.current = current;
  }

  /**
   * Keeps the first keys of a device.
   *
   * @throws FileAlreadyExistsException if the file is there
   */
  public static FileKeyVault create(Path path, DeviceKeys first) throws IOException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    write(path, first);
    return new FileKeyVault(path, first);
  }

  /**
   * Opens a vault that exists.
   *
   * @throws IOException if it cannot be read, others may read it, or it makes no sense; the message
   *     shows no key
   */
  public static FileKeyVault open(Path path) throws IOException {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
      throw new IOException(path + " must be readable by its owner only");
    }
    List<String> lines = Files.readAllLines(path, StandardCharsets.US_ASCII);
    try {
      return new FileKeyVault(path, parse(lines));
    } catch (IllegalArgumentException _) {
      // Without the cause: its message may quote the file.
      throw new IOException(path + " is damaged or not of " + FORMAT);
    }
  }

  @Override
  public synchronized DeviceKeys current() {
    return current;
  }

  @Override
  public synchronized void replace(DeviceKeys next) throws IOException {
    write(path, next);
    current = next;
  }

  private static void write(Path path, DeviceKeys keys) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path directory = Objects.requireNonNull(absolute.getParent(), "no directory");
    Path aside =
        Files.createTempFile(
            directory,
            path.getFileName() + ".",
            ".new",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel file = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        ByteBuffer out = StandardCharsets.US_ASCII.encode(text(keys));
        while (out.hasRemaining()) {
          file.write(out);
        }
        file.force(true);
      }
      Files.move(
          aside, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private static String text(DeviceKeys keys) {
    StringBuilder out = new StringBuilder(FORMAT).append('\n');
    out.append("suite %02x\n".formatted(keys.suite().id()));
    out.append("policy %02x\n".formatted(keys.policy().version1()));
    line(out, "unicast", keys.symmetric().unicast().toArray());
    line(out, "broadcast", keys.symmetric().broadcast().toArray());
    line(out, "authentication", keys.symmetric().authentication().toArray());
    line(out, "master", keys.symmetric().master().toArray());
    pair(out, "signing", keys.signing());
    pair(out, "agreement", keys.agreement());
    pair(out, "new-signing", keys.newSigning());
    pair(out, "new-agreement", keys.newAgreement());
    for (DeviceCertificate certificate : keys.certificates()) {
      line(out, "certificate-" + certificate.entity(), certificate.der().toArray());
    }
    return out.append("end 00\n").toString();
  }

  private static void line(StringBuilder out, String name, byte[] octets) {
    out.append(name).append(' ').append(HEX.formatHex(octets)).append('\n');
  }

  /** Public key, then private key. */
  private static void pair(StringBuilder out, String name, @Nullable EcKeyPair pair) {
    if (pair != null) {
      line(out, name, pair.publicKey().point().concat(Bytes.copyOf(pair.scalar())).toArray());
    }
  }

  private static DeviceKeys parse(List<String> lines) {
    if (lines.size() < 2 || !lines.getFirst().equals(FORMAT) || !lines.getLast().equals("end 00")) {
      throw new IllegalArgumentException("first or last line is missing");
    }
    Map<String, Bytes> values = new HashMap<>();
    List<DeviceCertificate> certificates = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new IllegalArgumentException("a line without a value");
      }
      String name = line.substring(0, space);
      Bytes value = Bytes.ofHex(line.substring(space + 1));
      if (name.startsWith("certificate-")) {
        Entity entity = Entity.valueOf(name.substring("certificate-".length()));
        certificates.add(new DeviceCertificate(entity, value));
      } else if (values.put(name, value) != null) {
        throw new IllegalArgumentException("a name comes twice");
      }
    }
    SecuritySuite suite = SecuritySuite.of(value(values, "suite").at(0));
    return new DeviceKeys(
        suite,
        SecurityPolicy.ofVersion1(value(values, "policy").at(0)),
        new DeviceKeys.Symmetric(
            SymmetricKey.of(value(values, "unicast")),
            SymmetricKey.of(value(values, "broadcast")),
            SymmetricKey.of(value(values, "authentication")),
            SymmetricKey.of(value(values, "master"))),
        pair(suite, values.get("signing")),
        pair(suite, values.get("agreement")),
        pair(suite, values.get("new-signing")),
        pair(suite, values.get("new-agreement")),
        certificates);
  }

  private static Bytes value(Map<String, Bytes> values, String name) {
    Bytes value = values.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static @Nullable EcKeyPair pair(SecuritySuite suite, @Nullable Bytes octets) {
    if (octets == null) {
      return null;
    }
    if (!suite.hasCurve() || octets.size() != 3 * suite.curve().fieldOctets()) {
      throw new IllegalArgumentException("a pair that is not of the suite");
    }
    int point = suite.curve().pointOctets();
    return EcKeyPair.of(
        new EcPublicKey(suite.curve(), octets.slice(0, point)), octets.slice(point, octets.size()));
  }
}
