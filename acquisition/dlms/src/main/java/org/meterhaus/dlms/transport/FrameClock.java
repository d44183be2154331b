package org.meterhaus.dlms.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose frame does not become whole in time: a peer that sends an octet a
 * second is never idle. Used on the connection's thread only.
 */
final class FrameClock {

  private final Duration within;
  private @Nullable Future<?> running;

  FrameClock(Duration within) {
    this.within = within;
  }

  /** A frame has begun; starts only once. */
  void start(ChannelHandlerContext context) {
    if (running == null) {
      running =
          context
              .executor()
              .schedule(
                  () -> Connections.close(context.channel(), CloseReason.SLOW_FRAME),
                  within.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  /** The frame is whole, or the connection is gone. */
  void stop() {
    if (running != null) {
      running.cancel(false);
      running = null;
    }
  }
}
