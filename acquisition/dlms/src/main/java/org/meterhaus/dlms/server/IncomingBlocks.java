package org.meterhaus.dlms.server;

import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu.DataBlock;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.data.OctetWriter;

/** Something long that a client brings block by block. Not thread-safe. */
final class IncomingBlocks {

  /** More than any object of a meter takes in one go; images come in many ACTIONs. */
  private static final int MAX_OCTETS = 1 << 20;

  /** What the blocks are for. */
  sealed interface What {
    default boolean isSet() {
      return this instanceof Set || this instanceof SetList;
    }
  }

  record Set(AttributeSelection target) implements What {}

  record SetList(List<AttributeSelection> targets) implements What {}

  record Action(MethodRef method) implements What {}

  record ActionList(List<MethodRef> methods) implements What {}

  private final What what;
  private final OctetWriter whole = new OctetWriter();
  private long expected = 1;
  private boolean authenticated = true;

  IncomingBlocks(What what) {
    this.what = what;
  }

  What what() {
    return what;
  }

  /** Tells of each block whether it carried an authentication tag that fits. */
  void authenticated(boolean block) {
    authenticated &= block;
  }

  /** Whether every block did. */
  boolean isAuthenticated() {
    return authenticated;
  }

  /** Takes the next block; a block that came already is acknowledged again. */
  DataAccessResult take(DataBlock block) {
    if (block.number() == expected - 1 && !block.last()) {
      return DataAccessResult.SUCCESS;
    }
    if (block.number() != expected) {
      return DataAccessResult.DATA_BLOCK_NUMBER_INVALID;
    }
    boolean endless = block.octets().isEmpty() && !block.last();
    if (endless || whole.size() + (long) block.octets().size() > MAX_OCTETS) {
      return DataAccessResult.LONG_SET_ABORTED;
    }
    whole.bytes(block.octets());
    expected++;
    return DataAccessResult.SUCCESS;
  }

  Bytes joined() {
    return whole.toBytes();
  }
}
