package org.meterhaus.dlms.scenario;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sits between clients and a server, and cuts each connection after so many answers. */
final class Cutter implements AutoCloseable {

  private final ServerSocket listening;
  private final InetSocketAddress server;
  private final int[] answers;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();

  /** Octets of all answers that were passed on. */
  final AtomicLong octets = new AtomicLong();

  /** A permit for each connection that was cut. */
  final Semaphore cuts = new Semaphore(0);

  /**
   * Cuts the n-th connection after {@code answers[n]} answers; those beyond live on. The request
   * behind the last answer still reaches the server.
   */
  Cutter(InetSocketAddress server, int... answers) throws IOException {
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.server = server;
    this.answers = answers;
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        sockets.add(client);
        int number = connections.getAndIncrement();
        int left = number < answers.length ? answers[number] : Integer.MAX_VALUE;
        threads.execute(() -> carry(client, left));
      }
    } catch (IOException _) {
      // closed: the test is over
    }
  }

  private void carry(Socket client, int most) {
    try (client;
        Socket onward = new Socket(server.getAddress(), server.getPort())) {
      sockets.add(onward);
      DataInputStream fromClient = new DataInputStream(client.getInputStream());
      DataInputStream fromServer = new DataInputStream(onward.getInputStream());
      for (int left = most; ; left--) {
        if (left == 0 && most == 0) {
          break;
        }
        onward.getOutputStream().write(Middleman.frame(fromClient));
        byte[] answer = Middleman.frame(fromServer);
        if (left == 0) {
          break;
        }
        octets.addAndGet(answer.length);
        client.getOutputStream().write(answer);
      }
    } catch (IOException _) {
      // one of the two is gone, and so is the conversation
    }
    cuts.release();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.close();
  }
}
