package org.meterhaus.db.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionsTest {

  /** FNV-1a vectors of draft-eastlake-fnv: "" 811c9dc5, "a" e40c292c, "foobar" bf9cf968. */
  @Test
  void are_fnv_1a_modulo_192() {
    assertThat(Partitions.of("")).isEqualTo((int) (0x811c9dc5L % 192));
    assertThat(Partitions.of("a")).isEqualTo((int) (0xe40c292cL % 192));
    assertThat(Partitions.of("foobar")).isEqualTo((int) (0xbf9cf968L % 192));
  }
}
