package org.meterhaus.dlms.fuzz;

/**
 * Where Jazzer comes in: the target that {@code -Dmeterhaus.fuzz.target} names, or without it all
 * of them in one, the first octet of an input telling which.
 */
public final class JazzerEntry {

  private static final FuzzTarget[] ALL = FuzzTarget.values();
  private static final String WANTED = System.getProperty("meterhaus.fuzz.target", "");

  private JazzerEntry() {}

  /** Called by Jazzer for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (!WANTED.isEmpty()) {
      FuzzTarget.of(WANTED).runInstrumented(input);
    } else if (input.length > 0) {
      byte[] rest = new byte[input.length - 1];
      System.arraycopy(input, 1, rest, 0, rest.length);
      ALL[(input[0] & 0xFF) % ALL.length].runInstrumented(rest);
    }
  }
}
