package org.meterhaus.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * What two processes can do at most with blocking sockets and a thread a connection: as many octets
 * there and back as a read takes, and nothing done with them.
 */
final class RawTcp {

  private RawTcp() {}

  /** Answers until the process ends: the first 8 octets tell the sizes. */
  static void serve(Options options) throws IOException {
    try (ServerSocket listening =
        new ServerSocket(
            Integer.parseInt(options.word(1)), 128, InetAddress.getLoopbackAddress())) {
      System.out.println("{\"serving\":\"raw\"}");
      while (true) {
        Socket socket = listening.accept();
        Thread.ofPlatform().daemon().start(() -> answer(socket));
      }
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      byte[] request = new byte[in.readInt()];
      byte[] response = new byte[in.readInt()];
      while (true) {
        in.readFully(request);
        out.write(response);
      }
    } catch (IOException _) {
      // The other end has measured enough.
    }
  }

  /** Asks over and over, and prints how often and how fast. */
  static void measure(Options options) throws IOException, InterruptedException {
    int request = options.number("request", 21);
    int answer = options.number("answer", 17);
    List<Socket> sockets = new ArrayList<>();
    List<ClosedLoop.Call> calls = new ArrayList<>();
    for (int i = 0; i < options.number("connections", 1); i++) {
      Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(options.word(1)));
      socket.setTcpNoDelay(true);
      sockets.add(socket);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      out.write(new byte[] {0, 0, 0, (byte) request, 0, 0, 0, (byte) answer});
      byte[] asked = new byte[request];
      byte[] answered = new byte[answer];
      calls.add(() -> {
        out.write(asked);
        in.readFully(answered);
      });
    }
    ClosedLoop.Outcome outcome =
        ClosedLoop.run(
            calls, Thread.ofPlatform(), options.number("warm", 3), options.number("seconds", 5));
    for (Socket socket : sockets) {
      socket.close();
    }
    System.out.println(outcome.json("raw", "ping-pong", sockets.size()));
  }
}
