package org.meterhaus.dlms.client;

import org.meterhaus.dlms.apdu.Apdu;

/**
 * Takes what a server sends unasked over an open association. Called on the thread that waits for
 * an answer or listens, before that goes on: it must neither block nor use the client.
 */
@FunctionalInterface
public interface NotificationListener {

  /** For who does not care. */
  NotificationListener NONE = _ -> {};

  /** A notification, protected at least as answers have to be. */
  void notified(Apdu.Notification notification);
}
