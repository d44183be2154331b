package org.meterhaus.dlms.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.server.objects.DisconnectControl;
import org.meterhaus.dlms.vectors.AnyApdu;
import org.meterhaus.dlms.vectors.AnyData;

@DisplayName("A server that is sent anything at all")
class ServerDialoguePropertyTest {

  private static final ObisCode RELAY = ObisCode.parse("0-0:96.3.10*255");
  private static final SystemTitle TITLE = SystemTitle.of("MHV", 1);
  private static final SymmetricKey KEY = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Counts how often it was switched. */
  private static final class Relay implements DisconnectControl.Relay {
    final AtomicInteger switches = new AtomicInteger();

    @Override
    public boolean connected() {
      return true;
    }

    @Override
    public void switchTo(boolean connected) {
      switches.incrementAndGet();
    }
  }

  private static ServerDialogue dialogue(DeviceSecurity security, Relay relay) {
    ObjectDirectory directory =
        ObjectDirectory.of(
            new DisconnectControl(RELAY, relay),
            DataObject.constant(
                ObisCode.parse("0-0:42.0.0*255"), Data.OctetString.ofAscii("MHV0000000000001")));
    return new ServerDialogue(
        new ServedDevice(new LogicalDevice(1, security, directory)),
        "somewhere",
        16,
        ServerLimits.DEFAULT,
        new SecureRandom());
  }

  /** What an attacker without keys would try first, and what nobody would ever try. */
  private static Bytes anything(RandomGenerator random) {
    Bytes proposal =
        ApduCodec.encode(
            new Apdu.InitiateRequest(6, new Conformance(0xFF_FFFF), random.nextInt(1 << 16)));
    Apdu apdu =
        switch (random.nextInt(5)) {
          case 0 -> new Apdu.Aarq(1, null, 0, null, proposal);
          case 1 ->
              new Apdu.Aarq(3, AnyData.bytes(random, 8), 5, AnyData.bytes(random, 16), proposal);
          case 2 ->
              new Apdu.ActionRequest(
                  0xC1,
                  new MethodRef(InterfaceClass.DISCONNECT_CONTROL, RELAY, random.nextInt(1, 3)),
                  new Data.Integer8(0));
          default -> AnyApdu.any(random);
        };
    byte[] octets = ApduCodec.encode(apdu).toArray();
    if (random.nextInt(3) == 0) {
      octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
    }
    return Bytes.copyOf(octets);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answers_always_and_never_acts_for_a_client_without_keys(long seed) throws Exception {
    RandomGenerator random = AnyData.random(seed);
    for (boolean discovery : List.of(false, true)) {
      Relay relay = new Relay();
      var security =
          new DeviceSecurity.HlsGmac(TITLE, KEY, KEY, InvocationCounter.volatileFrom(1), discovery);
      ServerDialogue dialogue = dialogue(security, relay);

      for (int i = 0; i < 60; i++) {
        Bytes request = anything(random);
        ServerDialogue.Reply reply = dialogue.answer(request);

        assertThat(ApduCodec.decode(reply.apdus().getFirst(), DataLimits.DEFAULT))
            .as(request.toString())
            .isNotInstanceOf(Apdu.Ciphered.class);
      }
      assertThat(relay.switches).hasValue(0);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answers_always_where_everybody_may_do_everything(long seed) throws Exception {
    RandomGenerator random = AnyData.random(seed);
    ServerDialogue dialogue = dialogue(new DeviceSecurity.Open(), new Relay());

    for (int i = 0; i < 60; i++) {
      Bytes request = anything(random);
      ServerDialogue.Reply reply = dialogue.answer(request);

      assertThat(ApduCodec.decode(reply.apdus().getFirst(), DataLimits.DEFAULT))
          .as(request.toString())
          .isNotNull();
    }
  }
}
