package org.meterhaus.dlms.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu.GeneralBlockTransfer;
import org.meterhaus.dlms.association.BlocksIn;
import org.meterhaus.dlms.association.BlocksOut;

/**
 * General block transfer of one association: what is cut or joined are messages as they are sent,
 * protected or not. The client drives it: whatever gets lost is asked for again by it. Not
 * thread-safe.
 */
final class ServerBlocks {

  /** More than any object of a meter takes in one go. */
  private static final int MAX_REQUEST_OCTETS = 1 << 20;

  /** More than any client keeps of what it did not ask for. */
  static final int MAX_NOTIFICATION_OCTETS = 1 << 20;

  /** Fewer than the requests that a client may send ahead. */
  private static final int OWN_WINDOW = 8;

  /** What follows from a block. */
  sealed interface Step {
    /** A request is whole; its answer is to be given to {@link ServerBlocks#answer}. */
    record Request(Bytes apdu) implements Step {}

    /** These go out, maybe none. */
    record Send(List<GeneralBlockTransfer> blocks) implements Step {}

    /** It belongs to nothing, or is more than we take. */
    record Refuse() implements Step {}
  }

  private final int maxApduBytes;
  private @Nullable BlocksIn incoming;
  private Bytes firstOctets = Bytes.EMPTY;
  private @Nullable BlocksOut outgoing;
  private int acknowledgements;
  private int lastAcknowledged;

  /** Number of the client's last block without a gap; those that only acknowledge count too. */
  private int received;

  private int window = 1;

  /**
   * For one association.
   *
   * @param maxApduBytes largest APDU that the client takes, more than a block's header
   */
  ServerBlocks(int maxApduBytes) {
    this.maxApduBytes = maxApduBytes;
  }

  /** A request that came in one piece ends what was under way, and says nothing of a window. */
  void wholeRequest() {
    incoming = null;
    firstOctets = Bytes.EMPTY;
    outgoing = null;
    acknowledgements = 0;
    lastAcknowledged = 0;
    received = 0;
    window = 1;
  }

  /** Takes a block. */
  Step take(GeneralBlockTransfer block) {
    window = Math.max(1, block.window());
    if (block.octets().isEmpty()) {
      return acknowledged(block);
    }
    // The same first block again is the same request again, since invoke ids and counters differ.
    if (block.number() == 1 && !block.octets().equals(firstOctets)) {
      wholeRequest();
      window = Math.max(1, block.window());
      incoming = new BlocksIn(0, MAX_REQUEST_OCTETS);
      firstOctets = block.octets();
    }
    BlocksIn current = incoming;
    if (current == null) {
      return new Step.Refuse();
    }
    BlocksIn.Taken taken = current.take(block);
    received = Math.max(received, current.received());
    return switch (taken) {
      case WHOLE -> new Step.Request(current.joined());
      case TOO_LARGE -> {
        wholeRequest();
        yield new Step.Refuse();
      }
      case NEXT, PASSED_OVER -> block.streaming() ? new Step.Send(List.of()) : turn(current);
    };
  }

  /** The client has said all it wants to for now. */
  private Step turn(BlocksIn current) {
    BlocksOut answer = outgoing;
    if (answer != null) {
      return new Step.Send(answer.window(window, received));
    }
    // Said twice, an acknowledgement has the same number.
    if (current.received() != lastAcknowledged) {
      lastAcknowledged = current.received();
      acknowledgements++;
    }
    return new Step.Send(
        List.of(
            new GeneralBlockTransfer(
                false, false, OWN_WINDOW, acknowledgements, current.received(), Bytes.EMPTY)));
  }

  private Step acknowledged(GeneralBlockTransfer block) {
    BlocksOut answer = outgoing;
    BlocksIn current = incoming;
    if (answer == null) {
      return current == null ? new Step.Refuse() : turn(current);
    }
    answer.acknowledge(block.acknowledged());
    received = Math.max(received, block.number());
    return new Step.Send(answer.window(window, received));
  }

  /** Whether an answer goes in blocks: it is too long, or its request came so. */
  boolean cuts(Bytes answer) {
    return incoming != null || isLong(answer);
  }

  /** Whether something does not go in one piece. */
  boolean isLong(Bytes apdu) {
    return apdu.size() > maxApduBytes;
  }

  /**
   * The blocks of something nobody asked for: their window is 0, which tells them from those of an
   * answer, and nobody acknowledges them. They take no part in the transfer that may be under way.
   *
   * @throws IllegalArgumentException if there would be more blocks than numbers
   */
  List<GeneralBlockTransfer> unasked(Bytes apdu) {
    return BlocksOut.unconfirmed(apdu, maxApduBytes - BlocksOut.HEADER);
  }

  /**
   * The first blocks of an answer.
   *
   * @return null if it takes more blocks than there are numbers
   */
  @Nullable List<GeneralBlockTransfer> answer(Bytes answer) {
    int size = maxApduBytes - BlocksOut.HEADER;
    if (!BlocksOut.fits(answer, size, acknowledgements)) {
      wholeRequest();
      return null;
    }
    BlocksOut blocks = new BlocksOut(answer, size, acknowledgements, OWN_WINDOW);
    outgoing = blocks;
    return blocks.window(window, received);
  }
}
