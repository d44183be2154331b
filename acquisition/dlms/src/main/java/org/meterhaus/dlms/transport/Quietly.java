package org.meterhaus.dlms.transport;

import java.io.Closeable;
import java.io.IOException;

/** Closes what is of no use any more. */
final class Quietly {

  private Quietly() {}

  static void close(Closeable resource) {
    try {
      resource.close();
    } catch (IOException _) {
      // Nothing is left to be done with it, and whoever closes has the reason already.
    }
  }
}
