package org.meterhaus.benchmarks;

import java.util.Locale;

/**
 * Programs that {@code scripts/dlmsbench} runs in pairs; each prints JSON lines.
 *
 * <ul>
 *   <li>{@code serve PORT [--meters N] [--profile shared|own|computed] [--stats SECONDS]}: meters,
 *       a port each
 *   <li>{@code reads PORT [--connections C] [--what register|profile-all] [--security NONE|AUTHENC]
 *       [--warm S] [--seconds S] [--threads platform|virtual]}: closed loop, one request
 *       outstanding a connection
 *   <li>{@code hold PORT [--connections C] [--meters N] [--security ..] [--seconds S]}: associates,
 *       and waits
 *   <li>{@code echo PORT}, {@code ping PORT [--connections C] [--request OCTETS] [--answer
 *       OCTETS]}: the same loop without DLMS, blocking sockets and a thread a connection at both
 *       ends
 * </ul>
 */
public final class DlmsBench {

  private DlmsBench() {}

  /** Runs one of them. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Options options = Options.of(arguments);
    switch (options.word(0)) {
      case "serve" -> MeterFarm.serve(options);
      case "reads" -> ReadRate.measure(options);
      case "hold" -> ReadRate.hold(options);
      case "echo" -> RawTcp.serve(options);
      case "ping" -> RawTcp.measure(options);
      default -> throw new IllegalArgumentException("no such program: " + options.word(0));
    }
  }
}
