package org.meterhaus.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.sink.collect.MeterConnection;
import org.meterhaus.sink.collect.Polling;
import org.meterhaus.sink.journal.JournalConfig;
import org.meterhaus.sink.journal.Storage;

/** A sink with some meters, and a head-end's eyes to look at it. */
final class SinkWorld implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T12:10:00Z");
  static final String SINK = "sink-lindenhof";
  static final HeadEndKeys KEYS =
      new HeadEndKeys(SymmetricKey.ofHex("11".repeat(16)), SymmetricKey.ofHex("22".repeat(16)));
  static final AttributeRef JOURNAL =
      new AttributeRef(InterfaceClass.PROFILE_GENERIC, ObisCode.of(0, 0, 199, 1, 0, 255), 2);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Polling QUICK =
      new Polling(
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofHours(6),
          Duration.ofDays(7),
          Duration.ofDays(70),
          4,
          Duration.ofSeconds(2));

  final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  final List<TestMeter> meters = new ArrayList<>();
  private final Path directory;
  private final InvocationCounter counter = InvocationCounter.volatileFrom(1);
  private @Nullable Sink sink;

  SinkWorld(Path directory, int meterCount) {
    this.directory = directory;
    for (int i = 1; i <= meterCount; i++) {
      meters.add(new TestMeter(i, now::get));
    }
  }

  TestMeter meter(int index) {
    return meters.get(index);
  }

  SinkConfig config() {
    return config(meters.stream().map(TestMeter::connection).toList());
  }

  SinkConfig config(List<MeterConnection> connections) {
    return new SinkConfig(
        SINK,
        directory,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        KEYS,
        connections,
        QUICK,
        new JournalConfig(8 << 20, Duration.ofDays(7), Duration.ofMillis(10)));
  }

  void start() throws IOException {
    start(config());
  }

  void start(SinkConfig config) throws IOException {
    sink = new Sink(config, now::get);
    sink.start();
  }

  void start(Storage storage) throws IOException {
    sink = new Sink(config(), now::get);
    sink.start(storage);
  }

  Sink sink() {
    return Objects.requireNonNull(sink);
  }

  void stopSink() {
    if (sink != null) {
      sink.close();
    }
  }

  /** An association with a logical device of the sink. */
  DlmsClient open(int sap, HeadEndKeys keys) throws MeterException {
    InetSocketAddress address = sink().address();
    return DlmsClient.open(
        LinkConfig.of(address.getHostString(), address.getPort(), 1, sap)
            .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20)),
        new AssociationConfig.HlsGmac(
            SystemTitle.of("MHH", 1), keys.encryptionKey(), keys.authenticationKey(), counter));
  }

  DlmsClient open(int sap) throws MeterException {
    return open(sap, KEYS);
  }

  static AttributeRef data(int number) {
    return new AttributeRef(InterfaceClass.DATA, ObisCode.of(0, 0, 199, number, 0, 255), 2);
  }

  /** All rows of the journal. */
  List<Data> journal() throws MeterException {
    try (DlmsClient client = open(1)) {
      List<Data> all = new ArrayList<>();
      long next = 1;
      while (true) {
        List<Data> some = client.get(JOURNAL, new Selection.EntryRange(next, next + 1000)).asList();
        if (some.isEmpty()) {
          return all;
        }
        all.addAll(some);
        next = some.getLast().asList().getFirst().asLong() + 1;
      }
    }
  }

  /** The rows of a meter's load profile as the journal has them, in its order. */
  List<Data> journaled(TestMeter meter) throws MeterException {
    List<Data> rows = new ArrayList<>();
    for (Data record : journal()) {
      List<Data> parts = record.asList();
      if (parts.get(1).asText().equals(meter.id.value())) {
        rows.addAll(DataCodec.decode(parts.get(6).asOctets(), DataLimits.DEFAULT).asList());
      }
    }
    return rows;
  }

  void awaitJournaled(TestMeter meter, int rows) throws Exception {
    await(() -> journaled(meter).size() >= rows);
  }

  /** Two whole polls from now on, so that whatever a poll does has been done. */
  void awaitPolls(TestMeter meter) throws Exception {
    int before = meter.clockReads.get();
    await(() -> meter.clockReads.get() >= before + 3);
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come about within " + PATIENCE);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    stopSink();
    meters.forEach(TestMeter::close);
  }
}
