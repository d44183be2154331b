package org.meterhaus.dlms.client;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.apdu.Apdu.AccessSpecification;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.fuzz.Budget;
import org.meterhaus.dlms.fuzz.FuzzTarget;
import org.meterhaus.dlms.fuzz.FuzzWay;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.ServerSession;
import org.meterhaus.dlms.server.objects.Register;
import org.meterhaus.dlms.transport.ApduLink;

/**
 * A client and any sequence of answers, for fuzzing. The first octet says how it associates ({@link
 * FuzzWay}), for how long a meter of ours gives the answers (not at all, until its AARE, until the
 * association is open), and whether what comes instead is protected rightly; the second, what the
 * client asks for then. An empty message stands for the meter's own answer.
 */
public final class ClientFuzz {

  private static final AttributeSelection ENERGY =
      new AttributeSelection(
          new AttributeRef(InterfaceClass.REGISTER, ObisCode.parse("1-0:1.8.0*255"), 2), null);
  private static final MethodRef METHOD =
      new MethodRef(InterfaceClass.DISCONNECT_CONTROL, ObisCode.parse("0-0:96.3.10*255"), 1);
  private static final LinkConfig LINK = LinkConfig.of("meter", 4059, 16, 1);
  private static final Data LONG = new Data.OctetString(Bytes.copyOf(new byte[70_000]));
  private static final int WAY = 0x0F;
  private static final int UNTIL_AARE = 0x10;
  private static final int UNTIL_OPEN = 0x20;
  private static final int PROTECTED = 0x40;

  private ClientFuzz() {}

  /** A wire to a meter of ours, whose answers are replaced. */
  private static final class Wire implements ApduLink {
    private final FuzzWay way;
    private final ServerSession meter;
    private final boolean hidden;
    private final Queue<byte[]> instead;
    private final Budget budget;
    private final Queue<Bytes> answers = new ArrayDeque<>();

    /** Answers that the meter still gives. */
    private int own;

    private Wire(FuzzWay way, Queue<byte[]> instead, int own, boolean hidden, Budget budget) {
      this.way = way;
      this.meter =
          ServerSession.of(
              new LogicalDevice(
                  1, new DeviceSecurity.ByClient(_ -> List.of(way.admission())), directory()),
              "somewhere",
              LINK.clientSap(),
              ServerLimits.DEFAULT);
      this.instead = instead;
      this.own = own;
      this.hidden = hidden;
      this.budget = budget;
    }

    @Override
    public void send(Bytes apdu) {
      budget.settle();
      if (apdu.isEmpty()) {
        throw new AssertionError("an empty APDU");
      }
      answers.addAll(meter.answers(apdu));
    }

    @Override
    public Bytes receive(Duration within) throws MeterException {
      budget.settle();
      Bytes next = answers.poll();
      if (own > 0) {
        own--;
      } else {
        byte[] other = instead.poll();
        if (other == null) {
          throw new TimedOut("answer", within);
        }
        if (other.length > 0) {
          Bytes octets = Bytes.copyOf(other);
          next = hidden ? way.fromServer(octets) : octets;
        }
      }
      if (next == null) {
        throw new TimedOut("answer", within);
      }
      budget.message(next.size());
      return next;
    }

    @Override
    public void close() {
      answers.clear();
    }
  }

  /** Associates, asks, releases. */
  public static void take(byte[] input, Budget budget) throws MeterException {
    if (input.length < 2) {
      return;
    }
    FuzzWay way = FuzzWay.of((input[0] & WAY) % FuzzWay.COUNT);
    boolean hidden = (input[0] & PROTECTED) != 0;
    boolean opens = (input[0] & UNTIL_OPEN) != 0;
    int own = opens ? Integer.MAX_VALUE : (input[0] & UNTIL_AARE) != 0 ? 1 : 0;
    var wire = new Wire(way, new ArrayDeque<>(FuzzTarget.messages(input, 2)), own, hidden, budget);
    Dialogue dialogue = open(way, wire);
    wire.own = 0;
    try {
      ask(input[1] & 7, new ClientServices(dialogue, LINK));
    } finally {
      budget.settle();
      dialogue.release(Duration.ofSeconds(1));
    }
  }

  /** A client associated over a wire, to whatever answers there. */
  private static Dialogue open(FuzzWay way, ApduLink wire) throws MeterException {
    var dialogue =
        new Dialogue(LINK, way.association(), wire, NotificationListener.NONE, new SecureRandom());
    dialogue.open();
    return dialogue;
  }

  /** Has a client associate with a server, for who wants to go on from there. */
  public static void open(FuzzWay way, ServerSession server) throws MeterException {
    Queue<Bytes> answers = new ArrayDeque<>();
    open(
        way,
        new ApduLink() {
          @Override
          public void send(Bytes apdu) {
            answers.addAll(server.answers(apdu));
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
        });
  }

  private static void ask(int what, ClientServices services) throws MeterException {
    switch (what) {
      case 0 -> services.get(ENERGY);
      case 1 -> services.get(List.of(ENERGY, ENERGY, ENERGY));
      case 2 -> services.set(ENERGY, new Data.Unsigned8(1));
      case 3 -> services.set(ENERGY, LONG);
      case 4 -> services.action(METHOD, new Data.Integer8(0));
      case 5 -> services.action(METHOD, LONG);
      case 6 -> services.action(List.of(METHOD, METHOD), List.of(new Data.Integer8(0), LONG));
      default -> {
        services.get(ENERGY);
        services.access(
            List.of(new AccessSpecification.Get(ENERGY)), List.of(new Data.NullData()), false);
      }
    }
  }

  private static ObjectDirectory directory() {
    return ObjectDirectory.of(
        new Register(
            ENERGY.attribute().object(),
            () -> new Data.DoubleLongUnsigned(137),
            ScalerUnit.wattHours()));
  }
}
