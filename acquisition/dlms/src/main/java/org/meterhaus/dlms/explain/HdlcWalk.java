package org.meterhaus.dlms.explain;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.explain.Framed.Frame;
import org.meterhaus.dlms.explain.Messages.Ends;
import org.meterhaus.dlms.hdlc.HdlcAddress;
import org.meterhaus.dlms.hdlc.HdlcControl;
import org.meterhaus.dlms.hdlc.HdlcFrame;
import org.meterhaus.dlms.hdlc.HdlcReader;
import org.meterhaus.dlms.hdlc.HdlcReader.Found;

/** Takes HDLC frames apart, and what stands between them (IEC 62056-46, 6.4). One a stream. */
final class HdlcWalk {

  private static final int FORMAT_OCTETS = 2;
  private static final int CHECK_OCTETS = 2;
  private static final int LLC_OCTETS = 3;
  private static final int SHOWN_REASONS = 3;

  /** Each flag in noise may begin a frame that is none; nobody reads of more than these. */
  private static final int MAX_DAMAGED = 1_000;

  private final Bytes stream;
  private final Walk in;
  private final List<Frame> frames = new ArrayList<>();
  private final List<Malformed> damaged = new ArrayList<>();
  private final Messages messages = new Messages();
  private final Map<Ends, ByteArrayOutputStream> segments = new HashMap<>();

  HdlcWalk(Bytes stream) {
    this.stream = stream;
    this.in = new Walk(stream);
  }

  Framed framed() throws Malformed {
    HdlcReader reader = new HdlcReader();
    reader.feed(stream.toArray(), 0, stream.size());
    List<Malformed> reasons = new ArrayList<>();
    for (Found found = reader.next(); found != null; found = reader.next()) {
      switch (found) {
        case Found.Damaged(long offset, Malformed reason) -> {
          int at = (int) offset + 1 + Math.max(0, reason.offset());
          if (damaged.size() + reasons.size() < MAX_DAMAGED) {
            reasons.add(new Malformed(reason.reason(), at));
          }
          segments.clear();
        }
        case Found.Frame(long offset, HdlcFrame frame) -> {
          between((int) offset, reasons);
          Map<String, @Nullable Object> value = frame((int) offset, frame).asMap();
          frames.add(new Frame(stream.slice((int) offset, in.position()), value));
        }
      }
    }
    between(stream.size(), reasons);
    Explanation explanation = new Explanation(stream, in.parts(), Frame.values(frames));
    return new Framed(explanation, frames, damaged, messages.all());
  }

  /** Octets up to {@code end} that are no frame. */
  private void between(int end, List<Malformed> reasons) throws Malformed {
    StringJoiner why = new StringJoiner("; ");
    reasons.stream().limit(SHOWN_REASONS).forEach(reason -> why.add(reason.reason()));
    damaged.addAll(reasons);
    while (in.position() < end) {
      boolean flag = in.peek() == HdlcFrame.FLAG && (reasons.isEmpty() || end == in.position() + 1);
      int from = in.position();
      int to = from + 1;
      while (!flag && to < end && (stream.at(to) != HdlcFrame.FLAG || !reasons.isEmpty())) {
        to++;
      }
      String meaning = reasons.isEmpty() ? "" : why.toString();
      in.known(flag ? "flag" : "no frame", to - from, meaning);
    }
    reasons.clear();
  }

  private Facts frame(int offset, HdlcFrame frame) throws Malformed {
    return in.part(
        "frame",
        () -> {
          if (in.position() == offset) {
            flag();
          }
          Facts facts = fields(frame);
          flag();
          return facts;
        });
  }

  private void flag() throws Malformed {
    in.known("flag", 1, "");
  }

  private Facts fields(HdlcFrame frame) throws Malformed {
    Bytes format = in.ahead(FORMAT_OCTETS);
    int length = (format.at(0) & 0x07) << 8 | format.at(1);
    int end = in.position() + length - CHECK_OCTETS;
    in.known(
        "format",
        FORMAT_OCTETS,
        "type 3, %d octets%s".formatted(length, frame.segmented() ? ", segmented" : ""));
    Facts facts =
        Facts.of("frameFormat", format.toString())
            .put("length", length)
            .put("segmented", frame.segmented())
            .put("destination", address("destination address", frame.destination()))
            .put("source", address("source address", frame.source()))
            .put("control", in.ahead(1).toString());
    Facts kind = kind(frame.control());
    in.known("control", 1, text(kind));
    facts.put("frame", kind);
    boolean informed = !frame.information().isEmpty();
    facts.put("hcs", informed ? in.ahead(CHECK_OCTETS).toString() : null);
    if (informed) {
      in.known("HCS", CHECK_OCTETS, "right");
    }
    facts.put("fcs", stream.slice(end, end + CHECK_OCTETS).toString());
    facts.put("informationHex", frame.information().toString());
    if (informed) {
      in.part("information", frame.information().size(), () -> information(frame, facts));
    }
    in.known("FCS", CHECK_OCTETS, "right");
    return facts;
  }

  private Facts address(String name, HdlcAddress address) throws Malformed {
    Facts facts = facts(address, in.ahead(address.octets()));
    in.known(
        name,
        address.octets(),
        address.octets() == 1
            ? Integer.toString(address.upper())
            : "upper %d, lower %d".formatted(address.upper(), address.lower()));
    return facts;
  }

  static Facts facts(HdlcAddress address, Bytes octets) {
    Facts facts = Facts.of("hex", octets.toString()).put("length", octets.size());
    return address.octets() == 1
        ? facts.put("value", address.upper())
        : facts.put("upper", address.upper()).put("lower", address.lower());
  }

  private static Facts kind(HdlcControl control) {
    Facts facts =
        switch (control) {
          case HdlcControl.I(int ns, int nr, boolean _) ->
              Facts.of("type", "I").put("ns", ns).put("nr", nr);
          case HdlcControl.Rr(int nr, boolean _) -> Facts.of("type", "RR").put("nr", nr);
          case HdlcControl.Rnr(int nr, boolean _) -> Facts.of("type", "RNR").put("nr", nr);
          case HdlcControl.Snrm _ -> Facts.of("type", "SNRM");
          case HdlcControl.Disc _ -> Facts.of("type", "DISC");
          case HdlcControl.Ua _ -> Facts.of("type", "UA");
          case HdlcControl.Dm _ -> Facts.of("type", "DM");
          case HdlcControl.Frmr _ -> Facts.of("type", "FRMR");
          case HdlcControl.Ui _ -> Facts.of("type", "UI");
          case HdlcControl.Unknown(int octet) -> Facts.of("type", "unknown %02x".formatted(octet));
        };
    return facts.put("pf", control.pf());
  }

  private static String text(Facts kind) {
    StringJoiner text = new StringJoiner(", ");
    text.add(String.valueOf(kind.get("type")));
    if (kind.get("ns") != null) {
      text.add("N(S) " + kind.get("ns"));
    }
    if (kind.get("nr") != null) {
      text.add("N(R) " + kind.get("nr"));
    }
    return text.add(Boolean.TRUE.equals(kind.get("pf")) ? "poll/final" : "not final").toString();
  }

  private Facts information(HdlcFrame frame, Facts facts) throws Malformed {
    switch (frame.control()) {
      case HdlcControl.Snrm _, HdlcControl.Ua _ -> parameters(facts);
      case HdlcControl.I _, HdlcControl.Ui _ -> carried(frame, facts);
      default -> in.take("octets", in.left());
    }
    return facts;
  }

  /** What is agreed on: group by group, parameter by parameter; anything else as it stands. */
  private void parameters(Facts facts) throws Malformed {
    Walk.Mark mark = in.mark();
    try {
      in.u8("format identifier", octet -> "%02x".formatted(octet));
      in.u8("group identifier", octet -> "%02x".formatted(octet));
      int length = in.u8("group length");
      Facts agreed = new Facts();
      in.part(
          "parameters",
          length,
          () -> {
            while (in.hasMore()) {
              in.part("parameter", () -> parameter(agreed));
            }
            return agreed;
          });
      if (in.hasMore()) {
        in.take("octets", in.left());
      }
      facts.put("parameters", agreed);
    } catch (Malformed _) {
      in.reset(mark);
      in.take("octets", in.left());
    }
  }

  private Facts parameter(Facts agreed) throws Malformed {
    String name = parameterName(in.u8("parameter", HdlcWalk::parameterName));
    int octets = in.u8("length");
    if (name.equals("?") || octets < 1 || octets > 4) {
      in.take("value", octets);
      return agreed;
    }
    return agreed.put(name, in.unsigned("value", octets));
  }

  private static String parameterName(int number) {
    return switch (number) {
      case 5 -> "maxInfoTransmit";
      case 6 -> "maxInfoReceive";
      case 7 -> "windowTransmit";
      case 8 -> "windowReceive";
      default -> "?";
    };
  }

  /** A piece of an APDU, or all of it. */
  private void carried(HdlcFrame frame, Facts facts) throws Malformed {
    Ends ends = new Ends(frame.source().upper(), frame.destination().upper());
    ByteArrayOutputStream before = segments.remove(ends);
    boolean whole = before == null && !frame.segmented();
    boolean headed = before == null && isHeaded(frame.information());
    Bytes information = frame.information();
    if (!whole) {
      ByteArrayOutputStream joined = before == null ? new ByteArrayOutputStream() : before;
      joined.writeBytes(information.toArray());
      if (frame.segmented()) {
        segments.put(ends, joined);
      } else {
        information = Bytes.copyOf(joined.toByteArray());
      }
    }
    Bytes llc = headed ? in.ahead(LLC_OCTETS) : Bytes.EMPTY;
    if (headed) {
      boolean command = llc.at(1) == 0xE6;
      in.known("LLC", LLC_OCTETS, command ? "command" : "response");
    }
    boolean explained = false;
    if (whole && (headed || in.peek() == Messages.GENERAL_BLOCK_TRANSFER)) {
      Facts payload = Facts.of("llc", llc.toString());
      explained = message(payload);
      if (headed) {
        facts.put("payload", payload);
      }
    } else {
      in.take(whole ? "octets" : "segment of an APDU", in.left());
    }
    if (!frame.segmented()) {
      int from = isHeaded(information) ? LLC_OCTETS : 0;
      messages.take(ends, information.slice(from, information.size()), explained);
    }
  }

  private static boolean isHeaded(Bytes information) {
    return information.size() > LLC_OCTETS
        && information.at(0) == 0xE6
        && (information.at(1) == 0xE6 || information.at(1) == 0xE7);
  }

  /** Whether it is a message. */
  private boolean message(Facts payload) throws Malformed {
    Walk.Mark mark = in.mark();
    try {
      payload.put("apdu", in.part("message", in.left(), new ApduWalk(in)::any));
      return true;
    } catch (Malformed e) {
      // The frame is whole all the same.
      in.reset(mark);
      in.known("not a message", in.left(), e.reason());
      payload.put("apduError", e.reason());
      return false;
    }
  }
}
