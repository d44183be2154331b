package org.meterhaus.dlms.server.objects.communication;

import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.ImageToActivate;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;

/**
 * Image transfer (class 18, version 0). The image is in memory until it is activated. A client
 * whose transfer broke off reads which blocks are there and goes on; image_transfer_initiate always
 * begins anew.
 */
public final class ImageTransfer extends HeldObject {

  private static final int BLOCK_SIZE = 2;
  private static final int TRANSFERRED = 3;
  private static final int FIRST_NOT_TRANSFERRED = 4;
  private static final int ENABLED = 5;
  private static final int STATUS = 6;
  private static final int TO_ACTIVATE = 7;

  private static final int INITIATE = 1;
  private static final int BLOCK_TRANSFER = 2;
  private static final int VERIFY = 3;

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

  private final int maxImageBytes;
  private final ImageReceiver receiver;
  private Bytes identifier = Bytes.EMPTY;
  private byte[] image = new byte[0];
  private boolean[] there = new boolean[0];
  private int blocksThere;

  /**
   * Where images go. Called one at a time; may take its time, while nothing else happens in the
   * device.
   */
  public interface ImageReceiver {

    /**
     * Looks at a whole image: its hash, its signature, whether it is for this meter.
     *
     * @param identifier as the client named it
     * @return its signature, empty if it has none
     * @throws AccessError if it is not good
     */
    Bytes verify(Bytes identifier, Bytes image) throws AccessError;

    /**
     * Puts a verified image in force.
     *
     * @throws AccessError if that failed
     */
    void activate(Bytes identifier, Bytes image) throws AccessError;
  }

  /**
   * Ready for an image.
   *
   * @param blockBytes octets of a block, 1..65535; the last one may be shorter
   * @param maxImageBytes largest image taken, 1..2147483647
   */
  public ImageTransfer(
      DeviceObjects device,
      ObisCode logicalName,
      int blockBytes,
      int maxImageBytes,
      ImageReceiver receiver) {
    super(InterfaceClass.IMAGE_TRANSFER, logicalName, device.turn());
    this.maxImageBytes = maxImageBytes;
    this.receiver = receiver;
    hold(BLOCK_SIZE, blockBytes);
    hold(ENABLED, true);
  }

  @Override
  public Data read(int attribute) {
    return switch (attribute) {
      case TRANSFERRED -> bits();
      case FIRST_NOT_TRANSFERRED -> new Data.DoubleLongUnsigned(firstMissing());
      default -> held(attribute);
    };
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (!flag(ENABLED)) {
      forget();
      hold(STATUS, Status.NOT_INITIATED);
    }
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    if (!flag(ENABLED)) {
      throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
    }
    switch (method) {
      case INITIATE -> initiate(parameter.asList());
      case BLOCK_TRANSFER -> block(parameter.asList());
      case VERIFY -> verify();
      default -> activate();
    }
    return new Data.NullData();
  }

  private void initiate(List<Data> parts) throws AccessError, Malformed {
    long size = parts.get(1).asLong();
    if (size > maxImageBytes) {
      throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    }
    forget();
    identifier = parts.get(0).asOctets();
    image = new byte[(int) size];
    there = new boolean[Math.toIntExact(Math.ceilDiv(size, number(BLOCK_SIZE)))];
    hold(STATUS, Status.INITIATED);
  }

  private void block(List<Data> parts) throws AccessError, Malformed {
    require(status() == Status.INITIATED);
    long number = parts.get(0).asLong();
    Bytes block = parts.get(1).asOctets();
    if (number >= there.length) {
      throw new AccessError(DataAccessResult.DATA_BLOCK_UNAVAILABLE);
    }
    int at = Math.toIntExact(number * number(BLOCK_SIZE));
    if (block.size() != Math.min(number(BLOCK_SIZE), image.length - at)) {
      throw new Malformed("block " + number + " has another size: " + block.size());
    }
    block.copyTo(image, at);
    if (!there[(int) number]) {
      there[(int) number] = true;
      blocksThere++;
    }
  }

  private void verify() throws AccessError {
    require(status() == Status.INITIATED || status() == Status.VERIFICATION_SUCCESSFUL);
    if (blocksThere < there.length) {
      throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
    }
    try {
      Bytes signature = receiver.verify(identifier, Bytes.copyOf(image));
      hold(TO_ACTIVATE, List.of(new ImageToActivate(image.length, identifier, signature)));
      hold(STATUS, Status.VERIFICATION_SUCCESSFUL);
    } catch (AccessError e) {
      hold(STATUS, Status.VERIFICATION_FAILED);
      throw e;
    }
  }

  /** Of an image that was not verified yet, this verifies it first, as the standard allows. */
  private void activate() throws AccessError {
    if (status() == Status.INITIATED) {
      verify();
    }
    require(status() == Status.VERIFICATION_SUCCESSFUL);
    hold(STATUS, Status.ACTIVATION_INITIATED);
    try {
      receiver.activate(identifier, Bytes.copyOf(image));
      hold(STATUS, Status.ACTIVATION_SUCCESSFUL);
      image = new byte[0];
    } catch (AccessError e) {
      hold(STATUS, Status.ACTIVATION_FAILED);
      throw e;
    }
  }

  private Status status() {
    return as(STATUS, Status.class);
  }

  private void forget() {
    identifier = Bytes.EMPTY;
    image = new byte[0];
    there = new boolean[0];
    blocksThere = 0;
    hold(TO_ACTIVATE, List.of());
  }

  private Data bits() {
    byte[] octets = new byte[(there.length + 7) / 8];
    for (int i = 0; i < there.length; i++) {
      if (there[i]) {
        octets[i / 8] |= (byte) (0x80 >> (i % 8));
      }
    }
    return new Data.BitString(Bytes.copyOf(octets), there.length);
  }

  /** The first block that is missing; the number of blocks if none is. */
  private int firstMissing() {
    int first = 0;
    while (first < there.length && there[first]) {
      first++;
    }
    return first;
  }

  private static void require(boolean now) throws AccessError {
    if (!now) {
      throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
    }
  }
}
