package org.meterhaus.dlms.server.objects.communication;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.BiConsumer;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.communication.ImageTransfer.ImageReceiver;

/**
 * Takes images that end with the SHA-256 digest of what is before it. This finds damage, not
 * forgery: an image that comes over an association without keys wants a signature.
 *
 * @param activation gets identifier and image, without the digest
 */
public record ImageDigest(BiConsumer<Bytes, Bytes> activation) implements ImageReceiver {

  private static final int DIGEST = 32;

  /** An image with its digest behind it. */
  public static Bytes append(Bytes content) {
    return content.concat(Bytes.copyOf(sha256(content)));
  }

  @Override
  public Bytes verify(Bytes identifier, Bytes image) throws AccessError {
    int end = image.size() - DIGEST;
    if (end < 0
        || !MessageDigest.isEqual(
            sha256(image.slice(0, end)), image.slice(end, image.size()).toArray())) {
      throw new AccessError(DataAccessResult.OTHER_REASON);
    }
    return image.slice(end, image.size());
  }

  @Override
  public void activate(Bytes identifier, Bytes image) {
    activation.accept(identifier, image.slice(0, image.size() - DIGEST));
  }

  private static byte[] sha256(Bytes content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content.toArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
