package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.ImageToActivate;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/**
 * Image transfer (class 18): brings an image into a meter, going on where an earlier attempt broke
 * off, and has it verified.
 */
public final class ImageTransferClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Long blockSize,
      Data.@Nullable BitString transferredBlocksStatus,
      @Nullable Long firstNotTransferredBlock,
      @Nullable Boolean transferEnabled,
      @Nullable Status transferStatus,
      @Nullable List<ImageToActivate> toActivateInfo) {
    public Attributes {
      toActivateInfo = toActivateInfo == null ? null : List.copyOf(toActivateInfo);
    }
  }

  /** image_transfer_status. */
  public enum Status {
    NOT_INITIATED,
    INITIATED,
    VERIFICATION_INITIATED,
    VERIFICATION_SUCCESSFUL,
    VERIFICATION_FAILED,
    ACTIVATION_INITIATED,
    ACTIVATION_SUCCESSFUL,
    ACTIVATION_FAILED
  }

  /** Is told how far it is, after every block. */
  public interface Progress {
    /** So many blocks of all are there. */
    void transferred(long blocks, long all);
  }

  /** The parameter of image_transfer_initiate. */
  public record Initiation(Bytes identifier, long size) {}

  /** The parameter of image_block_transfer. */
  public record Block(long number, Bytes value) {}

  private static final int BLOCK_SIZE = 2;
  private static final int TRANSFERRED = 3;
  private static final int ENABLED = 5;
  private static final int STATUS = 6;

  public ImageTransferClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.IMAGE_TRANSFER, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  public Status status() throws MeterException {
    return get(STATUS, Status.class);
  }

  /**
   * Brings a whole image into the meter and has it verified. Where a transfer of as many blocks is
   * under way, only the blocks that are missing are sent: whoever sends another image of the same
   * size calls {@link #initiate} first.
   *
   * @throws MeterException.Refused if the meter does not want it, or does not find it good
   */
  public void upload(Bytes identifier, Bytes image, Progress progress) throws MeterException {
    if (!get(ENABLED, Boolean.class)) {
      set(ENABLED, true);
    }
    long blockSize = get(BLOCK_SIZE, Long.class);
    if (blockSize < 1) {
      throw new Malformed("image_block_size must be 1.. but was " + blockSize);
    }
    long blocks = Math.ceilDiv(image.size(), blockSize);
    boolean[] there = blocksThere(blocks);
    if (there.length != blocks) {
      initiate(identifier, image.size());
      there = new boolean[Math.toIntExact(blocks)];
    }
    long done = 0;
    for (int i = 0; i < there.length; i++) {
      if (!there[i]) {
        int from = Math.toIntExact(i * blockSize);
        int to = (int) Math.min(from + blockSize, image.size());
        invoke(2, new Block(i, image.slice(from, to)));
      }
      progress.transferred(++done, blocks);
    }
    verify();
  }

  /** Begins a transfer, forgetting one that is under way. */
  public void initiate(Bytes identifier, long size) throws MeterException {
    invoke(1, new Initiation(identifier, size));
  }

  /** Has the image verified. */
  public void verify() throws MeterException {
    invoke(3);
  }

  /** Puts the image in force; some meters end the connection then. */
  public void activate() throws MeterException {
    invoke(4);
  }

  /** Which blocks are there, of a transfer that can go on; none if there is no such. */
  private boolean[] blocksThere(long blocks) throws MeterException {
    if (status() != Status.INITIATED || !(get(TRANSFERRED) instanceof Data.BitString bits)) {
      return new boolean[0];
    }
    boolean[] there = new boolean[bits.bits()];
    for (int i = 0; i < there.length; i++) {
      there[i] = bits.bit(i);
    }
    return there.length == blocks ? there : new boolean[0];
  }
}
