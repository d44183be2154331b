package org.meterhaus.dlms.scenario;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sits between a client and a server, passes requests on and does what it likes with answers. */
final class Middleman implements AutoCloseable {

  /** What becomes of an answer. */
  interface Tampering {
    /**
     * Changes an answer.
     *
     * @param index 0 for the AARE, ..
     * @param frame wrapper header and APDU
     * @return what the client gets; null closes the connection
     */
    byte @Nullable [] tamper(int index, byte[] frame) throws IOException;
  }

  private static final int HEADER = 8;

  private final ServerSocket listening;
  private final InetSocketAddress server;
  private final Tampering tampering;
  private final Thread thread;

  Middleman(InetSocketAddress server, Tampering tampering) throws IOException {
    this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    this.server = server;
    this.tampering = tampering;
    this.thread = Thread.ofVirtual().name("middleman").start(this::run);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void run() {
    try (Socket client = listening.accept();
        Socket onward = new Socket(server.getAddress(), server.getPort())) {
      OutputStream toClient = client.getOutputStream();
      DataInputStream fromClient = new DataInputStream(client.getInputStream());
      DataInputStream fromServer = new DataInputStream(onward.getInputStream());
      for (int index = 0; ; index++) {
        onward.getOutputStream().write(frame(fromClient));
        byte[] answer = tampering.tamper(index, frame(fromServer));
        if (answer == null) {
          return;
        }
        toClient.write(answer);
      }
    } catch (IOException _) {
      // one of the two is gone, and so is the conversation
    }
  }

  /** The next wrapper header and APDU. */
  static byte[] frame(DataInputStream in) throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length < HEADER) {
      throw new IOException("closed");
    }
    int length = (header[6] & 0xFF) << 8 | (header[7] & 0xFF);
    byte[] frame = Arrays.copyOf(header, HEADER + length);
    in.readFully(frame, HEADER, length);
    return frame;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
