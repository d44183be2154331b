package org.meterhaus.dlms.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

@DisplayName("A reader of wrapper PDUs")
class WrapperReaderTest {

  private static final WrapperPdu SHORT = new WrapperPdu(16, 1, Bytes.of(0xC0));
  private static final WrapperPdu LONG = new WrapperPdu(37, 65_535, Bytes.copyOf(new byte[3000]));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 10, 17, 100, 3008, 3017, 10_000})
  void finds_the_same_however_the_stream_is_cut(int piece) throws Malformed {
    byte[] stream =
        Bytes.owned(SHORT.frame())
            .concat(Bytes.owned(LONG.frame()))
            .concat(Bytes.owned(SHORT.frame()))
            .toArray();
    WrapperReader reader = new WrapperReader(65_535);
    List<WrapperPdu> found = new ArrayList<>();

    for (int from = 0; from < stream.length; from += piece) {
      ByteBuffer in = ByteBuffer.wrap(stream, from, Math.min(piece, stream.length - from));
      for (WrapperPdu pdu = reader.next(in); pdu != null; pdu = reader.next(in)) {
        found.add(pdu);
      }
      assertThat(in.hasRemaining()).isFalse();
    }

    assertThat(found).containsExactly(SHORT, LONG, SHORT);
    assertThat(reader.isWaiting()).isFalse();
  }

  @Test
  void waits_while_a_pdu_is_not_whole() throws Malformed {
    WrapperReader reader = new WrapperReader(65_535);

    assertThat(reader.next(ByteBuffer.wrap(SHORT.frame(), 0, 8))).isNull();
    assertThat(reader.isWaiting()).isTrue();
    assertThat(reader.next(ByteBuffer.wrap(SHORT.frame(), 8, 1))).isEqualTo(SHORT);
    assertThat(reader.isWaiting()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0002001000010001c0", "0001001000010000", "0001001000010101"})
  void refuses_another_version_and_lengths_out_of_range(String octets) {
    for (int first = 1; first <= 8; first++) {
      WrapperReader reader = new WrapperReader(256);
      ByteBuffer in = Bytes.ofHex(octets).buffer();
      ByteBuffer begun = in.slice(0, first);
      ByteBuffer rest = in.slice(first, in.limit() - first);

      assertThatThrownBy(
              () -> {
                var _ = reader.next(begun);
                var _ = reader.next(rest);
              })
          .isInstanceOf(Malformed.class);
    }
  }
}
