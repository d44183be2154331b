package org.meterhaus.dlms.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The threads that carry the sockets of any number of servers: one each for a few thousand idle
 * meters. Requests whose objects may wait are not handled on them but on virtual threads.
 */
public final class ServerLoops implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final IoEventLoopGroup group;
  private final Map<EventLoop, TimeKeeper> times = new ConcurrentHashMap<>();

  private ServerLoops(IoEventLoopGroup group) {
    this.group = group;
  }

  /**
   * Starts the threads.
   *
   * @param threads 1..256; one carries thousands that are idle, as many as there are processors
   *     serve those that are not
   */
  public static ServerLoops start(int threads) {
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException("threads must be 1..256 but was " + threads);
    }
    return new ServerLoops(new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory()));
  }

  EventLoopGroup group() {
    return group;
  }

  /** The thread whose turn it is to carry one more socket. */
  IoEventLoop next() {
    return group.next();
  }

  /** What keeps the time of the connections on one of the threads. */
  TimeKeeper time(EventLoop loop) {
    return times.computeIfAbsent(loop, TimeKeeper::new);
  }

  /** Closes every connection still open and ends the threads; waits for them up to 5 s. */
  @Override
  public void close() {
    var _ = group.shutdownGracefully(0, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    group.terminationFuture().awaitUninterruptibly(GRACE.toMillis());
  }
}
