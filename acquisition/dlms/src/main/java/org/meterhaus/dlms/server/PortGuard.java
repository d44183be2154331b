package org.meterhaus.dlms.server;

/**
 * Says whether a port takes clients at all, whoever they are; told of those that did and did not
 * prove who they are. Asked beside the lock-out of single clients. Thread-safe.
 */
public interface PortGuard {

  /** Takes everybody. */
  PortGuard OPEN =
      new PortGuard() {
        @Override
        public boolean admits() {
          return true;
        }

        @Override
        public void failed() {}

        @Override
        public void succeeded() {}
      };

  /** Whether an association may be asked for now; those that are open go on. */
  boolean admits();

  /** Somebody tried and did not prove who they are. */
  void failed();

  /** Somebody proved who they are. */
  void succeeded();
}
