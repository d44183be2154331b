package org.meterhaus.dlms.explain;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.explain.Framed.Frame;
import org.meterhaus.dlms.explain.Messages.Ends;
import org.meterhaus.dlms.mbus.MbusFrame;
import org.meterhaus.dlms.mbus.MbusReader;
import org.meterhaus.dlms.mbus.MbusReader.Found;

/** Takes long frames of the wired M-Bus apart (EN 13757-2, 5). One a stream. */
final class MbusWalk {

  private static final int NUMBERS = 16;

  /** C, A, CI and two service access points. */
  private static final int FIELDS = 5;

  private static final int MAX_LENGTH = 255;

  /** Each start octet in noise may begin a frame that is none; nobody reads of more than these. */
  private static final int MAX_DAMAGED = 1_000;

  private final Bytes stream;
  private final Walk in;
  private final List<Frame> frames = new ArrayList<>();
  private final List<Malformed> damaged = new ArrayList<>();
  private final Messages messages = new Messages();
  private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
  private int expected;

  MbusWalk(Bytes stream) {
    this.stream = stream;
    this.in = new Walk(stream);
  }

  Framed framed() throws Malformed {
    MbusReader reader = new MbusReader();
    reader.feed(stream.toArray(), 0, stream.size());
    for (Found found = reader.next(); found != null; found = reader.next()) {
      switch (found) {
        case Found.Damaged(long offset, Malformed reason) -> {
          int at = (int) offset + Math.max(0, reason.offset());
          if (damaged.size() < MAX_DAMAGED) {
            damaged.add(new Malformed(reason.reason(), at));
          }
          forget();
        }
        case Found.Frame(long offset, MbusFrame frame) -> {
          between((int) offset);
          Facts facts = in.part("frame", () -> frame(frame));
          frames.add(new Frame(stream.slice((int) offset, in.position()), facts.asMap()));
        }
      }
    }
    between(stream.size());
    Explanation explanation = new Explanation(stream, in.parts(), Frame.values(frames));
    return new Framed(explanation, frames, damaged, messages.all());
  }

  private void between(int end) throws Malformed {
    if (in.position() < end) {
      boolean told = !damaged.isEmpty() && damaged.getLast().offset() >= in.position();
      in.known("no frame", end - in.position(), told ? damaged.getLast().reason() : "");
    }
  }

  private Facts frame(MbusFrame frame) throws Malformed {
    int length = FIELDS + frame.payload().size();
    in.known("start", 1, "long frame");
    String lengthOctet = in.ahead(1).toString();
    String shown = length > MAX_LENGTH ? length + ", less 256" : Integer.toString(length);
    in.known("length", 1, shown);
    in.known("length again", 1, shown);
    in.known("start again", 1, "");
    in.u8("C", octet -> octet == 0x53 || octet == 0x73 ? "user data" : "%02x".formatted(octet));
    in.u8("A", octet -> octet == 0xFF ? "all" : Integer.toString(octet));
    in.u8(
        "CI",
        octet ->
            frame.isPiece()
                ? "piece %d%s".formatted(frame.number(), frame.isLast() ? ", the last" : "")
                : "%02x".formatted(octet));
    in.u8("STSAP");
    in.u8("DTSAP");
    if (!frame.payload().isEmpty()) {
      in.take(frame.isPiece() ? "piece of an APDU" : "octets", frame.payload().size());
    }
    String checkSum = in.ahead(1).toString();
    in.known("check sum", 1, "right");
    in.known("stop", 1, "");
    take(frame);
    return Facts.of("c", hex(frame.control()))
        .put("a", hex(frame.address()))
        .put("ci", hex(frame.controlInformation()))
        .put("stsap", frame.source())
        .put("dtsap", frame.destination())
        .put("checksum", checkSum)
        .put("lengthOctet", lengthOctet)
        .put("length", length)
        .put("lengthWraps", length > MAX_LENGTH)
        .put("payloadLength", frame.payload().size());
  }

  private void take(MbusFrame frame) {
    if (!frame.isPiece()) {
      return;
    }
    if (frame.number() != expected) {
      forget();
    }
    if (frame.number() != expected) {
      return;
    }
    pieces.writeBytes(frame.payload().toArray());
    expected = (expected + 1) % NUMBERS;
    if (frame.isLast()) {
      Ends ends = new Ends(frame.source(), frame.destination());
      messages.take(ends, Bytes.copyOf(pieces.toByteArray()), false);
      forget();
    }
  }

  private void forget() {
    pieces.reset();
    expected = 0;
  }

  private static String hex(int octet) {
    return "%02x".formatted(octet);
  }
}
