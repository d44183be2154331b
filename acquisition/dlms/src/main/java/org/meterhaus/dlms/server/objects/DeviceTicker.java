package org.meterhaus.dlms.server.objects;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass in a device: a virtual thread that ticks it until closed. */
public final class DeviceTicker implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DeviceTicker.class.getName());

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private DeviceTicker(DeviceObjects device, Duration every) {
    thread = Thread.ofVirtual().name("device-ticker").unstarted(() -> run(device, every));
  }

  /**
   * Starts.
   *
   * @param every how finely values are looked at, more than zero; a second is usual
   */
  public static DeviceTicker start(DeviceObjects device, Duration every) {
    if (!every.isPositive()) {
      throw new IllegalArgumentException("every must be positive but was " + every);
    }
    DeviceTicker ticker = new DeviceTicker(device, every);
    ticker.thread.start();
    return ticker;
  }

  private void run(DeviceObjects device, Duration every) {
    try {
      while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
        tick(device);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A bug in one object must not stop the clock of the others. */
  private static void tick(DeviceObjects device) {
    try {
      device.tick();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a device failed while time passed", e);
    }
  }

  /** Ends it; waits until a tick under way is done. */
  @Override
  public void close() {
    closed.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
