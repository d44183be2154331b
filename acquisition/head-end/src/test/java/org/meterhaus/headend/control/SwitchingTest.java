package org.meterhaus.headend.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.meterhaus.headend.control.RelayFailure.Reason;
import org.meterhaus.headend.control.Switching.Result;

@DisplayName("Switching a relay off")
class SwitchingTest {
  private final ScriptedRelay relay = new ScriptedRelay();
  private boolean expired;

  /** A relay that is on, and whose next requests go as the test says; afterwards they go well. */
  private static final class ScriptedRelay implements Relay {
    final List<String> asked = new ArrayList<>();
    final Deque<Script> script = new ArrayDeque<>();
    boolean on = true;

    /** How a request goes. */
    enum Script {
      WELL,
      DOES_NOTHING,
      REFUSED,
      LOST_BEFORE,
      LOST_AFTER
    }

    @Override
    public void switchTo(boolean wanted) throws RelayFailure {
      asked.add(wanted ? "on" : "off");
      Script next = script.isEmpty() ? Script.WELL : script.remove();
      if (next == Script.WELL || next == Script.LOST_AFTER) {
        on = wanted;
      }
      fail(next, true);
    }

    @Override
    public boolean isOn() throws RelayFailure {
      asked.add("look");
      fail(script.isEmpty() ? Script.WELL : script.remove(), false);
      return on;
    }

    private static void fail(Script how, boolean mayHaveHappened) throws RelayFailure {
      Exception cause = new Exception("scripted");
      switch (how) {
        case WELL, DOES_NOTHING -> {}
        case REFUSED -> throw new RelayFailure(Reason.METER_REFUSED, false, "no", cause);
        case LOST_BEFORE, LOST_AFTER ->
            throw new RelayFailure(Reason.METER_UNREACHABLE, mayHaveHappened, "lost", cause);
      }
    }

    @Override
    public void close() {}
  }

  private Result carryOut(ScriptedRelay.Script... how) {
    relay.script.addAll(List.of(how));
    return Switching.carryOut(relay, false, () -> expired);
  }

  private Result resume(ScriptedRelay.Script... how) {
    relay.script.addAll(List.of(how));
    return Switching.resume(relay, false, () -> expired);
  }

  @Test
  void is_confirmed_by_reading_back() {
    assertThat(carryOut()).isEqualTo(new Result.Confirmed());
    assertThat(relay.asked).containsExactly("off", "look");
  }

  @Test
  void fails_when_the_state_did_not_change() {
    assertThat(carryOut(ScriptedRelay.Script.DOES_NOTHING))
        .isEqualTo(new Result.Failed(Reason.STATE_UNCHANGED, Optional.of(true)));
  }

  @Test
  void fails_at_once_when_the_meter_refuses() {
    assertThat(carryOut(ScriptedRelay.Script.REFUSED))
        .isEqualTo(new Result.Failed(Reason.METER_REFUSED, Optional.empty()));
    assertThat(relay.asked).containsExactly("off");
  }

  @Test
  void is_confirmed_when_only_the_answer_was_lost() {
    assertThat(carryOut(ScriptedRelay.Script.LOST_AFTER)).isEqualTo(new Result.Confirmed());
    assertThat(relay.asked).containsExactly("off", "look");
  }

  @Test
  void is_asked_again_once_when_the_request_was_lost() {
    assertThat(carryOut(ScriptedRelay.Script.LOST_BEFORE)).isEqualTo(new Result.Confirmed());
    assertThat(relay.asked).containsExactly("off", "look", "off", "look");
  }

  @Test
  void is_not_asked_a_third_time() {
    assertThat(
            carryOut(
                ScriptedRelay.Script.LOST_BEFORE,
                ScriptedRelay.Script.WELL,
                ScriptedRelay.Script.LOST_BEFORE))
        .isEqualTo(new Result.Failed(Reason.METER_UNREACHABLE, Optional.of(true)));
    assertThat(relay.asked).containsExactly("off", "look", "off", "look");
  }

  @Test
  void fails_when_it_cannot_be_read_back() {
    assertThat(carryOut(ScriptedRelay.Script.WELL, ScriptedRelay.Script.LOST_BEFORE))
        .isEqualTo(new Result.Failed(Reason.METER_UNREACHABLE, Optional.empty()));
  }

  @Test
  void is_never_sent_once_expired() {
    expired = true;

    assertThat(carryOut()).isEqualTo(new Result.Failed(Reason.EXPIRED, Optional.empty()));
    assertThat(relay.asked).isEmpty();
  }

  @Nested
  @DisplayName("after a kill")
  class Resumed {
    @Test
    void looks_first_and_is_confirmed_without_sending() {
      relay.on = false;
      expired = true;

      assertThat(resume()).isEqualTo(new Result.Confirmed());
      assertThat(relay.asked).containsExactly("look");
    }

    @Test
    void is_sent_when_it_had_not_happened() {
      assertThat(resume()).isEqualTo(new Result.Confirmed());
      assertThat(relay.asked).containsExactly("look", "off", "look");
    }

    @Test
    void fails_when_it_had_not_happened_and_its_time_is_over() {
      expired = true;

      assertThat(resume()).isEqualTo(new Result.Failed(Reason.EXPIRED, Optional.of(true)));
      assertThat(relay.asked).containsExactly("look");
    }

    @Test
    void fails_when_nobody_can_look() {
      assertThat(resume(ScriptedRelay.Script.LOST_BEFORE))
          .isEqualTo(new Result.Failed(Reason.METER_UNREACHABLE, Optional.empty()));
    }
  }
}
