package org.meterhaus.dlms.apdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.vectors.AnyApdu;
import org.meterhaus.dlms.vectors.AnyData;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("The APDU codec")
class ApduCodecTest {

  private static final String FILE = "dlms-apdu.json";

  /** Kinds of APDU that this library speaks. */
  private static final Set<String> SPOKEN =
      Set.of(
          "aarq",
          "aare",
          "rlrq",
          "rlre",
          "initiate-request",
          "initiate-response",
          "confirmed-service-error",
          "exception-response",
          "get-request-normal",
          "get-request-next",
          "get-request-with-list",
          "get-response-normal",
          "get-response-with-datablock",
          "get-response-with-list",
          "access-request",
          "access-response",
          "general-block-transfer",
          "data-notification",
          "data-notification:meter-push",
          "event-notification-request");

  /** Not what the standard says, but what some servers send; taken, so no truncation. */
  private static final Bytes COUNTER_ERROR_WITHOUT_COUNTER = Bytes.ofHex("d80106");

  private static boolean isSpoken(Vector vector) {
    return SPOKEN.contains(vector.kind())
        || vector.kind().matches("(set|action)-re(quest|sponse)-.*");
  }

  static List<Vector> spoken() {
    return Vector.kept(FILE, ApduCodecTest::isSpoken);
  }

  static List<Vector> malformed() {
    return Vector.kept(FILE, vector -> vector.kind().equals("malformed"));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private static Apdu decode(Bytes octets) throws Malformed, UnsupportedApdu {
    return ApduCodec.decode(octets, DataLimits.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void reads_published_messages_as_they_are_described(Vector vector) throws Exception {
    ApduJson.assertSame(decode(vector.hex()), vector.expect());
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void writes_published_messages_octet_by_octet(Vector vector) throws Exception {
    Apdu apdu = decode(vector.hex());
    // These carry what we have no use for and do not write: a quality of service,
    // requirements without a mechanism, the mechanism "none".
    assumeTrue(ApduJson.isWritable(vector), "has optional parts that are read over");

    assertThat(ApduCodec.encode(apdu)).isEqualTo(vector.hex());
  }

  @Test
  void reads_published_messages_that_may_not_be_copied() throws Exception {
    List<Vector> beside = Vector.beside(FILE, ApduCodecTest::isSpoken);
    assumeTrue(!beside.isEmpty(), "no larger set of vectors beside the repository");

    for (Vector vector : beside) {
      ApduJson.assertSame(decode(vector.hex()), vector.expect());
    }
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void finds_every_truncation_malformed(Vector vector) {
    Bytes whole = vector.hex();
    for (int size = 0; size < whole.size(); size++) {
      Bytes part = whole.slice(0, size);
      if (part.equals(COUNTER_ERROR_WITHOUT_COUNTER)) {
        continue;
      }
      assertThatThrownBy(() -> decode(part))
          .as("%d of %d octets", size, whole.size())
          .isInstanceOf(Malformed.class);
    }
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void finds_an_octet_too_many_malformed(Vector vector) {
    Bytes more = vector.hex().concat(Bytes.of(0));

    assertThatThrownBy(() -> decode(more)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void makes_nothing_of_malformed_messages(Vector vector) {
    assertThatThrownBy(() -> decode(vector.hex()))
        .isInstanceOfAny(Malformed.class, UnsupportedApdu.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reads_back_whatever_it_wrote(long seed) throws Exception {
    Apdu apdu = AnyApdu.any(AnyData.random(seed));

    assertThat(decode(ApduCodec.encode(apdu))).isEqualTo(apdu);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void makes_a_message_or_malformed_of_one_with_an_octet_changed(long seed) {
    RandomGenerator random = AnyData.random(seed);
    byte[] octets = ApduCodec.encode(AnyApdu.any(random)).toArray();
    octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);

    assertMessageOrError(Bytes.copyOf(octets));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void makes_a_message_or_malformed_of_noise(long seed) {
    RandomGenerator random = AnyData.random(seed);
    int[] tags = {0x01, 0x08, 0x0E, 0x21, 0x60, 0x61, 0x62, 0x63, 0xC0, 0xC1, 0xC3, 0xC4, 0xDB};
    for (int i = 0; i < 50; i++) {
      byte[] noise = AnyData.bytes(random, random.nextInt(1, 60)).toArray();
      noise[0] = (byte) tags[random.nextInt(tags.length)];
      assertMessageOrError(Bytes.copyOf(noise));
    }
  }

  private static void assertMessageOrError(Bytes octets) {
    try {
      assertThat(decode(octets)).isNotNull();
    } catch (Malformed | UnsupportedApdu _) {
      // the other things that may come of it
    } catch (RuntimeException e) {
      fail(octets.toString(), e);
    }
  }

  @Test
  void refuses_more_targets_than_can_follow() {
    Bytes lie = Bytes.ofHex("c003c1" + "847fffffff" + "000100002a0000ff0200");

    assertThatThrownBy(() -> decode(lie))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("2147483647 items");
  }

  @Test
  void never_prints_a_password() {
    Bytes password = Bytes.ofHex("3132333435363738");
    var aarq = new Apdu.Aarq(1, null, 1, password, Bytes.EMPTY);

    assertThat(aarq.toString()).doesNotContain(password.toString());
  }
}
