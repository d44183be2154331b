package org.meterhaus.dlms.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.AccessSelection;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.server.objects.ProfileGeneric;
import org.meterhaus.dlms.server.objects.RecordedRows;

/** What is made on the heap for a day of a load profile; a count of octets, so it does not vary. */
@DisplayName("A day of rows")
class AllocationTest {

  private static final int ROWS = 96;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObisCode PROFILE = ObisCode.of(1, 0, 99, 1, 0, 255);

  private final ServerSession session =
      ServerSession.of(
          new LogicalDevice(1, new DeviceSecurity.Open(), ObjectDirectory.of(profile())),
          "test",
          16,
          ServerLimits.DEFAULT);

  private static ProfileGeneric profile() {
    RecordedRows rows = new RecordedRows(ROWS);
    for (int i = 0; i < ROWS; i++) {
      Instant clock = START.plusSeconds(900L * i);
      rows.add(
          clock,
          Data.Structure.of(
              CosemDateTime.of(clock, ZoneOffset.UTC).toData(),
              new Data.Unsigned8(0),
              new Data.DoubleLongUnsigned(1_000_000L + i * 137L),
              new Data.DoubleLongUnsigned(50_000L + i * 11L)));
    }
    List<CaptureObject> columns =
        List.of(
            CaptureObject.CLOCK,
            CaptureObject.of(InterfaceClass.DATA, ObisCode.of(0, 0, 96, 10, 1, 255), 2),
            CaptureObject.of(InterfaceClass.REGISTER, ObisCode.of(1, 0, 1, 8, 0, 255), 2),
            CaptureObject.of(InterfaceClass.REGISTER, ObisCode.of(1, 0, 2, 8, 0, 255), 2));
    return new ProfileGeneric(PROFILE, columns, Duration.ofMinutes(15), ROWS, rows);
  }

  private Bytes request() throws Exception {
    Bytes initiate =
        ApduCodec.encode(new Apdu.InitiateRequest(null, true, 6, Conformance.SUPPORTED, 0xFFFF));
    Bytes accepted =
        session.answer(ApduCodec.encode(new Apdu.Aarq(Apdu.CONTEXT_LN, null, 0, null, initiate)));
    assertThat(ApduCodec.decode(accepted, DataLimits.DEFAULT)).isInstanceOf(Apdu.Aare.class);
    Selection day = new Selection.EntryRange(1, ROWS, 1, 0);
    return ApduCodec.encode(
        new Apdu.GetRequest(
            0xC1,
            new AttributeSelection(
                new AttributeRef(InterfaceClass.PROFILE_GENERIC, PROFILE, 2),
                new AccessSelection(day.accessSelector(), day.accessParameters()))));
  }

  @Test
  void is_answered_within_12_kB() throws Exception {
    Bytes request = request();

    assertThat(octetsFor(() -> session.answer(request))).isLessThanOrEqualTo(12_000);
  }

  @Test
  void is_decoded_within_20_kB() throws Exception {
    Bytes answer = session.answer(request());
    assertThat(answer.size()).isEqualTo(2694);

    assertThat(octetsFor(() -> ApduCodec.decode(answer, DataLimits.DEFAULT)))
        .isLessThanOrEqualTo(20_000);
  }

  /** The least of a few counts, after enough calls for what is made once to be there. */
  private static long octetsFor(Callable<?> call) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 2_000; i++) {
      call.call();
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        call.call();
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 100);
    }
    return least;
  }
}
