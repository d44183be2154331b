package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/** IEC 62056-6-2, class 8. */
@DisplayName("A clock")
class ClockTest {

  private static Clock at(String instant, String zone) {
    return new Clock(Clock.NAME, InstantSource.fixed(Instant.parse(instant)), ZoneId.of(zone));
  }

  private static CosemDateTime time(Clock clock, int attribute) throws Exception {
    return CosemDateTime.from(clock.get(attribute, null));
  }

  @Test
  void shows_local_time_with_its_deviation_and_daylight_saving() throws Exception {
    Clock summer = at("2026-07-01T10:00:00Z", "Europe/Berlin");

    assertThat(summer.get(2, null))
        .isEqualTo(new Data.OctetString(Bytes.ofHex("07ea0701030c000000ff8880")));
    assertThat(summer.get(3, null)).as("standard time").isEqualTo(new Data.Long16(-60));
    assertThat(summer.get(4, null)).isEqualTo(new Data.Unsigned8(0x80));
    assertThat(summer.get(7, null)).as("minutes added").isEqualTo(new Data.Integer8(60));
    assertThat(summer.get(8, null)).isEqualTo(new Data.Bool(true));
  }

  @Test
  void names_the_moment_it_is_whatever_the_zone() throws Exception {
    for (String zone : new String[] {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"}) {
      assertThat(time(at("2026-10-25T00:30:00Z", zone), 2).toInstant())
          .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
    }
  }

  @Test
  void tells_when_daylight_saving_begins_and_ends_next() throws Exception {
    Clock winter = at("2026-01-01T00:00:00Z", "Europe/Berlin");
    Clock summer = at("2026-07-01T00:00:00Z", "Europe/Berlin");

    assertThat(time(winter, 5).toInstant()).isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
    assertThat(time(winter, 6).toInstant()).isEqualTo(Instant.parse("2026-10-25T01:00:00Z"));
    assertThat(time(summer, 5).toInstant()).isEqualTo(Instant.parse("2027-03-28T01:00:00Z"));
  }

  @Test
  void has_no_daylight_saving_to_tell_of_in_utc() throws Exception {
    Clock utc = at("2026-07-01T10:00:00Z", "UTC");

    assertThat(time(utc, 5).year()).isEqualTo(CosemDateTime.NO_YEAR);
    assertThat(utc.get(8, null)).isEqualTo(new Data.Bool(false));
  }

  @Test
  void cannot_be_set() {
    Clock utc = at("2026-07-01T10:00:00Z", "UTC");

    assertThatThrownBy(() -> utc.set(2, new Data.NullData()))
        .isInstanceOfSatisfying(
            AccessError.class,
            error -> assertThat(error.result()).isEqualTo(DataAccessResult.READ_WRITE_DENIED));
    assertThatThrownBy(() -> utc.get(10, null)).isInstanceOf(AccessError.class);
  }

  @Test
  void lists_the_nine_attributes_it_answers() throws Exception {
    Clock utc = at("2026-07-01T10:00:00Z", "UTC");

    assertThat(utc.attributes()).hasSize(9);
    for (var access : utc.attributes()) {
      assertThat(utc.get(access.attribute(), null)).isNotNull();
    }
  }
}
