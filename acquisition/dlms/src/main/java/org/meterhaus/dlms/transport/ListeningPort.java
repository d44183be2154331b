package org.meterhaus.dlms.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket on a thread of Netty's: only a socket, where Netty's own has a channel with
 * configuration, pipeline and buffers, of which a port that is one of ten thousand uses nothing.
 */
final class ListeningPort extends NioSelectableChannelIoHandle<ServerSocketChannel> {

  private static final System.Logger LOG = System.getLogger(ListeningPort.class.getName());
  private static final int BACKLOG = 128;

  /** Accepted before other sockets have their turn. */
  private static final int AT_ONCE = 16;

  /** How long nobody is let in when the process has no descriptor left for another socket. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final IoEventLoop loop;
  private final ServerSocketChannel socket;
  private final Consumer<SocketChannel> taker;

  /** On the loop only. */
  private @Nullable IoRegistration registration;

  private ListeningPort(
      IoEventLoop loop, ServerSocketChannel socket, Consumer<SocketChannel> taker) {
    super(socket);
    this.loop = loop;
    this.socket = socket;
    this.taker = taker;
  }

  /**
   * Starts to listen.
   *
   * @param taker given each accepted socket on the loop, which is then its to close
   * @throws IOException if it cannot listen there
   */
  static ListeningPort open(
      IoEventLoop loop, InetSocketAddress address, Consumer<SocketChannel> taker)
      throws IOException {
    // Bound here and not by the loop: ten thousand ports are ten thousand waits else.
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(address, BACKLOG);
      socket.configureBlocking(false);
      ListeningPort port = new ListeningPort(loop, socket, taker);
      loop.execute(port::register);
      return port;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw new IOException("cannot listen at " + address + ": " + e.getMessage(), e);
    }
  }

  /** Where it listens. */
  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) socket.getLocalAddress();
  }

  private void register() {
    // Cannot be but done at once, since this is the loop's thread.
    Future<IoRegistration> registered = loop.register(this);
    if (registered.isSuccess()) {
      registration = registered.getNow();
      listen(NioIoOps.ACCEPT);
    } else {
      Quietly.close(socket);
    }
  }

  private void listen(NioIoOps operations) {
    IoRegistration known = registration;
    if (known != null && known.isValid()) {
      var _ = known.submit(operations);
    }
  }

  @Override
  protected void handle(ServerSocketChannel listening, SelectionKey key) {
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        SocketChannel accepted = listening.accept();
        if (accepted == null) {
          return;
        }
        take(accepted);
      }
    } catch (ClosedChannelException _) {
      // Closed meanwhile.
    } catch (IOException e) {
      LOG.log(Level.WARNING, () -> socket + " lets nobody in for a while: " + e.getMessage());
      listen(NioIoOps.NONE);
      var _ = loop.schedule(() -> listen(NioIoOps.ACCEPT), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void take(SocketChannel accepted) {
    try {
      taker.accept(accepted);
    } catch (RuntimeException e) {
      // Whatever it was, the loop's other sockets have nothing to do with it.
      LOG.log(Level.ERROR, "a connection was not taken", e);
      Quietly.close(accepted);
    }
  }

  /** Listens no more; on another thread than the loop's waits until the port is free. */
  @Override
  public void close() {
    long deadline = System.nanoTime() + GRACE.toNanos();
    boolean waits = !loop.inEventLoop();
    try {
      await(loop.submit(this::end), waits);
      // The selector lets go of it when it selects next: each task is one step nearer to that.
      while (waits && socket.isRegistered() && System.nanoTime() - deadline < 0) {
        await(loop.submit(() -> {}), true);
      }
    } catch (RejectedExecutionException _) {
      // The loop has ended, and closed the socket.
      Quietly.close(socket);
    }
  }

  private static void await(Future<?> step, boolean waits) {
    if (waits) {
      // On a loop that ends meanwhile a step may never be taken: hence not for ever.
      var _ = step.awaitUninterruptibly(GRACE.toMillis());
    }
  }

  private void end() {
    IoRegistration known = registration;
    if (known != null) {
      var _ = known.cancel();
    }
    Quietly.close(socket);
  }
}
