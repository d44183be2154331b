package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.cosem.Selection;

@DisplayName("A meter that is offline for an hour")
class OfflineTest {
  private static final Instant COMMISSIONED = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant SUNDAY = Instant.parse("2026-11-15T00:00:00Z");

  @Test
  void closes_and_refuses_connections_and_comes_back_at_its_port_with_all_its_rows(
      @TempDir Path directory) throws IOException, MeterException {
    Building.Unit unit = SampleBuilding.lindenhof().unit("B-06").orElseThrow();
    String id = unit.meter().id();
    KeyStore keys = KeyStore.openOrCreate(directory, List.of(id), new SecureRandom());
    SettableClock clock = new SettableClock(SUNDAY.plusSeconds(2 * 3600 + 3599));
    MetersConfig config =
        new MetersConfig(SampleBuilding.only(unit), directory, COMMISSIONED, "127.0.0.1", 0);

    try (VirtualMeters meters = VirtualMeters.start(config, keys, clock)) {
      InetSocketAddress address = meters.address(id);
      try (Reader reader = Reader.open(address, keys.keys(id), 1)) {
        assertThat(reader.register("1.0.1.8.0.255")).isPositive();

        clock.set(SUNDAY.plusSeconds(3 * 3600));
        meters.followFaults();

        assertThatThrownBy(() -> reader.register("1.0.1.8.0.255"))
            .isInstanceOf(MeterException.class);
      }
      assertThatThrownBy(() -> Reader.open(address, keys.keys(id), 2).close())
          .isInstanceOf(MeterException.Unreachable.class);
      // nobody else gets its number meanwhile
      try (Socket other = new Socket()) {
        other.setReuseAddress(false);
        assertThatThrownBy(() -> other.bind(address)).isInstanceOf(BindException.class);
      }

      clock.set(SUNDAY.plusSeconds(4 * 3600));
      meters.followFaults();

      assertThat(meters.address(id)).isEqualTo(address);
      try (Reader reader = Reader.open(address, keys.keys(id), 3)) {
        assertThat(
                reader.rows(
                    0,
                    new Selection.TimeRange(
                        SUNDAY.plusSeconds(3 * 3600), SUNDAY.plusSeconds(4 * 3600))))
            .hasSize(3);
      }
    }
  }
}
