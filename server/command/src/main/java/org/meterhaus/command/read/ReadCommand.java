package org.meterhaus.command.read;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meterhaus.command.Refusal;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.transport.Framing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads, writes and acts at any DLMS/COSEM meter. */
@Command(
    name = "read",
    description = "Reads a DLMS/COSEM meter, of whatever maker; also writes and invokes methods.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What is asked for is done in this order: --objects, --get, --profile, --set, --action, each as "
          + "often as given. OBIS is 1.0.1.8.0.255 or 1-0:1.8.0*255; class and attribute are 3 and 2 "
          + "unless given. Secrets: METERHAUS_READ_PASSWORD, METERHAUS_READ_AUTH_KEY, "
          + "METERHAUS_READ_BLOCK_KEY, or the same with _FILE for a file that holds them. Exit code 3: "
          + "the meter refused something, or was not reached.",
      "",
      "Try it: `meterhaus meters --profile reference --port 4070`, and beside it `meterhaus read "
          + "127.0.0.1 4070 --get 1.0.1.8.0.255 --profile 1.0.99.1.0.255 --entries 1-4`."
    })
public final class ReadCommand implements Callable<Integer> {
  private static final int FAILED = 3;
  private static final AttributeRef OBJECT_LIST =
      new AttributeRef(InterfaceClass.ASSOCIATION_LN, ObisCode.of(0, 0, 40, 0, 0, 255), 2);

  @Parameters(index = "0", paramLabel = "HOST", description = "Name or address of the meter.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  private String host;

  @Parameters(index = "1", paramLabel = "PORT", description = "Its TCP port.")
  private int port;

  @Mixin private ReadAssociation association = new ReadAssociation();

  @Option(names = "--hdlc", description = "HDLC over TCP in place of the wrapper.")
  private boolean hdlc;

  @Option(
      names = "--client",
      paramLabel = "N",
      description = "Our address (default: 16 x (1 + protection) + mechanism; public is 16).")
  private @Nullable Integer client;

  @Option(names = "--server", paramLabel = "N", description = "Logical device (default: 1).")
  private int server = 1;

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "For an answer (default: 10).")
  private int timeout = 10;

  @Option(names = "--pdu", paramLabel = "N", description = "Largest APDU taken (default: 65535).")
  private int pdu = 65_535;

  @Option(names = "--objects", description = "List the objects.")
  private boolean objects;

  @Option(names = "--get", paramLabel = "OBIS[:CLASS:ATTR]", description = "Read an attribute.")
  private List<String> gets = List.of();

  @Option(
      names = "--profile",
      paramLabel = "OBIS",
      description = "Read the rows of a profile; all, or --from and --to, or --entries.")
  private List<String> profiles = List.of();

  @Option(names = "--from", paramLabel = "TIME", description = "First row: 2026-01-01T00:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Last row, included.")
  private @Nullable String to;

  @Option(names = "--entries", paramLabel = "A-B", description = "Rows by number, 1 = the oldest.")
  private @Nullable String entries;

  @Option(
      names = "--set",
      paramLabel = "OBIS:CLASS:ATTR=TYPE:VALUE",
      description = "Write, such as 0.0.1.0.0.255:8:2=octet-string:07EA....")
  private List<String> sets = List.of();

  @Option(
      names = "--action",
      paramLabel = "OBIS:CLASS:METHOD[=TYPE:VALUE]",
      description = "Invoke a method (parameter: integer 0 unless given).")
  private List<String> actions = List.of();

  @Option(names = "--json", description = "A JSON object a line.")
  private boolean json;

  private final PrintStream out;

  /** Made by picocli. */
  public ReadCommand() {
    this(System.out);
  }

  ReadCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    List<Target> targets = gets.stream().map(Target::parse).toList();
    List<Write> writes = sets.stream().map(Write::parse).toList();
    List<Write> methods = actions.stream().map(Write::parseAction).toList();
    Selection rows = selection();
    LinkConfig link = link();
    try (DlmsClient meter = DlmsClient.open(link, association.config(System.getenv()))) {
      if (objects) {
        list(meter.get(OBJECT_LIST));
      }
      boolean all = get(meter, targets);
      for (String profile : profiles) {
        Target target = Target.parse(profile);
        var buffer = new AttributeRef(InterfaceClass.PROFILE_GENERIC, target.object(), 2);
        Data read = rows == null ? meter.get(buffer) : meter.get(buffer, rows);
        for (Data row : read.asList()) {
          tell("row", target.object().toString(), row);
        }
      }
      for (Write write : writes) {
        meter.set(write.target().attribute(), write.value());
        tell("set", write.target().toString(), new Data.NullData());
      }
      for (Write method : methods) {
        tell(
            "action",
            method.target().toString(),
            meter.action(method.target().method(), method.value()));
      }
      return all ? 0 : FAILED;
    } catch (MeterException e) {
      System.err.println("meterhaus: " + e.getMessage());
      return FAILED;
    }
  }

  private LinkConfig link() {
    try {
      int ours = client == null ? association.defaultClient() : client;
      return LinkConfig.of(host, port, ours, server)
          .withFraming(hdlc ? new Framing.HdlcOverTcp() : new Framing.TcpWrapper())
          .withMaxApduBytes(pdu)
          .withTimeouts(Duration.ofSeconds(timeout), Duration.ofSeconds(timeout));
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean get(DlmsClient meter, List<Target> targets) throws MeterException {
    List<GetResult> results = meter.get(targets.stream().map(Target::attribute).toList());
    boolean all = true;
    for (int i = 0; i < results.size(); i++) {
      String name = targets.get(i).toString();
      switch (results.get(i)) {
        case GetResult.Value(Data data) -> tell("value", name, data);
        case GetResult.Refusal(int code) -> {
          all = false;
          refused(name, code);
        }
      }
    }
    return all;
  }

  private void list(Data objectList) throws MeterException {
    for (Data object : objectList.asList()) {
      List<Data> parts = object.asList();
      ObisCode name = ObisCode.of(parts.get(2).asOctets());
      long classId = parts.get(0).asLong();
      long version = parts.get(1).asLong();
      if (json) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", "object").put("object", name.toString());
        out.println(node.put("class", classId).put("version", version));
      } else {
        out.println(name + "  class " + classId + ", version " + version);
      }
    }
  }

  private void tell(String kind, String name, Data data) {
    if (json) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("kind", kind).put("object", name);
      out.println(node.set("data", DataText.json(data)));
    } else {
      out.println(name + "  " + DataText.of(data));
    }
  }

  private void refused(String name, int code) {
    String why = DataAccessResult.nameOf(code);
    if (json) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("kind", "refused").put("object", name);
      out.println(node.put("code", code).put("reason", why));
    } else {
      out.println(name + "  refused: " + why + " (" + code + ")");
    }
  }

  private @Nullable Selection selection() {
    try {
      if (entries != null) {
        String[] ends = entries.split("-", -1);
        if (ends.length != 2) {
          throw new IllegalArgumentException("--entries is A-B, but was " + entries);
        }
        return new Selection.EntryRange(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
      }
      if (from == null && to == null) {
        return null;
      }
      Instant first = from == null ? Instant.parse("2000-01-01T00:00:00Z") : Instant.parse(from);
      Instant last = to == null ? Instant.parse("2099-12-31T23:59:59Z") : Instant.parse(to);
      return new Selection.TimeRange(first, last);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new Refusal("not a range of rows: " + e.getMessage(), e);
    }
  }

  /** What is to be written, or the parameter of a method. */
  record Write(Target target, Data value) {

    static Write parse(String text) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new Refusal("expected OBIS:CLASS:ATTR=TYPE:VALUE, but was " + text);
      }
      return new Write(
          Target.parse(text.substring(0, equals)), Values.parse(text.substring(equals + 1)));
    }

    static Write parseAction(String text) {
      return text.indexOf('=') < 0
          ? new Write(Target.parse(text), new Data.Integer8(0))
          : parse(text);
    }
  }
}
