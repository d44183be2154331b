package org.meterhaus.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.objects.ProfileBuffer;
import org.meterhaus.dlms.transport.ServerLoops;

/** Meters in one process, a port each. */
final class MeterFarm {

  private MeterFarm() {}

  /** Serves until the process ends, and prints what that takes. */
  static void serve(Options options) throws IOException, InterruptedException {
    int port = Integer.parseInt(options.word(1));
    int meters = options.number("meters", 1);
    String profile = options.text("profile", "shared");
    long start = System.nanoTime();
    ServerLoops loops = ServerLoops.start(options.number("loops", 1));
    DeviceSecurity security = BenchmarkMeter.security();
    ServerLimits limits = ServerLimits.DEFAULT.withMaxConnections(1024);
    Supplier<ProfileBuffer> shared = shared();
    List<DlmsServer> servers = new ArrayList<>(meters);
    for (int i = 0; i < meters; i++) {
      ProfileBuffer rows =
          switch (profile) {
            case "shared" -> shared.get();
            case "own" -> BenchmarkMeter.recordedRows(i + 1);
            case "computed" -> BenchmarkMeter.computedRows(i + 1);
            default -> throw new IllegalArgumentException("no such profile: " + profile);
          };
      servers.add(
          DlmsServer.start(
              loops,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port + i),
              List.of(BenchmarkMeter.device(i + 1, security, rows)),
              limits));
    }
    System.out.println(
        "{\"serving\":\"meterhaus\",\"meters\":%d,\"start_ms\":%.1f}"
            .formatted(servers.size(), (System.nanoTime() - start) / 1e6));
    int stats = options.number("stats", 0);
    while (true) {
      if (stats > 0) {
        System.out.println(memory());
      }
      Thread.sleep(1000L * (stats > 0 ? stats : 3600));
    }
  }

  /** The rows that all meters have, made when the first asks for them. */
  private static Supplier<ProfileBuffer> shared() {
    AtomicReference<ProfileBuffer> rows = new AtomicReference<>();
    return () -> rows.updateAndGet(known -> known == null ? BenchmarkMeter.recordedRows(1) : known);
  }

  /** After a full collection: live heap, resident set, threads. */
  private static String memory() throws IOException {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long heap = (runtime.totalMemory() - runtime.freeMemory()) / 1024;
    return "{\"heap_kb\":%d,\"rss_kb\":%d,\"threads\":%d}"
        .formatted(heap, status("VmRSS"), status("Threads"));
  }

  private static long status(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status has no " + name);
  }
}
