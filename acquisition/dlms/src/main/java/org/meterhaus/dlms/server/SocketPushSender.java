package org.meterhaus.dlms.server;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.association.BlocksOut;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.hdlc.HdlcConfig;
import org.meterhaus.dlms.security.Cover;
import org.meterhaus.dlms.security.MessageProtection;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.transport.Framing;
import org.meterhaus.dlms.transport.PushLink;

/**
 * {@link PushSender} over sockets: the wrapper over TCP or UDP, or unnumbered HDLC frames over TCP;
 * a connection a push. What does not fit into one APDU goes in blocks that nobody confirms.
 * Thread-safe.
 */
public final class SocketPushSender implements PushSender {

  /**
   * Who pushes and how.
   *
   * @param serverSap the logical device that pushes
   * @param clientSap whom it pushes to
   * @param connectWithin wait for a connection, more than zero
   * @param maxApduBytes largest APDU sent in one piece, 64..65535
   * @param hdlc addresses, where HDLC is wanted
   */
  public record Config(
      int serverSap, int clientSap, Duration connectWithin, int maxApduBytes, HdlcConfig hdlc) {

    /** 5 s to connect, APDUs as large as the framing carries. */
    public static Config of(int serverSap, int clientSap) {
      return new Config(serverSap, clientSap, Duration.ofSeconds(5), 65_535, HdlcConfig.DEFAULT);
    }

    public Config {
      if (!connectWithin.isPositive()) {
        throw new IllegalArgumentException("connectWithin must be positive");
      }
      if (maxApduBytes < 64 || maxApduBytes > 65_535) {
        throw new IllegalArgumentException(
            "maxApduBytes must be 64..65535 but was " + maxApduBytes);
      }
    }

    /** The same with another largest APDU. */
    public Config withMaxApduBytes(int bytes) {
      return new Config(serverSap, clientSap, connectWithin, bytes, hdlc);
    }
  }

  private final Config config;
  private final @Nullable Supplier<Ciphering> keys;
  private final @Nullable SystemTitle recipient;
  private final AtomicInteger invoke = new AtomicInteger();

  /** Pushes in the clear. */
  public SocketPushSender(Config config) {
    this(config, null);
  }

  /**
   * Pushes protected, as the policy wants what the device sends to be.
   *
   * @param keys asked at every push; null = in the clear
   */
  public SocketPushSender(Config config, @Nullable Supplier<Ciphering> keys) {
    this(config, keys, null);
  }

  /**
   * The same to one whose title is known: also signed, and in general-ciphering messages, if policy
   * and form say so.
   *
   * @param recipient system title of whom the pushes are for
   */
  public SocketPushSender(
      Config config, @Nullable Supplier<Ciphering> keys, @Nullable SystemTitle recipient) {
    this.config = config;
    this.keys = keys;
    this.recipient = recipient;
  }

  @Override
  public void push(Destination to, Data body) throws MeterException {
    push(to, new Push(invoke.incrementAndGet() & 0xFF_FFFF, 0, body, List.of()));
  }

  @Override
  public void push(Destination to, Push what) throws MeterException {
    if (to.message() != 0) {
      throw new Unreachable("no messages of type " + to.message());
    }
    Framing framing = framing(to.service());
    InetSocketAddress address = address(to.address());
    Bytes plain =
        ApduCodec.encode(new Apdu.DataNotification(what.invokeId(), Bytes.EMPTY, what.body()));
    Bytes apdu =
        what.protection().isEmpty()
            ? protect(plain)
            : PushProtection.of(plain, ciphering(), what.protection());
    int clientSap = what.clientSap() == 0 ? config.clientSap() : what.clientSap();
    int size = Math.min(config.maxApduBytes(), PushLink.maxApduBytes(framing));
    try (PushLink link =
        PushLink.open(framing, address, config.connectWithin(), config.serverSap(), clientSap)) {
      if (apdu.size() <= size) {
        link.send(apdu);
      } else {
        sendInBlocks(apdu, size - BlocksOut.HEADER, link);
      }
    }
  }

  private static void sendInBlocks(Bytes apdu, int size, PushLink link) throws MeterException {
    if (!BlocksOut.fits(apdu, size, 0)) {
      throw new Malformed("a push of " + apdu.size() + " octets");
    }
    for (Apdu.GeneralBlockTransfer block : BlocksOut.unconfirmed(apdu, size)) {
      link.send(ApduCodec.encode(block));
    }
  }

  private Ciphering ciphering() throws SecurityRefused {
    if (keys == null) {
      throw new SecurityRefused("there are no keys to protect a push with");
    }
    return keys.get();
  }

  private Bytes protect(Bytes plain) throws SecurityRefused {
    if (keys == null) {
      return plain;
    }
    Ciphering ciphering = keys.get();
    SecurityPolicy policy = ciphering.policy();
    MessageProtection protection =
        new MessageProtection(
            ciphering.keys(), ciphering.title(), ciphering.counter(), new SecureRandom());
    Cover cover =
        protection.unasked(
            plain.at(0), ciphering.form(), false, policy.responses(), policy.signedResponses());
    if (cover == null) {
      return plain;
    }
    if (cover.transaction() != null && recipient == null) {
      throw new SecurityRefused(
          "a push that is signed or has a key of its own names whom it is for");
    }
    return protection.protect(plain, cover, recipient == null ? ciphering.title() : recipient);
  }

  private Framing framing(int service) throws Unreachable {
    return switch (service) {
      case Destination.TCP -> new Framing.TcpWrapper();
      case Destination.UDP -> new Framing.UdpWrapper();
      case Destination.HDLC -> new Framing.HdlcOverTcp(config.hdlc());
      default -> throw new Unreachable("no way by transport service " + service);
    };
  }

  private static InetSocketAddress address(Bytes octets) throws Unreachable {
    String text = new String(octets.toArray(), StandardCharsets.US_ASCII);
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = Integer.parseInt(text, colon + 1, text.length(), 10);
      if (!host.isEmpty() && port >= 1 && port <= 65_535) {
        return new InetSocketAddress(host, port);
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new Unreachable("destination is not host:port");
  }
}
