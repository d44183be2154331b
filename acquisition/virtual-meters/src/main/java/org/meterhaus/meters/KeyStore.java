package org.meterhaus.meters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meterhaus.dlms.security.DeviceKeys;
import org.meterhaus.dlms.security.FileInvocationCounter;
import org.meterhaus.dlms.security.FileKeyVault;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * The keys of the virtual meters, in a file that its owner alone may read. Never shows them but in
 * that file and in the connection file made for the sink.
 *
 * <p>What a meter goes by lies in a vault of its own beside this file: its Security Setup may
 * change that. Whoever changes a meter's keys over the wire has to write them here as well, since a
 * meter tells its keys to nobody.
 *
 * <p>The invocation counter lies beside the keys: keys without their counter are refused, since
 * counting from 1 again under the same key would break AES-GCM.
 */
public final class KeyStore {
  private static final String FORMAT = "meterhaus-keys-1";
  private static final String CONNECTIONS_FORMAT = "meterhaus-connections-1";
  private static final String TITLE = "systemTitle";
  private static final String ENCRYPTION = "encryptionKey";
  private static final String AUTHENTICATION = "authenticationKey";
  private static final String MASTER = "masterKey";
  private static final String VAULT = ".keys";

  private final Path directory;
  private final Path counter;
  private final SecureRandom random;
  private final Map<String, FileKeyVault> vaults = new HashMap<>();

  /** Key material as it is in the file, by meter; MeterKeys cannot be taken apart again. */
  private final Map<String, Entry> entries;

  /** One meter's entry; deliberately no record, which would print it. */
  private static final class Entry {
    private final String title;
    private final String encryption;
    private final String authentication;
    private final String master;

    Entry(String title, String encryption, String authentication, String master) {
      this.title = title;
      this.encryption = encryption;
      this.authentication = authentication;
      this.master = master;
    }

    /** A meter has one in any case; a file of before there were master keys does not. */
    boolean complete() {
      return !master.isEmpty();
    }

    Entry withMaster(String key) {
      return new Entry(title, encryption, authentication, key);
    }

    MeterKeys keys() {
      return new MeterKeys(
          SystemTitle.ofHex(title),
          SymmetricKey.ofHex(encryption),
          SymmetricKey.ofHex(authentication));
    }

    SymmetricKey master() {
      return SymmetricKey.ofHex(master);
    }

    void putInto(ObjectNode node) {
      node.put(TITLE, title).put(ENCRYPTION, encryption).put(AUTHENTICATION, authentication);
    }
  }

  private KeyStore(Path directory, Path counter, Map<String, Entry> entries, SecureRandom random) {
    this.directory = directory;
    this.counter = counter;
    this.entries = entries;
    this.random = random;
  }

  /**
   * Opens {@code meter-keys.json} in a directory, makes it if it is not there, and makes keys for
   * meters that have none.
   *
   * @param directory made if it is not there
   * @param meterIds logical device names, {@code MHV} and 13 digits
   * @param random where keys come from
   * @throws IOException if the file cannot be read or written, others may read it, or its counter
   *     is missing
   * @throws IllegalArgumentException if its content makes no sense; the message shows no key
   */
  public static KeyStore openOrCreate(
      Path directory, Collection<String> meterIds, SecureRandom random) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("meter-keys.json");
    Path counter = directory.resolve("meter-keys.counter");
    Map<String, Entry> entries = new LinkedHashMap<>();
    if (Files.exists(file)) {
      PrivateFile.requirePrivate(file);
      if (!Files.exists(counter)) {
        throw new IOException(
            "the invocation counter %s is missing: remove %s as well, so that new keys are made"
                .formatted(counter, file));
      }
      read(file, entries);
    } else if (!Files.exists(counter)) {
      requireNoVault(directory, counter);
      // Before the keys: a crash in between leaves a counter without keys, which does no harm.
      FileInvocationCounter.create(counter).close();
    }
    boolean complete = true;
    for (String id : meterIds) {
      complete &= entries.putIfAbsent(id, entry(id, random)) != null;
      if (!entries.get(id).complete()) {
        entries.put(id, entries.get(id).withMaster(key(random)));
        complete = false;
      }
    }
    if (!complete) {
      write(file, entries);
    }
    return new KeyStore(directory, counter, entries, random);
  }

  /**
   * The keys of a meter.
   *
   * @throws IllegalArgumentException if there are none
   */
  public MeterKeys keys(String meterId) {
    return entry(meterId).keys();
  }

  /**
   * The key that a meter's new keys have to be wrapped under.
   *
   * @throws IllegalArgumentException if there are none
   */
  public SymmetricKey master(String meterId) {
    return entry(meterId).master();
  }

  /**
   * What a meter goes by: the keys of this store at first, then whatever its Security Setup was
   * told. The same one each time.
   *
   * @throws IOException if it cannot be read or written, or others may read it
   * @throws IllegalArgumentException if there are no keys of that meter
   */
  synchronized KeyVault vault(String meterId) throws IOException {
    FileKeyVault known = vaults.get(meterId);
    if (known == null) {
      Path file = directory.resolve(meterId + VAULT);
      known =
          Files.exists(file)
              ? FileKeyVault.open(file)
              : FileKeyVault.create(file, firstKeys(entry(meterId)));
      vaults.put(meterId, known);
    }
    return known;
  }

  private DeviceKeys firstKeys(Entry entry) {
    MeterKeys keys = entry.keys();
    return DeviceKeys.of(
            SecuritySuite.SUITE_0,
            new DeviceKeys.Symmetric(
                keys.encryptionKey(),
                SymmetricKey.generate(SecuritySuite.SUITE_0, random),
                keys.authenticationKey(),
                entry.master()))
        .withPolicy(SecurityPolicy.AUTHENTICATED_ENCRYPTION);
  }

  /** Whether a meter goes by the keys that this store knows. */
  boolean isCurrent(String meterId) throws IOException {
    MeterKeys known = keys(meterId);
    DeviceKeys.Symmetric used = vault(meterId).current().symmetric();
    return used.unicast().equals(known.encryptionKey())
        && used.authentication().equals(known.authenticationKey());
  }

  /** A new counter would begin anew under keys that were counted with. */
  private static void requireNoVault(Path directory, Path counter) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "MHV*" + VAULT)) {
      for (Path vault : found) {
        throw new IOException(
            "the invocation counter %s is missing: remove %s and its like as well"
                .formatted(counter, vault));
      }
    }
  }

  /** File of the invocation counter that all these keys share. */
  Path counter() {
    return counter;
  }

  /**
   * Writes all that a sink needs to reach the meters; its owner alone may read the file.
   *
   * @param addresses by meter id, in the order in which they are written
   */
  void writeConnections(Path file, Building building, Map<String, InetSocketAddress> addresses)
      throws IOException {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("format", CONNECTIONS_FORMAT);
    root.put("building", building.id());
    root.put("sink", building.sink());
    var meters = root.putArray("meters");
    for (Map.Entry<String, InetSocketAddress> meter : addresses.entrySet()) {
      ObjectNode node = meters.addObject();
      node.put("id", meter.getKey());
      node.put("host", meter.getValue().getAddress().getHostAddress());
      node.put("port", meter.getValue().getPort());
      node.put("sap", VirtualMeter.SAP);
      entry(meter.getKey()).putInto(node);
    }
    PrivateFile.replace(file, root.toPrettyString() + "\n");
  }

  @Override
  public String toString() {
    return "KeyStore of %d meters".formatted(entries.size());
  }

  private Entry entry(String meterId) {
    Entry entry = entries.get(meterId);
    if (entry == null) {
      throw new IllegalArgumentException("there are no keys of meter " + meterId);
    }
    return entry;
  }

  private static Entry entry(String meterId, SecureRandom random) {
    if (!meterId.matches("MHV[0-9]{13}")) {
      throw new IllegalArgumentException(
          "meter id must be MHV and 13 digits but was '%s'".formatted(meterId));
    }
    long serial = Long.parseLong(meterId.substring(3));
    return new Entry(
        SystemTitle.of("MHV", serial).toString(), key(random), key(random), key(random));
  }

  private static String key(SecureRandom random) {
    byte[] octets = new byte[SymmetricKey.OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  private static void read(Path file, Map<String, Entry> entries) throws IOException {
    String name = String.valueOf(file.getFileName());
    try {
      Json root = new Json(name, new ObjectMapper().readTree(Files.readAllBytes(file)));
      List<Map.Entry<String, Entry>> all = root.as(KeyStore::parse);
      all.forEach(meter -> entries.put(meter.getKey(), meter.getValue()));
    } catch (JsonProcessingException e) {
      // Without its text and without the cause, which quote the file.
      throw new IllegalArgumentException("%s is no JSON".formatted(file), null);
    }
  }

  private static List<Map.Entry<String, Entry>> parse(Json json) {
    if (!json.text("format").equals(FORMAT)) {
      throw new IllegalArgumentException("format must be " + FORMAT);
    }
    return json.list(
        "meters",
        meter ->
            Map.entry(
                meter.text("id"),
                new Entry(
                    meter.text(TITLE),
                    meter.secret(ENCRYPTION),
                    meter.secret(AUTHENTICATION),
                    meter.has(MASTER) ? meter.secret(MASTER) : "")));
  }

  private static void write(Path file, Map<String, Entry> entries) throws IOException {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("format", FORMAT);
    var meters = root.putArray("meters");
    entries.forEach((id, entry) -> {
      ObjectNode node = meters.addObject();
      node.put("id", id);
      entry.putInto(node);
      node.put(MASTER, entry.master);
    });
    PrivateFile.replace(file, root.toPrettyString() + "\n");
  }
}
