package org.meterhaus.sink.collect;

/** A meter could not be read to the end; what was read so far is in the journal. */
final class PollFailed extends Exception {
  PollFailed(String reason) {
    super(reason);
  }
}
