package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.control.DisconnectUnit;

@DisplayName("A disconnect unit")
class DisconnectUnitTest {

  /**
   * IEC 62056-6-2, class 70: transitions of each control mode. Each letter is what happens: rd, rr
   * remote, md, mr manual, ld, lr local; then the state, D, C or R (ready for reconnection).
   */
  @ParameterizedTest(name = "mode {0}: {1}")
  @CsvSource({
    "0, 'rd C, rr C, md C, ld C'",
    "1, 'rd D, mr D, rr R, rd D, rr R, mr C, md R, mr C, ld R, lr R, mr C'",
    "2, 'rd D, rr C, md R, rr R, mr C, ld R, lr R, rd D'",
    "3, 'rd D, rr R, mr C, md C, ld R, lr R, mr C'",
    "4, 'rd D, rr C, md C, ld R, lr R, mr C'",
    "5, 'rd D, rr R, mr C, md R, lr C, ld R, lr C'",
    "6, 'rd D, rr R, lr C, md C, ld R, mr C, rd D, lr D, mr D'",
  })
  void goes_from_state_to_state_as_its_mode_has_it(int mode, String story) throws Exception {
    var relay = new ReadyMade.TestRelay();
    DisconnectUnit unit =
        new DisconnectUnit(
            new DeviceObjects(() -> Instant.EPOCH, ZoneOffset.UTC),
            ObisCode.of(0, 0, 96, 3, 10, 255),
            mode,
            relay);

    for (String step : story.split(", ", -1)) {
      String[] parts = step.split(" ", -1);
      happens(unit, parts[0]);
      int state = "DCR".indexOf(parts[1]);
      assertThat(unit.get(3, null)).as(step).isEqualTo(new Data.Enumerated(state));
      assertThat(relay.connected()).as(step).isEqualTo(state == 1);
    }
  }

  private static void happens(DisconnectUnit unit, String what) throws Malformed {
    try {
      switch (what) {
        case "rd" -> unit.action(1, new Data.Integer8(0));
        case "rr" -> unit.action(2, new Data.Integer8(0));
        case "ld" -> unit.actLocally(1, new Data.Integer8(0));
        case "lr" -> unit.actLocally(2, new Data.Integer8(0));
        case "md" -> unit.manualDisconnect();
        case "mr" -> unit.manualReconnect();
        default -> throw new IllegalArgumentException(what);
      }
    } catch (AccessError _) {
      // not in this mode: the state stays, which is what is looked at
    }
  }
}
