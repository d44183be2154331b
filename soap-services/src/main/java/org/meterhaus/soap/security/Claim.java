package org.meterhaus.soap.security;

import com.sun.xml.ws.api.message.Packet;
import jakarta.xml.ws.handler.MessageContext;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a message and the way it came.
 *
 * @param credentials not checked yet
 * @param address of the peer, for throttling
 * @param confidential whether nobody between the peer and us can read along: TLS, or loopback
 * @param correlationId follows the request through logs and audit
 */
public record Claim(
    Credentials credentials, String address, boolean confidential, String correlationId) {

  /** Key of the claim in the message context. */
  private static final String KEY = "org.meterhaus.soap.claim";

  /**
   * @throws IllegalStateException if the handler that reads credentials did not run
   */
  static Claim in(MessageContext context) {
    return checked(context.get(KEY));
  }

  /** Under which id the request is known, for the log of what went wrong with it. */
  public static String correlationIdOf(Packet packet) {
    return checked(packet.invocationProperties.get(KEY)).correlationId();
  }

  void putInto(MessageContext context) {
    context.put(KEY, this);
    context.setScope(KEY, MessageContext.Scope.APPLICATION);
  }

  private static Claim checked(@Nullable Object value) {
    if (value instanceof Claim claim) {
      return claim;
    }
    throw new IllegalStateException("the handler that reads credentials did not run");
  }
}
