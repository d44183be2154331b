package org.meterhaus.dlms.security;

import java.util.OptionalInt;

/**
 * The least protection that each direction must have (Security Setup, attribute 2).
 *
 * @param requests from the client
 * @param responses from the server
 * @param signedRequests whether requests have to be signed besides
 * @param signedResponses whether responses have to be signed besides
 */
public record SecurityPolicy(
    Protection requests, Protection responses, boolean signedRequests, boolean signedResponses) {

  /** Nothing is required. */
  public static final SecurityPolicy NONE = of(Protection.NONE);

  /** Everything is authenticated and encrypted. */
  public static final SecurityPolicy AUTHENTICATED_ENCRYPTION =
      of(Protection.AUTHENTICATED_ENCRYPTION);

  private static final int SIGNED_REQUESTS = 0x10;
  private static final int SIGNED_RESPONSES = 0x80;
  private static final int RESERVED = 0x03;

  /** The same both ways, without signatures. */
  public static SecurityPolicy of(Protection both) {
    return new SecurityPolicy(both, both, false, false);
  }

  /**
   * As Security Setup version 0 writes it.
   *
   * @param value 0 nothing, 1 authenticated, 2 encrypted, 3 both, in both directions
   * @throws IllegalArgumentException if it is not one of them
   */
  public static SecurityPolicy ofVersion0(int value) {
    if (value < 0 || value > 3) {
      throw new IllegalArgumentException("security policy must be 0..3 but was " + value);
    }
    return of(Protection.ofBits(value << 4));
  }

  /**
   * As Security Setup version 1 writes it.
   *
   * @param octet bits 2 to 4: requests authenticated, encrypted, signed; bits 5 to 7: responses the
   *     same; bits 0 and 1 are reserved
   * @throws IllegalArgumentException if a reserved bit is set, or it is not an octet
   */
  public static SecurityPolicy ofVersion1(int octet) {
    if (octet < 0 || octet > 255 || (octet & RESERVED) != 0) {
      throw new IllegalArgumentException(
          "security policy must be 0..255 without bits 0 and 1 but was " + octet);
    }
    return new SecurityPolicy(
        Protection.ofBits(octet << 2),
        Protection.ofBits(octet >>> 1),
        (octet & SIGNED_REQUESTS) != 0,
        (octet & SIGNED_RESPONSES) != 0);
  }

  /** As Security Setup version 0 writes it, if it can. */
  public OptionalInt version0() {
    return requests == responses && !signedRequests && !signedResponses
        ? OptionalInt.of(requests.bits() >>> 4)
        : OptionalInt.empty();
  }

  /** As Security Setup version 1 writes it. */
  public int version1() {
    return requests.bits() >>> 2
        | responses.bits() << 1
        | (signedRequests ? SIGNED_REQUESTS : 0)
        | (signedResponses ? SIGNED_RESPONSES : 0);
  }

  /** Whether each direction is protected in every way that {@code other} asks for. */
  public boolean covers(SecurityPolicy other) {
    return requests.covers(other.requests)
        && responses.covers(other.responses)
        && (signedRequests || !other.signedRequests)
        && (signedResponses || !other.signedResponses);
  }
}
