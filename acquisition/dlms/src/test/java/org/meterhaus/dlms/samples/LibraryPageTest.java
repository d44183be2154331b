package org.meterhaus.dlms.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.objects.DisconnectControl.Relay;

@DisplayName("The page for users of the library")
class LibraryPageTest {

  private static final Path PAGE = Path.of("../../docs/dlms-library.md");
  private static final Pattern SAMPLE =
      Pattern.compile("  // sample\n(.*?)\n+  // end", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"ReadingAMeter", "ServingAMeter"})
  void shows_the_samples_as_they_are_compiled(String sample) throws IOException {
    String page = Files.readString(PAGE);
    String source =
        Files.readString(Path.of("src/test/java/org/meterhaus/dlms/samples/" + sample + ".java"));
    List<String> shown = new ArrayList<>();
    Matcher matcher = SAMPLE.matcher(source);
    while (matcher.find()) {
      shown.add(matcher.group(1).stripTrailing().replaceAll("(?m)^  ", ""));
    }

    assertThat(shown).isNotEmpty();
    assertThat(shown).allSatisfy(each -> assertThat(page).contains(each));
  }

  @Test
  void shows_samples_that_work_with_each_other() throws Exception {
    Instant start = Instant.parse("2026-06-01T10:00:00Z");
    var time = new AtomicReference<>(start);
    var contact = new AtomicBoolean(true);
    var device = ServingAMeter.meter(time::get, () -> 1460, relay(contact));
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server = ServingAMeter.serve(at, device, new DeviceSecurity.Open())) {
      var link =
          LinkConfig.of("127.0.0.1", server.address().getPort(), 16, 1)
              .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
      time.set(start.plus(Duration.ofHours(1)));
      device.tick();

      assertThat(ReadingAMeter.read(link, new AssociationConfig.PublicClient(), start, time.get()))
          .isEqualTo("1460 Wh, 4 rows, supply CONNECTED");
      assertThat(ReadingAMeter.read(link, new AssociationConfig.PublicClient(), start, start))
          .isEqualTo("1460 Wh, 0 rows, supply DISCONNECTED");
      assertThat(contact).isFalse();
    }
  }

  private static Relay relay(AtomicBoolean contact) {
    return new Relay() {
      @Override
      public boolean connected() {
        return contact.get();
      }

      @Override
      public void switchTo(boolean connected) {
        contact.set(connected);
      }
    };
  }
}
