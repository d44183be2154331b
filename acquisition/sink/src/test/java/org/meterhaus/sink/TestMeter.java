package org.meterhaus.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.objects.Clock;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.server.objects.DisconnectControl;
import org.meterhaus.dlms.server.objects.ProfileBuffer;
import org.meterhaus.dlms.server.objects.ProfileGeneric;
import org.meterhaus.dlms.server.objects.Register;
import org.meterhaus.sink.collect.MeterConnection;
import org.meterhaus.sink.roles.MeterId;

/** A meter on a real socket whose every row and mood a test decides. */
final class TestMeter implements AutoCloseable {
  static final ObisCode PROFILE = ObisCode.of(1, 0, 99, 1, 0, 255);
  static final ObisCode RELAY = ObisCode.of(0, 0, 96, 3, 10, 255);
  static final Duration PERIOD = Duration.ofMinutes(30);

  private static final ObisCode STATUS = ObisCode.of(0, 0, 96, 10, 1, 255);
  private static final ObisCode ENERGY = ObisCode.of(1, 0, 1, 29, 0, 255);
  private static final ObisCode REGISTER = ObisCode.of(1, 0, 1, 8, 0, 255);

  final MeterId id;
  final SymmetricKey encryptionKey = SymmetricKey.ofHex("0f".repeat(16));
  final SymmetricKey authenticationKey = SymmetricKey.ofHex("f0".repeat(16));

  /** Every range that was asked for, in order. */
  final List<Selection.TimeRange> asked = new CopyOnWriteArrayList<>();

  final AtomicInteger clockReads = new AtomicInteger();

  private final InstantSource clock;
  private final InvocationCounter counter = InvocationCounter.volatileFrom(1);
  private final NavigableMap<Instant, Data> rows = new TreeMap<>();
  private String claimedName;
  private boolean connected = true;
  private volatile @Nullable CountDownLatch stalled;
  private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private @Nullable DlmsServer server;

  TestMeter(int number, InstantSource clock) {
    this.id = new MeterId("MHV%013d".formatted(number));
    this.claimedName = id.value();
    this.clock = clock;
    start();
  }

  /** Calls itself something else. */
  void pretend(String name) {
    claimedName = name;
  }

  /** A row for an interval that ends at {@code end}. */
  synchronized void measure(Instant end, int wh) {
    rows.put(end, row(end, wh));
  }

  /** Rows of all intervals that end in (from, to], each of 100 Wh. */
  void measure(Instant from, Instant to) {
    for (Instant end = from.plus(PERIOD); !end.isAfter(to); end = end.plus(PERIOD)) {
      measure(end, 100);
    }
  }

  synchronized void lose(Instant end) {
    rows.remove(end);
  }

  synchronized List<Data> rows() {
    return List.copyOf(rows.values());
  }

  synchronized boolean connected() {
    return connected;
  }

  /** Answers no question about its profile until {@link #wake}. */
  void stall() {
    stalled = new CountDownLatch(1);
  }

  void wake() {
    CountDownLatch latch = stalled;
    stalled = null;
    if (latch != null) {
      latch.countDown();
    }
  }

  /** Listens, where it did before if it did. */
  void start() {
    try {
      var security =
          new DeviceSecurity.HlsGmac(
              SystemTitle.of("MHV", Long.parseLong(id.value().substring(3))),
              encryptionKey,
              authenticationKey,
              counter,
              false);
      server =
          DlmsServer.start(
              address,
              List.of(new LogicalDevice(1, security, ObjectDirectory.of(objects()))),
              ServerLimits.DEFAULT);
      address = server.address();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  MeterConnection connection() {
    return connection(encryptionKey);
  }

  MeterConnection connection(SymmetricKey otherEncryptionKey) {
    return new MeterConnection(
        id, address.getHostString(), address.getPort(), 1, otherEncryptionKey, authenticationKey);
  }

  @Override
  public void close() {
    wake();
    stop();
  }

  static Data row(Instant end, int wh) {
    return Data.Structure.of(
        CosemDateTime.of(end, ZoneOffset.UTC).toData(),
        new Data.Unsigned8(0),
        new Data.DoubleLongUnsigned(wh),
        new Data.DoubleLongUnsigned(end.getEpochSecond() % 1_000_000));
  }

  private List<CosemObject> objects() {
    List<CosemObject> objects = new ArrayList<>();
    objects.add(
        new DataObject(
            ObisCode.of(0, 0, 42, 0, 0, 255), () -> Data.OctetString.ofAscii(claimedName)));
    objects.add(new Clock(Clock.NAME, this::readClock, ZoneOffset.UTC));
    objects.add(DataObject.constant(STATUS, new Data.Unsigned8(0)));
    objects.add(new Register(ENERGY, () -> new Data.DoubleLongUnsigned(1), ScalerUnit.wattHours()));
    objects.add(
        new Register(REGISTER, () -> new Data.DoubleLongUnsigned(2), ScalerUnit.wattHours()));
    objects.add(new DisconnectControl(RELAY, new TestRelay()));
    objects.add(
        new ProfileGeneric(
            PROFILE,
            List.of(
                CaptureObject.CLOCK,
                CaptureObject.of(InterfaceClass.DATA, STATUS, 2),
                CaptureObject.of(InterfaceClass.REGISTER, ENERGY, 2),
                CaptureObject.of(InterfaceClass.REGISTER, REGISTER, 2)),
            PERIOD,
            10_000,
            new Buffer()));
    return objects;
  }

  private Instant readClock() {
    clockReads.incrementAndGet();
    return clock.instant();
  }

  private final class TestRelay implements DisconnectControl.Relay {
    @Override
    public boolean connected() {
      return TestMeter.this.connected();
    }

    @Override
    public void switchTo(boolean on) {
      synchronized (TestMeter.this) {
        connected = on;
      }
    }
  }

  private final class Buffer implements ProfileBuffer {
    @Override
    public long entriesInUse() {
      return rows().size();
    }

    @Override
    public List<Data> entries(long first, long last) {
      List<Data> all = rows();
      return all.subList((int) Math.min(first - 1, all.size()), (int) Math.min(last, all.size()));
    }

    @Override
    public List<Data> between(Instant from, Instant to) throws AccessError {
      asked.add(new Selection.TimeRange(from, to));
      CountDownLatch latch = stalled;
      if (latch != null) {
        try {
          latch.await();
        } catch (InterruptedException _) {
          throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
        }
      }
      synchronized (TestMeter.this) {
        return List.copyOf(rows.subMap(from, true, to, true).values());
      }
    }
  }
}
