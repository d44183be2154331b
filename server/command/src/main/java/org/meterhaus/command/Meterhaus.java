package org.meterhaus.command;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.meterhaus.command.decode.DecodeCommand;
import org.meterhaus.command.read.ReadCommand;
import org.meterhaus.command.repair.RepairCommand;
import org.meterhaus.db.DatabaseUnusable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Spec;

/** The {@code meterhaus} command: its sub-commands, and what a failure looks like. */
@Command(
    name = "meterhaus",
    description = "Meterhaus, an open smart-metering platform.",
    mixinStandardHelpOptions = true,
    version = "meterhaus 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      ServerCommand.class,
      HeadEndCommand.class,
      SinkCommand.class,
      MetersCommand.class,
      ReadCommand.class,
      DecodeCommand.class,
      ProcessorCommand.class,
      PushCommand.class,
      FcmReceiverCommand.class,
      RepairCommand.class,
      DetectCommand.class,
      ReprocessCommand.class,
      PowerCutCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Also, by the launcher script: `meterhaus test` builds and passes every test, `meterhaus build` only builds.",
      "Every setting (METERHAUS_DB_URL and so on) is explained in docs/configuration.md.",
      "Exit codes: 0 ended in order, 1 something broke (the log says what), 2 something you can put right."
    })
public final class Meterhaus implements Runnable {
  /** Something the user can put right. */
  static final int REFUSED = 2;

  /** Something broke. */
  static final int BROKEN = 1;

  @Spec private CommandLine.Model.CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  private Meterhaus() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String... args) {
    Logs.toTerminal();
    int code =
        new CommandLine(new Meterhaus())
            .setExecutionExceptionHandler(Meterhaus::said)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args);
    System.exit(code);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What is set in the environment and by {@code -D}. */
  static Settings settings() {
    Map<String, String> properties = new HashMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name)));
    return Settings.from(System.getenv(), properties);
  }

  private static int said(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    if (failure instanceof Refusal || failure instanceof DatabaseUnusable) {
      err.println("meterhaus: " + failure.getMessage());
      return REFUSED;
    }
    System.getLogger(Meterhaus.class.getName())
        .log(System.Logger.Level.ERROR, "the command failed", failure);
    return BROKEN;
  }
}
