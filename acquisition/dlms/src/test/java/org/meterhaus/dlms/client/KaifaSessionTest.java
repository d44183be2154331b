package org.meterhaus.dlms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.transport.ApduLink;
import org.meterhaus.dlms.vectors.Vector;

/**
 * The session that a Kaifa meter and its client had (ViewWay/dlms-cosem, test_hls_complete.py),
 * with our client in that one's place. Recorded are both proofs, the reading and setting of the
 * clock, and the release; the AARE and the envelopes of the proofs are made here, with the counters
 * that the recording leaves for them.
 */
@DisplayName("Our client in the recorded session of a Kaifa meter")
class KaifaSessionTest {

  private static final Map<String, Vector> RECORDED =
      Vector.kept("dlms-security.json", vector -> vector.id().startsWith("kfm-")).stream()
          .collect(Collectors.toMap(Vector::id, vector -> vector));
  private static final SymmetricKey ENCRYPTION =
      SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final SymmetricKey AUTHENTICATION =
      SymmetricKey.ofHex("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf");

  /** All zero: legal, and what that client has. */
  private static final SystemTitle CLIENT = SystemTitle.ofHex("0000000000000000");

  private static final SystemTitle METER = SystemTitle.ofHex("4b464d6410000002");
  private static final LinkConfig LINK = LinkConfig.of("kaifa", 4059, 1, 1);
  private static final int AUTHENTICATION_REQUIRED = 14;

  private static Vector recorded(String id) {
    return Objects.requireNonNull(RECORDED.get(id), id);
  }

  private static Bytes plaintext(String id) {
    return Bytes.ofHex(recorded(id).expect().get("plaintextHex").asText());
  }

  private static Apdu decode(Bytes octets) throws Exception {
    return ApduCodec.decode(octets, DataLimits.DEFAULT);
  }

  /** The meter: what it says in turn, and what it was told. */
  private static final class Meter implements ApduLink {
    final Deque<Bytes> answers = new ArrayDeque<>();
    final List<Bytes> requests = new ArrayList<>();

    @Override
    public void send(Bytes apdu) {
      requests.add(apdu);
    }

    @Override
    public Bytes receive(Duration within) throws MeterException {
      Bytes answer = answers.poll();
      if (answer == null) {
        throw new TimedOut("answer", within);
      }
      return answer;
    }

    @Override
    public void close() {
      answers.clear();
    }
  }

  /** The challenge that the recorded client sent. */
  private static final class RecordedChance extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] octets) {
      Bytes.ofHex(recorded("kfm-hls-gmac-pass4").text("challengeHex")).copyTo(octets, 0);
    }
  }

  private final Meter meter = new Meter();

  private Dialogue client(long counter) {
    var association =
        new AssociationConfig.HlsGmac(
            CLIENT, ENCRYPTION, AUTHENTICATION, InvocationCounter.volatileFrom(counter));
    return new Dialogue(LINK, association, meter, NotificationListener.NONE, new RecordedChance());
  }

  private static ApduProtection meterFrom(long counter) {
    return new ApduProtection(
        ENCRYPTION, AUTHENTICATION, METER, InvocationCounter.volatileFrom(counter));
  }

  private static Bytes accepting(ApduProtection protection) throws Exception {
    // The RLRE repeats the terms that the AARE brought.
    Bytes terms = plaintext("kfm-session-rlre");
    return ApduCodec.encode(
        new Apdu.Aare(
            Apdu.CONTEXT_LN_CIPHERED,
            0,
            AUTHENTICATION_REQUIRED,
            METER.octets(),
            new Authentication.Gmac().mechanism(),
            Bytes.ofHex(recorded("kfm-hls-gmac-pass3").text("challengeHex")),
            ApduCodec.encode(protection.protect(terms, Envelope.SERVICE_SPECIFIC))));
  }

  private static Bytes proof(ApduProtection protection, Bytes proof) throws Exception {
    var value = new Apdu.GetResult.Value(new Data.OctetString(proof));
    Bytes response = ApduCodec.encode(new Apdu.ActionResponse(0xC1, 0, value));
    return ApduCodec.encode(protection.protect(response, Envelope.SERVICE_SPECIFIC));
  }

  /** Up to the proofs, which have to be the recorded ones on both sides. */
  private Dialogue associated() throws Exception {
    ApduProtection before = meterFrom(0x413A);
    meter.answers.add(accepting(before));
    Bytes theirs = Bytes.ofHex(recorded("kfm-hls-gmac-pass4").expect().get("value").asText());
    meter.answers.add(proof(meterFrom(0x413C), theirs));
    Dialogue client = client(0x4B36);
    client.open();
    return client;
  }

  @Test
  void proves_itself_as_the_recorded_client_did_and_believes_the_meter() throws Exception {
    Dialogue client = associated();

    assertThat(client.isOpen()).isTrue();
    var sent = (Apdu.Ciphered) decode(meter.requests.get(1));
    Apdu opened = decode(meterFrom(1).unprotect(sent, CLIENT));
    assertThat(opened)
        .isInstanceOfSatisfying(
            Apdu.ActionRequest.class,
            request ->
                assertThat(request.parameter())
                    .isEqualTo(
                        new Data.OctetString(
                            Bytes.ofHex(
                                recorded("kfm-hls-gmac-pass3").expect().get("value").asText()))));
  }

  @Test
  void reads_the_clock_with_the_recorded_octets() throws Exception {
    Dialogue client = associated();
    meter.answers.add(recorded("kfm-session-glo-get-response").hex());

    Apdu answer = client.ask(decode(plaintext("kfm-session-glo-get-request")));

    assertThat(meter.requests.getLast()).isEqualTo(recorded("kfm-session-glo-get-request").hex());
    assertThat(answer).isEqualTo(decode(plaintext("kfm-session-glo-get-response")));
  }

  @Test
  void takes_the_recorded_goodbye() throws Exception {
    Dialogue client = associated();
    meter.answers.add(recorded("kfm-session-rlre").hex());

    client.release(Duration.ofSeconds(1));

    assertThat(client.isOpen()).isFalse();
    assertThat(meter.answers).isEmpty();
  }

  @Test
  void does_not_take_a_recorded_answer_twice() throws Exception {
    Dialogue client = associated();
    meter.answers.add(recorded("kfm-session-glo-get-response").hex());
    meter.answers.add(recorded("kfm-session-glo-get-response").hex());
    Apdu request = decode(plaintext("kfm-session-glo-get-request"));
    client.ask(request);

    assertThatThrownBy(() -> client.ask(request))
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("replay");
  }

  @Test
  void does_not_believe_a_meter_whose_proof_is_of_another_session() throws Exception {
    meter.answers.add(accepting(meterFrom(0x413A)));
    Bytes proof = Bytes.ofHex(recorded("kfm-hls-gmac-pass4").expect().get("value").asText());
    byte[] other = proof.toArray();
    other[4] ^= 1;
    meter.answers.add(proof(meterFrom(0x413C), Bytes.copyOf(other)));
    Dialogue client = client(0x4B36);

    assertThatThrownBy(client::open).isInstanceOf(SecurityRefused.class);
    assertThat(client.isOpen()).isFalse();
  }

  /** The second association of the recording; of its proofs only the counters are known. */
  @Test
  void sets_the_clock_with_the_recorded_octets() throws Exception {
    meter.answers.add(accepting(meterFrom(0x413F)));
    ApduProtection meterProof = meterFrom(0x4140);
    Bytes challenge = Bytes.ofHex(recorded("kfm-hls-gmac-pass4").text("challengeHex"));
    meter.answers.add(proof(meterFrom(0x4141), meterProof.proof(challenge)));
    meter.answers.add(recorded("kfm-session-glo-set-response").hex());
    Dialogue client = client(0x4B3C);
    client.open();

    Apdu answer = client.ask(decode(plaintext("kfm-session-glo-set-request")));

    assertThat(meter.requests.getLast()).isEqualTo(recorded("kfm-session-glo-set-request").hex());
    assertThat(answer).isEqualTo(decode(plaintext("kfm-session-glo-set-response")));
  }
}
