package org.meterhaus.dlms.transport;

/** Why a server's connection ended. */
public enum CloseReason {
  /** The peer closed or reset it. */
  BY_PEER("closed by the peer"),
  /** The server was closed. */
  SERVER_CLOSED("server closed"),
  /** One more than the server takes at once. */
  TOO_MANY_CONNECTIONS("too many connections"),
  /** One more than the server takes at once from one address. */
  TOO_MANY_FROM_PEER("too many connections from this address"),
  /** Half open: connected, but no association in time. */
  NOT_ASSOCIATED("no association in time"),
  /** Nothing came for too long. */
  IDLE("idle for too long"),
  /** A frame was begun and did not become whole in time. */
  SLOW_FRAME("frame not whole in time"),
  /** What came is no frame, or one too large. */
  MALFORMED("no valid frame"),
  /** It does not take what is sent to it. */
  NOT_READING("takes no answers"),
  /** It sends more requests ahead of the answers than allowed. */
  TOO_FAST("too many requests ahead of the answers"),
  /** A request for a logical device that is not here, or for one association too many. */
  NOBODY_THERE("no such logical device, or too many associations"),
  /** The last answer said so: an association was refused. */
  REFUSED("association refused"),
  /** The server could not handle a request. */
  FAILED("request failed in the server");

  private final String text;

  CloseReason(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
