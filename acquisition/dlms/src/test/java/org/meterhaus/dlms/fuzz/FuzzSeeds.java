package org.meterhaus.dlms.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meterhaus.dlms.server.ServerFuzz;
import org.meterhaus.dlms.vectors.Vector;

/** What is worth beginning with: published octets, and what was once found to be wrong. */
public final class FuzzSeeds {

  private static final List<String> FILES =
      List.of("dlms-apdu.json", "dlms-security.json", "hdlc.json", "mbus.json");

  /**
   * First octets of sequences for the two state machines: nobody associated yet, and associated
   * without authentication, with a password, by digests and by GMAC, in the clear and ciphered.
   */
  private static final int[] FOR_SERVERS = {0x00, 0x05, 0x0C, 0x10, 0x11, 0x12, 0x17, 0x37, 0x3C};

  private static final int[] FOR_CLIENTS = {
    0x00, 0x05, 0x0C, 0x11, 0x15, 0x20, 0x22, 0x25, 0x27, 0x67, 0x6C
  };

  private FuzzSeeds() {}

  /** Inputs for a target, each under a name of its own. */
  public static Map<String, byte[]> of(FuzzTarget target) {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    for (String file : FILES) {
      for (Vector vector : Vector.kept(file, each -> each.json().has("hex"))) {
        byte[] octets = vector.hex().toArray();
        switch (target) {
          case SERVER ->
              seeds.put(
                  vector.id(), sequence(octets, FOR_SERVERS[seeds.size() % FOR_SERVERS.length]));
          case CLIENT ->
              seeds.put(
                  vector.id(),
                  sequence(octets, FOR_CLIENTS[seeds.size() % FOR_CLIENTS.length], seeds.size()));
          default -> seeds.put(vector.id(), octets);
        }
      }
    }
    if (target == FuzzTarget.SERVER) {
      seeds.putAll(ServerFuzz.seeds());
    }
    seeds.putAll(found(target));
    return seeds;
  }

  /** The octets as a message of their own, twice, behind what the target wants before them. */
  private static byte[] sequence(byte[] octets, int... head) {
    byte[] input = new byte[head.length + 2 * (2 + octets.length)];
    for (int i = 0; i < head.length; i++) {
      input[i] = (byte) head[i];
    }
    for (int copy = 0; copy < 2; copy++) {
      int at = head.length + copy * (2 + octets.length);
      input[at] = (byte) (octets.length >>> 8);
      input[at + 1] = (byte) octets.length;
      System.arraycopy(octets, 0, input, at + 2, octets.length);
    }
    return input;
  }

  /** Lines "target hex what was wrong" of src/test/resources/fuzz/found.txt. */
  private static Map<String, byte[]> found(FuzzTarget target) {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    for (String line : lines()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals(target.word())) {
        seeds.put("found-" + seeds.size(), HexFormat.of().parseHex(words[1]));
      }
    }
    return seeds;
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    try (InputStream in = FuzzSeeds.class.getResourceAsStream("/fuzz/found.txt")) {
      if (in == null) {
        throw new IOException("fuzz/found.txt is not there");
      }
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(lines::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  /**
   * Writes seeds for Jazzer; without arguments, the names of all targets.
   *
   * @param args a folder, then names of targets; seeds of one go to {@code folder/target/corpus}
   */
  public static void main(String... args) throws IOException {
    if (args.length == 0) {
      for (FuzzTarget target : FuzzTarget.values()) {
        System.out.println(target.word());
      }
    }
    for (int i = 1; i < args.length; i++) {
      write(Path.of(args[0], args[i], "corpus"), args[i]);
    }
  }

  /** Seeds of one target, or with {@code all} those of the one that is all of them. */
  static void write(Path folder, String word) throws IOException {
    Files.createDirectories(folder);
    if (!word.equals("all")) {
      for (Map.Entry<String, byte[]> seed : of(FuzzTarget.of(word)).entrySet()) {
        Files.write(folder.resolve(seed.getKey()), seed.getValue());
      }
      return;
    }
    List<FuzzTarget> all = List.of(FuzzTarget.values());
    for (int number = 0; number < all.size(); number++) {
      FuzzTarget target = all.get(number);
      for (Map.Entry<String, byte[]> seed : of(target).entrySet()) {
        byte[] input = new byte[seed.getValue().length + 1];
        input[0] = (byte) number;
        System.arraycopy(seed.getValue(), 0, input, 1, seed.getValue().length);
        Files.write(folder.resolve(target.word() + "-" + seed.getKey()), input);
      }
    }
  }
}
