package org.meterhaus.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;

/** Reads of meters over TCP. */
final class ReadRate {

  private ReadRate() {}

  /** Reads over and over, and prints how often and how fast. */
  static void measure(Options options) throws MeterException, InterruptedException {
    String what = options.text("what", "register");
    List<DlmsClient> clients = open(options);
    List<ClosedLoop.Call> calls = new ArrayList<>();
    for (DlmsClient client : clients) {
      calls.add(
          switch (what) {
            case "register" -> () -> client.get(BenchmarkMeter.REGISTER).asLong();
            case "profile-all" -> () -> requireAll(client);
            default -> throw new IllegalArgumentException("no such thing to read: " + what);
          });
    }
    Thread.Builder threads =
        options.text("threads", "platform").equals("virtual")
            ? Thread.ofVirtual()
            : Thread.ofPlatform();
    ClosedLoop.Outcome outcome =
        ClosedLoop.run(calls, threads, options.number("warm", 3), options.number("seconds", 5));
    clients.forEach(DlmsClient::close);
    System.out.println(outcome.json("meterhaus", what, clients.size()));
  }

  /** Associates, and waits: for measuring what that takes of the server. */
  static void hold(Options options) throws MeterException, InterruptedException {
    List<DlmsClient> clients = open(options);
    System.out.println("{\"open\":%d}".formatted(clients.size()));
    Thread.sleep(1000L * options.number("seconds", 10));
    clients.forEach(DlmsClient::close);
  }

  private static void requireAll(DlmsClient client) throws MeterException {
    int rows = client.get(BenchmarkMeter.PROFILE).asList().size();
    if (rows != BenchmarkMeter.ROWS) {
      throw new IllegalStateException("expected all rows but got " + rows);
    }
  }

  private static List<DlmsClient> open(Options options) throws MeterException {
    boolean ciphered = options.text("security", "NONE").equals("AUTHENC");
    int port = Integer.parseInt(options.word(1));
    int meters = options.number("meters", 1);
    List<DlmsClient> clients = new ArrayList<>();
    for (int i = 0; i < options.number("connections", 1); i++) {
      LinkConfig link =
          LinkConfig.of("127.0.0.1", port + i % meters, BenchmarkMeter.clientSap(ciphered), 1);
      clients.add(DlmsClient.open(link, BenchmarkMeter.association(ciphered)));
    }
    return clients;
  }
}
