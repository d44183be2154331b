package org.meterhaus.dlms.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.hdlc.HdlcAddress;
import org.meterhaus.dlms.hdlc.HdlcControl;
import org.meterhaus.dlms.hdlc.HdlcFrame;
import org.meterhaus.dlms.mbus.MbusFrame;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("Pushes, held to published octets")
class PushVectorsTest {

  private static final int MAX_APDU_BYTES = 65_535;
  private static final HdlcAddress METER = new HdlcAddress(1, 1, 0);
  private static final HdlcAddress DISPLAY = new HdlcAddress(1, 16, 0);

  static Stream<Vector> hdlc() {
    return Stream.concat(
        Vector.kept("hdlc.json", PushVectorsTest::isPush).stream(),
        Vector.beside("hdlc.json", PushVectorsTest::isPush).stream());
  }

  private static boolean isPush(Vector vector) {
    return vector.kind().startsWith("han-push:");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hdlc")
  void come_whole_out_of_hdlc_frames(Vector vector) {
    PushStream stream = new HdlcPushStream(MAX_APDU_BYTES);

    List<Push> pushes = read(stream, vector.hex(), 11);

    List<String> expected = new ArrayList<>();
    for (JsonNode message : vector.expect().get("messages")) {
      // Of some only a middle block was recorded: there is no APDU then.
      if (message.has("apduHex")) {
        expected.add(message.get("apduHex").asText());
      }
    }
    assertThat(pushes.stream().map(push -> push.apdu().toString())).isEqualTo(expected);
    assertThat(stream.frames()).isEqualTo(vector.expect().get("frames").size());
    assertThat(stream.isWaiting()).isFalse();
  }

  static Stream<Vector> mbus() {
    return Stream.concat(
        Vector.kept("mbus.json", vector -> true).stream(),
        Vector.beside("mbus.json", vector -> true).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mbus")
  void come_whole_out_of_long_frames(Vector vector) {
    PushStream stream = new MbusPushStream(MAX_APDU_BYTES);

    List<Push> pushes = read(stream, vector.hex(), 11);

    assertThat(pushes)
        .containsExactly(new Push(1, 103, Bytes.ofHex(vector.expect().get("apduHex").asText())));
    assertThat(stream.discarded()).isZero();
  }

  @Test
  void are_lost_and_told_if_a_block_is_missing() {
    List<Vector> vectors =
        Vector.kept("hdlc.json", vector -> vector.id().equals("scs-e450-dup-block"));
    PushStream stream = new HdlcPushStream(MAX_APDU_BYTES);

    List<Push> pushes = read(stream, vectors.getFirst().hex(), 1000);

    // Blocks 1, 2, 2, 4, 3: the repeated one does no harm, the two in the wrong order do.
    assertThat(pushes).isEmpty();
    assertThat(stream.discarded()).isEqualTo(2);
  }

  @Test
  void survive_a_block_that_comes_twice() {
    PushStream stream = new HdlcPushStream(MAX_APDU_BYTES);
    Bytes octets =
        frame(block(1, false, 0x0F, 0x01))
            .concat(frame(block(1, false, 0x0F, 0x01)))
            .concat(frame(block(2, false, 0x02)))
            .concat(frame(block(2, false, 0x02)))
            .concat(frame(block(3, true, 0x03)));

    List<Push> pushes = read(stream, octets, 5);

    assertThat(pushes).containsExactly(new Push(1, 16, Bytes.of(0x0F, 0x01, 0x02, 0x03)));
    assertThat(stream.discarded()).isZero();
  }

  @Test
  void are_lost_with_a_damaged_segment_and_the_next_is_not() {
    Bytes first = segment(Bytes.ofHex("e6e7000f0102"), true);
    byte[] second = segment(Bytes.ofHex("0304"), true).toArray();
    second[9] ^= 0x10;
    Bytes third = segment(Bytes.ofHex("0506"), false);
    Bytes whole = segment(Bytes.ofHex("e6e7000f0708"), false);
    PushStream stream = new HdlcPushStream(MAX_APDU_BYTES);

    List<Push> pushes =
        read(stream, first.concat(Bytes.copyOf(second)).concat(third).concat(whole), 1000);

    // What is left of the first looks like a push of its own; the receiver of APDUs refuses it.
    assertThat(pushes)
        .containsExactly(
            new Push(1, 16, Bytes.ofHex("0506")), new Push(1, 16, Bytes.ofHex("0f0708")));
    assertThat(stream.discarded()).isPositive();
  }

  @Test
  void are_not_put_together_beyond_the_limit() {
    PushStream segments = new HdlcPushStream(100);
    PushStream pieces = new MbusPushStream(100);
    Bytes endless = segment(Bytes.copyOf(new byte[60]), true);
    Bytes piece = Bytes.copyOf(mbus(0, new byte[60]).encode());
    Bytes nextPiece = Bytes.copyOf(mbus(1, new byte[60]).encode());

    assertThat(read(segments, endless.concat(endless), 9)).isEmpty();
    assertThat(segments.discarded()).isEqualTo(1);
    assertThat(read(pieces, piece.concat(nextPiece), 9)).isEmpty();
    assertThat(pieces.discarded()).isEqualTo(1);
  }

  @Test
  void begin_anew_where_a_piece_is_missing() {
    PushStream stream = new MbusPushStream(MAX_APDU_BYTES);
    Bytes octets =
        Bytes.copyOf(mbus(0, new byte[] {1}).encode())
            .concat(Bytes.copyOf(mbus(0, new byte[] {2}).encode()))
            .concat(Bytes.copyOf(mbus(0x11, new byte[] {3}).encode()));

    List<Push> pushes = read(stream, octets, 4);

    assertThat(pushes).containsExactly(new Push(1, 103, Bytes.of(2, 3)));
    assertThat(stream.discarded()).isEqualTo(1);
  }

  private static MbusFrame mbus(int controlInformation, byte[] payload) {
    return new MbusFrame(0x53, 0xFF, controlInformation, 1, 103, Bytes.copyOf(payload));
  }

  private static Bytes segment(Bytes information, boolean more) {
    HdlcFrame frame = new HdlcFrame(DISPLAY, METER, more, new HdlcControl.Ui(!more), information);
    return Bytes.copyOf(frame.encode());
  }

  private static Bytes frame(Bytes apdu) {
    return segment(Bytes.ofHex("e6e700").concat(apdu), false);
  }

  private static Bytes block(int number, boolean last, int... data) {
    return Bytes.of(0xE0, last ? 0xC0 : 0x40, 0, number, 0, 0, data.length).concat(Bytes.of(data));
  }

  private static List<Push> read(PushStream stream, Bytes octets, int chunk) {
    List<Push> pushes = new ArrayList<>();
    byte[] all = octets.toArray();
    for (int from = 0; from < all.length; from += chunk) {
      stream.feed(all, from, Math.min(from + chunk, all.length));
      for (Push push = stream.next(); push != null; push = stream.next()) {
        pushes.add(push);
      }
    }
    return pushes;
  }

  @Test
  void of_one_sender_too_many_is_discarded_while_the_others_go_on() {
    var blocks = new PushBlocks(1_000);
    for (int sender = 1; sender <= 65; sender++) {
      assertThat(blocks.take(new Push(sender, 1, block(false, 1)))).isNull();
    }

    assertThat(blocks.discarded()).isEqualTo(1);
    assertThat(blocks.take(new Push(64, 1, block(true, 2)))).isNotNull();
  }

  private static Bytes block(boolean last, int number) {
    return ApduCodec.encode(
        new Apdu.GeneralBlockTransfer(last, true, 1, number, 0, Bytes.of(0x0F, number)));
  }
}
