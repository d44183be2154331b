package org.meterhaus.command.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meterhaus.command.Refusal;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.decode.Decoded;
import org.meterhaus.dlms.decode.Decoder;
import org.meterhaus.dlms.decode.Inside;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says of recorded octets what each of them means. */
@Command(
    name = "decode",
    description = "Explains recorded octets of meters one by one, and opens what its keys open.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "INPUT is hex or base64; a file or standard input may also hold the octets themselves. Keys "
          + "are best set as METERHAUS_DECODE_BLOCK_KEY and so on, or the same with _FILE for a file that "
          + "holds them. With --batch each line is a JSON object with id, kind, hex, keys and "
          + "systemTitle, and each answer has id, ok, and value or error.",
      "",
      "Exit codes: 0 everything was explained, 1 something in it is damaged or does not open with "
          + "these keys, 2 the input is not what it was said to be.",
      "",
      "Try it: `meterhaus decode --dlms C001C100030100010800FF0200`."
    })
public final class DecodeCommand implements Callable<Integer> {
  private static final int DAMAGED = 1;

  /** What the octets are; exactly one of them. */
  static final class Format {
    @Option(names = "--dlms", description = "An APDU.")
    private boolean dlms;

    @Option(names = "--hdlc", description = "HDLC frames, also pushes and noise between them.")
    private boolean hdlc;

    @Option(names = "--wrapper", description = "An APDU behind the wrapper of TCP and UDP.")
    private boolean wrapper;

    @Option(names = "--mbus", description = "Long frames of the wired M-Bus.")
    private boolean mbus;

    @Option(names = "--sml", description = "SML: not supported yet.")
    private boolean sml;

    @Option(names = "--p1", description = "DSMR P1: not supported yet.")
    private boolean p1;

    @Option(names = "--batch", description = "A test vector a line, as JSON.")
    private boolean batch;
  }

  @ArgGroup(multiplicity = "1")
  private Format format = new Format();

  @Parameters(arity = "0..*", paramLabel = "INPUT", description = "Hex or base64.")
  private List<String> input = List.of();

  @Option(names = "--file", paramLabel = "FILE", description = "Read this file.")
  private @Nullable Path file;

  @Option(names = "--json", description = "A JSON object in place of a tree.")
  private boolean json;

  @Mixin private KeyOptions keys = new KeyOptions();

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;

  /** Made by picocli. */
  public DecodeCommand() {
    this(System.in, System.out, System.err, System.getenv());
  }

  DecodeCommand(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (format.sml || format.p1) {
      throw new Refusal(
          "unsupported: %s has no decoder yet".formatted(format.sml ? "SML" : "DSMR P1"));
    }
    if (file != null && !input.isEmpty()) {
      throw new Refusal("give either INPUT or --file");
    }
    return format.batch ? batch() : decode();
  }

  private int batch() {
    if (!input.isEmpty()) {
      throw new Refusal("--batch reads its lines from --file or standard input");
    }
    try (InputStream lines = open()) {
      PrintStream answers = new PrintStream(out, false, StandardCharsets.UTF_8);
      new Batch()
          .run(new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8)), answers);
      return 0;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int decode() {
    Decoder decoder = new Decoder(keys.keys(environment));
    Bytes octets = octets();
    Decoded decoded;
    try {
      decoded = decode(decoder, octets);
    } catch (Malformed e) {
      err.println("meterhaus: " + e.getMessage());
      return DAMAGED;
    }
    if (json) {
      out.println(Tree.json(name(), decoded, new Json()));
    } else {
      Tree.print(decoded, out);
    }
    out.flush();
    decoded.damaged().forEach(damage -> err.println("meterhaus: " + damage.getMessage()));
    boolean whole =
        decoded.damaged().isEmpty() && decoded.inside().stream().allMatch(this::isWhole);
    return whole ? 0 : DAMAGED;
  }

  /** What stays closed because nobody gave its key is whole; what does not open with it is not. */
  private boolean isWhole(Inside inside) {
    boolean closed = inside.problem() == null || inside.problem().equals(Decoder.NO_KEY);
    return closed && inside.inside().stream().allMatch(this::isWhole);
  }

  private Decoded decode(Decoder decoder, Bytes octets) throws Malformed {
    if (format.dlms) {
      return decoder.message(octets);
    }
    if (format.wrapper) {
      return decoder.wrapper(octets);
    }
    return format.hdlc ? decoder.hdlc(octets) : decoder.mbus(octets);
  }

  private String name() {
    return format.hdlc ? "hdlc" : format.mbus ? "mbus" : format.wrapper ? "wrapper" : "dlms";
  }

  private Bytes octets() {
    if (!input.isEmpty()) {
      return Octets.ofArgument(String.join("", input));
    }
    try (InputStream content = open()) {
      return Octets.of(Octets.readAll(content));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private InputStream open() throws IOException {
    return file == null ? in : Files.newInputStream(file);
  }

  private static Refusal unreadable(IOException e) {
    return new Refusal("the input cannot be read: " + e.getMessage(), e);
  }
}
