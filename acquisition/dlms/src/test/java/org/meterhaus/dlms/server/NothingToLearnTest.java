package org.meterhaus.dlms.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.LockOut;
import org.meterhaus.dlms.security.Secret;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.objects.DataObject;

/**
 * Causes that a stranger could tell apart only to get further are answered with the same octets.
 * What takes secrets is compared in constant time ({@code MessageDigest.isEqual}, the cipher's own
 * check of tags); no clock is asked here, since a machine under load would decide.
 */
@DisplayName("From a refusal there is nothing to learn")
class NothingToLearnTest {

  private static final String PASSWORD = "correct horse";
  private static final SymmetricKey KEY = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final SymmetricKey AUTH = SymmetricKey.ofHex("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf");
  private static final SymmetricKey OTHER = SymmetricKey.ofHex("ffffffffffffffffffffffffffffffff");
  private static final SystemTitle METER = SystemTitle.of("MHV", 1);
  private static final SystemTitle CLIENT = SystemTitle.of("CLI", 1);
  private static final ObisCode NAME = ObisCode.parse("0-0:42.0.0*255");
  private static final Bytes PROPOSAL =
      ApduCodec.encode(new Apdu.InitiateRequest(6, Conformance.SUPPORTED, 0xFFFF));
  private static final Bytes READ =
      ApduCodec.encode(
          new Apdu.GetRequest(
              0xC1, new AttributeSelection(new AttributeRef(InterfaceClass.DATA, NAME, 2), null)));

  private static ServerDialogue dialogue(Admission admission) {
    return dialogue(new ServedDevice(device(admission, LockOut.Rules.DEFAULT)));
  }

  private static ServerDialogue dialogue(ServedDevice served) {
    return new ServerDialogue(served, "somewhere", 16, ServerLimits.DEFAULT, new SecureRandom());
  }

  private static LogicalDevice device(Admission admission, LockOut.Rules patience) {
    var name = DataObject.constant(NAME, Data.OctetString.ofAscii("MHV0000000000001"));
    return new LogicalDevice(
        1,
        new DeviceSecurity.ByClient(_ -> List.of(admission)),
        ObjectDirectory.of(name),
        patience,
        _ -> {});
  }

  private static Admission admission(Authentication authentication, boolean ciphered) {
    var ciphering =
        new Ciphering(
            METER,
            KeySet.of(SecuritySuite.SUITE_0, KEY, AUTH),
            InvocationCounter.volatileFrom(1),
            SecurityPolicy.AUTHENTICATED_ENCRYPTION);
    return new Admission(
        authentication,
        ciphered ? ciphering : null,
        ciphered,
        AccessRights.EVERYTHING,
        Conformance.SUPPORTED);
  }

  private static Bytes withPassword(String password) {
    Bytes value = Bytes.copyOf(password.getBytes(StandardCharsets.UTF_8));
    return ApduCodec.encode(new Apdu.Aarq(Apdu.CONTEXT_LN, null, 1, value, PROPOSAL));
  }

  private static ApduProtection client(SymmetricKey encryption, SymmetricKey auth, long counter) {
    return new ApduProtection(encryption, auth, CLIENT, InvocationCounter.volatileFrom(counter));
  }

  private static Bytes ciphered(Bytes information) {
    return ApduCodec.encode(
        new Apdu.Aarq(Apdu.CONTEXT_LN_CIPHERED, CLIENT.octets(), 0, null, information));
  }

  private static Bytes sealed(ApduProtection protection, Bytes plain) throws Exception {
    return ApduCodec.encode(protection.protect(plain, Envelope.SERVICE_SPECIFIC));
  }

  private static Bytes altered(Bytes octets, int fromEnd) {
    byte[] copy = octets.toArray();
    copy[copy.length - fromEnd] ^= 1;
    return Bytes.copyOf(copy);
  }

  @Test
  void whatever_is_wrong_about_a_password() {
    var wanted = admission(new Authentication.Password(Secret.ofText(PASSWORD)), false);

    List<String> answers =
        Stream.of("x", "correct hors", "correct horsf", "Correct horse", "correct horse!")
            .map(
                guess -> dialogue(wanted).answer(withPassword(guess)).apdus().getFirst().toString())
            .distinct()
            .toList();

    assertThat(answers).hasSize(1);
    assertThat(dialogue(wanted).answer(withPassword(PASSWORD)).apdus().getFirst().toString())
        .isNotIn(answers);
  }

  @Test
  void whether_the_password_was_right_while_one_is_locked_out() {
    var patience =
        new LockOut.Rules(1, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), 10);
    var wanted = admission(new Authentication.Password(Secret.ofText(PASSWORD)), false);
    var served = new ServedDevice(device(wanted, patience));

    ServerDialogue.Reply wrong = dialogue(served).answer(withPassword("x"));
    ServerDialogue.Reply right = dialogue(served).answer(withPassword(PASSWORD));

    assertThat(right).isEqualTo(wrong);
  }

  @Test
  void whatever_is_wrong_about_a_protected_proposal() throws Exception {
    var wanted = admission(new Authentication.None(), true);
    Bytes right = sealed(client(KEY, AUTH, 7), PROPOSAL);
    var served = new ServedDevice(device(wanted, LockOut.Rules.DEFAULT));
    ServerDialogue.Reply accepted = dialogue(served).answer(ciphered(right));

    List<ServerDialogue.Reply> refused =
        Stream.of(
                right, // replayed
                sealed(client(OTHER, AUTH, 8), PROPOSAL),
                sealed(client(KEY, OTHER, 9), PROPOSAL),
                altered(sealed(client(KEY, AUTH, 10), PROPOSAL), 1),
                altered(sealed(client(KEY, AUTH, 11), PROPOSAL), 14),
                Bytes.of(0x21, 0x00),
                Bytes.ofHex("ff"))
            .map(information -> dialogue(served).answer(ciphered(information)))
            .distinct()
            .toList();

    assertThat(refused).hasSize(1).doesNotContain(accepted);
  }

  @Test
  void whatever_is_wrong_about_a_protected_service() throws Exception {
    var wanted = admission(new Authentication.None(), true);
    ServerDialogue dialogue = dialogue(wanted);
    assertThat(dialogue.answer(ciphered(sealed(client(KEY, AUTH, 1), PROPOSAL))).last()).isFalse();

    List<ServerDialogue.Reply> refused =
        Stream.of(
                sealed(client(OTHER, AUTH, 2), READ),
                sealed(client(KEY, OTHER, 3), READ),
                altered(sealed(client(KEY, AUTH, 4), READ), 1),
                altered(sealed(client(KEY, AUTH, 5), READ), 20),
                // A replay that is altered too: the tag is looked at first.
                altered(sealed(client(KEY, AUTH, 1), READ), 1))
            .map(dialogue::answer)
            .distinct()
            .toList();

    assertThat(refused).hasSize(1);
    assertThat(ApduCodec.decode(refused.getFirst().apdus().getFirst(), DataLimits.DEFAULT))
        .isEqualTo(
            new Apdu.ExceptionResponse(
                Apdu.ExceptionResponse.SERVICE_NOT_ALLOWED,
                Apdu.ExceptionResponse.DECIPHERING_ERROR));
    assertThat(dialogue.answer(sealed(client(KEY, AUTH, 6), READ))).isNotIn(refused);
  }

  @Test
  void whatever_is_wrong_about_a_proof() {
    var wanted =
        admission(new Authentication.Digest(HlsMechanism.SHA1, Secret.ofText(PASSWORD)), false);
    Bytes challenge = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");
    Bytes aarq =
        ApduCodec.encode(
            new Apdu.Aarq(Apdu.CONTEXT_LN, null, HlsMechanism.SHA1, challenge, PROPOSAL));

    List<ServerDialogue.Reply> refused =
        Stream.of(
                new Data.OctetString(Bytes.EMPTY),
                new Data.OctetString(Bytes.copyOf(new byte[20])),
                new Data.OctetString(Bytes.copyOf(new byte[21])),
                new Data.OctetString(challenge),
                new Data.NullData())
            .map(proof -> {
              ServerDialogue dialogue = dialogue(wanted);
              dialogue.answer(aarq);
              return dialogue.answer(
                  ApduCodec.encode(
                      new Apdu.ActionRequest(
                          0xC1, AssociationLn.REPLY_TO_HLS_AUTHENTICATION, proof)));
            })
            .distinct()
            .toList();

    assertThat(refused).hasSize(1);
    assertThat(refused.getFirst().last()).isTrue();
  }

  @Test
  void whether_the_keys_are_right_while_one_is_locked_out() throws Exception {
    var patience =
        new LockOut.Rules(1, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), 10);
    var served = new ServedDevice(device(admission(new Authentication.None(), true), patience));

    ServerDialogue.Reply wrong =
        dialogue(served).answer(ciphered(sealed(client(OTHER, AUTH, 1), PROPOSAL)));
    ServerDialogue.Reply right =
        dialogue(served).answer(ciphered(sealed(client(KEY, AUTH, 2), PROPOSAL)));

    assertThat(right).isEqualTo(wrong);
  }

  @Test
  void but_the_auditor_learns_who_was_not_known() throws Exception {
    List<SecurityEvent> told = new ArrayList<>();
    var admission = admission(new Authentication.Gmac(), true);
    var device =
        new LogicalDevice(
            1,
            new DeviceSecurity.ByClient(sap -> sap == 16 ? List.of(admission) : List.of()),
            ObjectDirectory.of(),
            LockOut.Rules.DEFAULT,
            told::add);
    var untitled =
        new Apdu.Aarq(
            Apdu.CONTEXT_LN_CIPHERED, null, HlsMechanism.GMAC, Bytes.ofHex("00"), PROPOSAL);

    ServerSession.of(device, "here", 17, ServerLimits.DEFAULT).answer(withPassword("x"));
    ServerSession.of(device, "here", 16, ServerLimits.DEFAULT).answer(ApduCodec.encode(untitled));

    assertThat(told)
        .containsExactly(
            new SecurityEvent.ClientUnknown("here/17", 1),
            new SecurityEvent.ClientUnknown("here/16", 3));
  }
}
