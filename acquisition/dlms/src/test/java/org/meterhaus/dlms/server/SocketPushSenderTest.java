package org.meterhaus.dlms.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.classes.values.ProtectionOptions;
import org.meterhaus.dlms.classes.values.ProtectionParameters;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.push.Push;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.CipheringForm;
import org.meterhaus.dlms.security.EcCurve;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.GeneralCiphering;
import org.meterhaus.dlms.security.GeneralProtection;
import org.meterhaus.dlms.security.GeneralSigning;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.MessageProtection;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.PushSender.Destination;
import org.meterhaus.dlms.transport.ApduServer;
import org.meterhaus.dlms.transport.PushListener;
import org.meterhaus.dlms.transport.PushListener.Arrived;
import org.meterhaus.dlms.transport.PushListener.Carrier;
import org.meterhaus.dlms.transport.ServerLoops;

@DisplayName("What a device pushes")
class SocketPushSenderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ApduServer.Limits LIMITS =
      new ApduServer.Limits(4, 4, 65_535, PATIENCE, PATIENCE, PATIENCE);
  private static final SystemTitle METER = SystemTitle.of("MHV", 1);
  private static final SymmetricKey KEY = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final KeySet KEYS = KeySet.of(SecuritySuite.SUITE_0, KEY, KEY);
  private static final Data LONG = new Data.OctetString(Bytes.copyOf(new byte[5000]));

  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

  private PushListener listen(ServerLoops loops, Carrier carrier) throws Exception {
    return PushListener.listen(
        loops,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        carrier,
        LIMITS,
        arrived::add);
  }

  private Push next() throws InterruptedException {
    return Objects.requireNonNull(arrived.poll(20, TimeUnit.SECONDS), "nothing came").push();
  }

  private static Destination to(int service, PushListener listener) {
    return Destination.of(service, "127.0.0.1", listener.address().getPort());
  }

  @ParameterizedTest
  @CsvSource({
    "0, TCP_WRAPPER, 65535",
    "1, UDP_WRAPPER, 65535",
    "5, HDLC_OVER_TCP, 65535",
    "0, TCP_WRAPPER, 64",
    "1, UDP_WRAPPER, 512",
    "5, HDLC_OVER_TCP, 512"
  })
  void arrives_whole_in_every_carrier_and_cut_as_is_needed(int service, Carrier carrier, int max)
      throws Exception {
    Ciphering ciphering =
        new Ciphering(
            METER,
            KEYS,
            InvocationCounter.volatileFrom(1),
            SecurityPolicy.AUTHENTICATED_ENCRYPTION);
    PushSender sender =
        new SocketPushSender(
            SocketPushSender.Config.of(1, 103).withMaxApduBytes(max), () -> ciphering);
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops, carrier)) {
      sender.push(to(service, listener), LONG);

      Push push = next();
      assertThat(push.source()).isEqualTo(1);
      assertThat(push.destination()).isEqualTo(103);
      Apdu.Ciphered sealed = (Apdu.Ciphered) ApduCodec.decode(push.apdu(), DataLimits.DEFAULT);
      Bytes plain =
          new ApduProtection(KEYS, SystemTitle.of("MHC", 1), InvocationCounter.volatileFrom(1))
              .unprotect(sealed, METER);
      assertThat(ApduCodec.decode(plain, DataLimits.DEFAULT))
          .isEqualTo(new Apdu.DataNotification(1, Bytes.EMPTY, LONG));
    }
  }

  @Test
  void is_protected_and_signed_as_its_push_setup_says() throws Exception {
    EcKeyPair signing = EcKeyPair.generate(SecuritySuite.SUITE_1.curve(), new SecureRandom());
    KeySet keys =
        KeySet.of(SecuritySuite.SUITE_1, KEY, KEY).withSigning(signing, signing.publicKey());
    SystemTitle headEnd = SystemTitle.of("MHC", 1);
    ProtectionOptions options =
        new ProtectionOptions(
            Bytes.of(9),
            Bytes.EMPTY,
            headEnd.octets(),
            Bytes.EMPTY,
            Data.Structure.of(new Data.Enumerated(0), new Data.Enumerated(0)));
    PushSender sender =
        new SocketPushSender(
            SocketPushSender.Config.of(1, 103),
            () ->
                new Ciphering(METER, keys, InvocationCounter.volatileFrom(1), SecurityPolicy.NONE));
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops, Carrier.TCP_WRAPPER)) {
      sender.push(
          to(Destination.TCP, listener),
          new PushSender.Push(
              77,
              5,
              new Data.Unsigned8(3),
              List.of(
                  new ProtectionParameters(
                      ProtectionParameters.Type.AUTHENTICATION_AND_ENCRYPTION, options),
                  new ProtectionParameters(ProtectionParameters.Type.DIGITAL_SIGNATURE, options))));

      Push push = next();
      assertThat(push.destination()).isEqualTo(5);
      Bytes sealed = GeneralSigning.decode(push.apdu()).verified(METER, signing.publicKey());
      Bytes plain =
          new GeneralProtection(
                  keys, null, headEnd, InvocationCounter.volatileFrom(1), new SecureRandom())
              .open(GeneralCiphering.decode(sealed), METER);
      assertThat(ApduCodec.decode(plain, DataLimits.DEFAULT))
          .isEqualTo(new Apdu.DataNotification(77, Bytes.EMPTY, new Data.Unsigned8(3)));
    }
  }

  @Test
  void goes_signed_under_an_agreed_key_to_who_has_the_other_half() throws Exception {
    SecureRandom random = new SecureRandom();
    EcKeyPair signing = EcKeyPair.generate(EcCurve.P256, random);
    EcKeyPair agreement = EcKeyPair.generate(EcCurve.P256, random);
    KeySet symmetric = KeySet.of(SecuritySuite.SUITE_1, KEYS.unicast(), KEYS.authentication());
    SystemTitle reader = SystemTitle.of("MHC", 1);
    Protection both = Protection.AUTHENTICATED_ENCRYPTION;
    Ciphering ciphering =
        new Ciphering(
            METER,
            symmetric.withSigning(signing, null).withAgreement(null, agreement.publicKey()),
            InvocationCounter.volatileFrom(1),
            new SecurityPolicy(both, both, false, true),
            CipheringForm.ONE_PASS_KEY);
    var config = SocketPushSender.Config.of(1, 103);
    MessageProtection receiver =
        new MessageProtection(
            symmetric.withSigning(null, signing.publicKey()).withAgreement(agreement, null),
            reader,
            InvocationCounter.volatileFrom(1),
            random);
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops, Carrier.TCP_WRAPPER)) {
      new SocketPushSender(config, () -> ciphering, reader)
          .push(to(Destination.TCP, listener), LONG);

      MessageProtection.Opened opened = receiver.open(next().apdu(), METER);
      assertThat(opened.cover().signed()).isTrue();
      assertThat(opened.cover().protection()).isEqualTo(both);
      assertThat(ApduCodec.decode(opened.apdu(), DataLimits.DEFAULT))
          .isEqualTo(new Apdu.DataNotification(1, Bytes.EMPTY, LONG));

      assertThatThrownBy(() ->
              new SocketPushSender(config, () -> ciphering)
                  .push(to(Destination.TCP, listener), LONG))
          .isInstanceOf(SecurityRefused.class);
    }
  }

  @Test
  void goes_in_the_clear_without_keys() throws Exception {
    PushSender sender = new SocketPushSender(SocketPushSender.Config.of(1, 103));
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops, Carrier.TCP_WRAPPER)) {
      sender.push(to(Destination.TCP, listener), new Data.Unsigned8(3));
      sender.push(to(Destination.TCP, listener), new Data.Unsigned8(4));

      // A connection each: either may be heard first.
      assertThat(List.of(next().apdu(), next().apdu()))
          .containsExactlyInAnyOrder(
              Bytes.ofHex("0f00000001001103"), Bytes.ofHex("0f00000002001104"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:70000", ":4059"})
  void goes_nowhere_without_host_and_port(String address) {
    Destination nowhere =
        new Destination(
            Destination.TCP, Bytes.copyOf(address.getBytes(StandardCharsets.US_ASCII)), 0);

    assertThatThrownBy(() ->
            new SocketPushSender(SocketPushSender.Config.of(1, 103))
                .push(nowhere, new Data.NullData()))
        .isInstanceOf(Unreachable.class);
  }

  @Test
  void fails_where_nobody_listens_or_no_way_leads() throws Exception {
    PushSender sender = new SocketPushSender(SocketPushSender.Config.of(1, 103));
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }

    for (Destination to :
        new Destination[] {
          Destination.of(Destination.TCP, "127.0.0.1", port),
          Destination.of(Destination.HDLC, "127.0.0.1", port),
          Destination.of(4, "127.0.0.1", port),
          new Destination(
              Destination.TCP,
              Bytes.copyOf("127.0.0.1:4059".getBytes(StandardCharsets.US_ASCII)),
              1)
        }) {
      assertThatThrownBy(() -> sender.push(to, new Data.NullData()))
          .isInstanceOf(Unreachable.class);
    }
  }
}
