package org.meterhaus.dlms.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs again what a search was led on by, an input for each way through the code: without the
 * instrumentation of the search, whose own garbage hides what the code allocates.
 */
public final class FuzzReplay {

  private FuzzReplay() {}

  /**
   * Prints a line for each target, and one for each input that does harm. Exit code 1 if one does.
   *
   * @param args a folder, then names of targets; inputs of one are in {@code folder/target/corpus}
   */
  public static void main(String... args) throws IOException {
    boolean harmed = false;
    System.out.println("| target | inputs | octets a message, beyond ten for each of its own |");
    System.out.println("|---|---|---|");
    for (int i = 1; i < args.length; i++) {
      harmed |= harms(FuzzTarget.of(args[i]), Path.of(args[0], args[i], "corpus"));
    }
    System.exit(harmed ? 1 : 0);
  }

  private static boolean harms(FuzzTarget target, Path corpus) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(corpus)) {
      files = all.sorted().toList();
    }
    boolean harmed = false;
    long most = 0;
    for (int round = 0; round < 2; round++) {
      most = 0; // of the second round: nothing is loaded in it any more
      for (Path file : files) {
        byte[] input = Files.readAllBytes(file);
        try {
          most = Math.max(most, target.run(input));
        } catch (RuntimeException | Error e) {
          harmed = true;
          System.out.println(
              target.word() + " " + HexFormat.of().formatHex(input) + " " + e.getMessage());
        }
      }
    }
    System.out.printf("| %s | %d | %,d |%n", target.word(), files.size(), most);
    return harmed;
  }
}
