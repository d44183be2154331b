package org.meterhaus.dlms.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.GeneralBlockTransfer;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.association.BlocksIn;
import org.meterhaus.dlms.association.BlocksOut;
import org.meterhaus.dlms.security.GeneralCiphering;
import org.meterhaus.dlms.security.GeneralSigning;
import org.meterhaus.dlms.transport.ApduLink;
import org.meterhaus.dlms.transport.Framing;

/**
 * An {@link ApduLink} that sends and receives in blocks of a general block transfer what is too
 * long for one APDU, once that was agreed on. Where APDUs may get lost it says again where it
 * stands. Not thread-safe.
 */
final class BlockLink implements ApduLink {

  /** Blocks that we take before we answer. */
  private static final int OWN_WINDOW = 16;

  /** How often the same is said over a way that loses APDUs. */
  static final int TRIES = 8;

  /** Blocks in a row that bring nothing new: the server is not about to end. */
  private static final int MAX_IDLE_BLOCKS = 1000;

  private final ApduLink wire;
  private final LinkConfig link;
  private final int tries;
  private final Deque<Bytes> early = new ArrayDeque<>();
  private boolean agreed;
  private int maxSend;
  private int serverWindow = 1;

  /** Numbers of our own acknowledgements, and of the server's blocks before its answer. */
  private int sent;

  private int answered;

  /** What the server says unasked, as far as it came. */
  private @Nullable BlocksIn unasked;

  BlockLink(ApduLink wire, LinkConfig link) {
    this.wire = wire;
    this.link = link;
    this.tries = link.framing() instanceof Framing.UdpWrapper ? TRIES : 1;
  }

  /**
   * From now on what is long goes in blocks.
   *
   * @param maxSendPdu largest APDU that the server takes, 0 = any
   */
  void agree(int maxSendPdu) {
    agreed = true;
    maxSend = maxSendPdu == 0 ? 0xFFFF : maxSendPdu;
    maxSend = Math.min(maxSend, link.framing().maxApduBytes());
  }

  boolean isAgreed() {
    return agreed;
  }

  @Override
  public void send(Bytes apdu) throws MeterException {
    sent = 0;
    answered = 0;
    if (!agreed || apdu.size() <= maxSend) {
      wire.send(apdu);
      return;
    }
    int size = maxSend - BlocksOut.HEADER;
    if (!BlocksOut.fits(apdu, size, 0)) {
      throw new Malformed("a request of " + apdu.size() + " octets takes too many blocks");
    }
    upload(new BlocksOut(apdu, size, 0, OWN_WINDOW));
  }

  @Override
  public Bytes receive(Duration within) throws MeterException {
    long deadline = System.nanoTime() + within.toNanos();
    Bytes apdu = early.isEmpty() ? next(within) : early.remove();
    while (apdu == null) {
      apdu = next(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    GeneralBlockTransfer first = agreed ? block(apdu) : null;
    return first == null ? apdu : download(first);
  }

  /**
   * What comes next from the wire; blocks that nobody confirms are joined.
   *
   * @return null if it was such a block, and not the last
   */
  private @Nullable Bytes next(Duration within) throws MeterException {
    Bytes apdu = wire.receive(within);
    GeneralBlockTransfer block = agreed ? block(apdu) : null;
    if (block == null || block.window() > 0 || block.octets().isEmpty()) {
      return apdu;
    }
    BlocksIn before = unasked;
    BlocksIn in =
        block.number() == 1 || before == null ? new BlocksIn(0, link.maxValueBytes()) : before;
    boolean whole = in.take(block) == BlocksIn.Taken.WHOLE;
    unasked = whole ? null : in;
    return whole ? in.joined() : null;
  }

  @Override
  public void close() {
    wire.close();
  }

  /** Sends all windows; the answer's beginning, or whatever else is no acknowledgement, is kept. */
  private void upload(BlocksOut out) throws MeterException {
    serverWindow = 1;
    int left = tries;
    while (true) {
      for (GeneralBlockTransfer each : out.window(serverWindow, answered)) {
        wire.send(ApduCodec.encode(each));
      }
      boolean progress = false;
      try {
        Bytes apdu = next(patience());
        while (apdu == null || isUnasked(apdu)) {
          if (apdu != null) {
            early.add(apdu);
          }
          apdu = next(patience());
        }
        GeneralBlockTransfer block = block(apdu);
        if (block == null || !block.octets().isEmpty()) {
          early.add(apdu);
          sent = out.lastNumber();
          return;
        }
        serverWindow = Math.max(1, block.window());
        progress = block.number() > answered;
        answered = Math.max(answered, block.number());
        out.acknowledge(block.acknowledged());
        if (out.isDone()) {
          sent = out.lastNumber();
          return;
        }
      } catch (TimedOut e) {
        if (left <= 1) {
          throw e;
        }
      }
      left = progress ? tries : left - 1;
      if (left <= 0) {
        throw new Malformed("blocks are not acknowledged");
      }
    }
  }

  private Bytes download(GeneralBlockTransfer first) throws MeterException {
    BlocksIn in = new BlocksIn(answered, link.maxValueBytes());
    GeneralBlockTransfer block = first;
    int idle = 0;
    int left = tries;
    while (true) {
      switch (in.take(block)) {
        case WHOLE -> {
          return in.joined();
        }
        case TOO_LARGE ->
            throw new Malformed("an answer of more than " + link.maxValueBytes() + " octets");
        case NEXT -> {
          idle = 0;
          left = tries;
        }
        case PASSED_OVER -> {
          if (++idle > MAX_IDLE_BLOCKS) {
            throw new Malformed("blocks that bring nothing new");
          }
        }
      }
      if (!block.streaming()) {
        acknowledge(in);
      }
      GeneralBlockTransfer next = null;
      while (next == null) {
        try {
          Bytes apdu = next(patience());
          if (apdu == null) {
            continue;
          }
          next = block(apdu);
          if (next == null && isUnasked(apdu)) {
            early.add(apdu);
          } else if (next == null) {
            return apdu; // an exception-response, say: there will be no more blocks
          }
        } catch (TimedOut e) {
          if (--left <= 0) {
            throw e;
          }
          acknowledge(in);
        }
      }
      block = next;
    }
  }

  private void acknowledge(BlocksIn in) throws MeterException {
    sent++;
    wire.send(
        ApduCodec.encode(
            new GeneralBlockTransfer(true, false, OWN_WINDOW, sent, in.received(), Bytes.EMPTY)));
  }

  /** Whether what is sent need not arrive. */
  boolean losesApdus() {
    return tries > 1;
  }

  /** How long to wait before the same is said again. */
  Duration patience() {
    return tries == 1 ? link.answerWithin() : link.answerWithin().dividedBy(tries);
  }

  /**
   * Whether something in one piece is no answer to a transfer in blocks: a notification, or what is
   * ciphered so that only its inside tells. An answer would come in blocks, and a refusal plain.
   */
  private static boolean isUnasked(Bytes apdu) {
    return !apdu.isEmpty()
        && switch (apdu.at(0)) {
          case Tags.GENERAL_GLO_CIPHERING,
              Tags.GENERAL_DED_CIPHERING,
              GeneralCiphering.TAG,
              GeneralSigning.TAG ->
              true;
          default -> Tags.isNotification(apdu.at(0));
        };
  }

  private @Nullable GeneralBlockTransfer block(Bytes apdu) throws Malformed {
    if (apdu.isEmpty() || apdu.at(0) != Tags.GENERAL_BLOCK_TRANSFER) {
      return null;
    }
    try {
      Apdu decoded = ApduCodec.decode(apdu, link.dataLimits());
      return decoded instanceof GeneralBlockTransfer block ? block : null;
    } catch (UnsupportedApdu e) {
      throw new Malformed("block is an " + e.getMessage());
    }
  }
}
