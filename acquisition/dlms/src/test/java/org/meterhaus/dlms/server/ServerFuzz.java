package org.meterhaus.dlms.server;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.client.ClientFuzz;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.fuzz.Budget;
import org.meterhaus.dlms.fuzz.FuzzTarget;
import org.meterhaus.dlms.fuzz.FuzzWay;
import org.meterhaus.dlms.server.objects.ModelledObject;
import org.meterhaus.dlms.server.objects.ReadyMade;

/**
 * A server with an object of every class and any sequence of APDUs, for fuzzing. The first octet
 * says which way there is in ({@link FuzzWay}), whether a client of ours has gone it before the
 * APDUs come, and whether they are protected rightly, so that what is behind the protection is
 * reached too. A minute passes in the device after each.
 */
public final class ServerFuzz {

  private static final int CLIENT_SAP = 16;
  private static final int WAY = 0x0F;
  private static final int OPENED = 0x10;
  private static final int PROTECTED = 0x20;

  /** The first ciphered way: no authentication. */
  private static final int CIPHERED = FuzzWay.COUNT / 2;

  /** As many as a class has at most, and one more. */
  private static final int METHODS = 12;

  private ServerFuzz() {}

  /** Every message gets an answer that can be read, whatever came before it. */
  public static void take(byte[] input, Budget budget) throws MeterException {
    if (input.length == 0) {
      return;
    }
    FuzzWay way = FuzzWay.of((input[0] & WAY) % FuzzWay.COUNT);
    boolean hidden = (input[0] & PROTECTED) != 0;
    ReadyMade meter = readyMade();
    var session =
        ServerSession.of(
            new LogicalDevice(
                1, new DeviceSecurity.ByClient(_ -> List.of(way.admission())), meter.device),
            "somewhere",
            CLIENT_SAP,
            ServerLimits.DEFAULT);
    if ((input[0] & OPENED) != 0) {
      ClientFuzz.open(way, session);
    }
    for (byte[] message : FuzzTarget.messages(input, 1)) {
      Bytes octets = Bytes.copyOf(message);
      Bytes request = hidden ? way.fromClient(octets) : octets;
      budget.message(request.size());
      List<Bytes> answers = session.answers(request);
      budget.settle();
      answers.forEach(ServerFuzz::requireReadable);
      meter.pass(Duration.ofMinutes(1));
    }
  }

  private static void requireReadable(Bytes answer) {
    try {
      ApduCodec.decode(answer, DataLimits.DEFAULT);
    } catch (MeterException | UnsupportedApdu e) {
      throw new AssertionError("an answer that cannot be read: " + answer, e);
    }
  }

  private static ReadyMade readyMade() {
    try {
      return new ReadyMade();
    } catch (AccessError e) {
      throw new IllegalStateException("an object does not take its own value", e);
    }
  }

  /**
   * Sequences worth beginning with: each object read, written what it has and acted on, by a client
   * that may do everything, with and without protection.
   */
  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    for (ModelledObject object : readyMade().objects) {
      List<Bytes> messages = messages(object);
      String name = object.classId() + "-" + object.logicalName().toString().replace(':', '.');
      seeds.put("ciphered-" + name, sequence(CIPHERED | OPENED | PROTECTED, messages));
      seeds.put("clear-" + name, sequence(OPENED, messages));
    }
    return seeds;
  }

  private static List<Bytes> messages(ModelledObject object) {
    List<Bytes> messages = new ArrayList<>();
    for (var attribute : object.model().attributes()) {
      var target =
          new AttributeSelection(
              new AttributeRef(object.classId(), object.logicalName(), attribute.index()), null);
      messages.add(ApduCodec.encode(new Apdu.GetRequest(0xC1, target)));
      try {
        Data value = object.get(attribute.index(), null);
        messages.add(ApduCodec.encode(new Apdu.SetRequest(0xC1, target, value)));
      } catch (AccessError _) {
        // It gives nothing, so there is nothing to write back.
      }
    }
    for (int method = 1; method <= METHODS; method++) {
      var target = new MethodRef(object.classId(), object.logicalName(), method);
      messages.add(ApduCodec.encode(new Apdu.ActionRequest(0xC1, target, new Data.Integer8(0))));
    }
    return messages;
  }

  private static byte[] sequence(int mode, List<Bytes> messages) {
    ByteArrayOutputStream sequence = new ByteArrayOutputStream();
    sequence.write(mode);
    for (Bytes message : messages) {
      sequence.write(message.size() >>> 8);
      sequence.write(message.size());
      sequence.writeBytes(message.toArray());
    }
    return sequence.toByteArray();
  }
}
