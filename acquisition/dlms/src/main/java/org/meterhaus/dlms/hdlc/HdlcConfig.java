package org.meterhaus.dlms.hdlc;

import java.time.Duration;

/**
 * How a station speaks HDLC.
 *
 * @param serverAddressOctets octets of the server's address, 1, 2 or 4; a server takes each of them
 * @param physicalAddress of the server, 0..127, with four octets 0..16383; does not count where the
 *     address has one octet. A server with 0, which is no station's, answers to each: it is alone
 *     on its line
 * @param parameters what the station proposes, or agrees to at most
 * @param answerWithin a client waits so long for each frame before it asks again, more than zero
 * @param pollPause a client asks a server that has nothing yet again after so long, more than zero
 * @param attempts how often a client sends the same, 1..100
 */
public record HdlcConfig(
    int serverAddressOctets,
    int physicalAddress,
    HdlcParameters parameters,
    Duration answerWithin,
    Duration pollPause,
    int attempts) {

  /** Addresses of one octet, fields of 2030 octets, window 1; 3 s a frame, three attempts. */
  public static final HdlcConfig DEFAULT =
      new HdlcConfig(
          1,
          0,
          HdlcParameters.DEFAULT.withMaxInfo(HdlcFrame.MAX_INFORMATION_OCTETS),
          Duration.ofSeconds(3),
          Duration.ofMillis(200),
          3);

  public HdlcConfig {
    // Says which of the two is out of range.
    var _ = new HdlcAddress(serverAddressOctets, 0, serverAddressOctets == 1 ? 0 : physicalAddress);
    require(answerWithin.isPositive(), "answerWithin must be positive but was " + answerWithin);
    require(pollPause.isPositive(), "pollPause must be positive but was " + pollPause);
    require(attempts >= 1 && attempts <= 100, "attempts must be 1..100 but was " + attempts);
  }

  /** The same with a server address of two or four octets. */
  public HdlcConfig withPhysicalAddress(int addressOctets, int address) {
    return new HdlcConfig(addressOctets, address, parameters, answerWithin, pollPause, attempts);
  }

  /** The same with other parameters. */
  public HdlcConfig withParameters(HdlcParameters other) {
    return new HdlcConfig(
        serverAddressOctets, physicalAddress, other, answerWithin, pollPause, attempts);
  }

  /** The same with other waits and another number of attempts. */
  public HdlcConfig withPatience(Duration answer, Duration pause, int tries) {
    return new HdlcConfig(serverAddressOctets, physicalAddress, parameters, answer, pause, tries);
  }

  /**
   * The server's address for a logical device.
   *
   * @throws IllegalArgumentException if the address has no room for it
   */
  public HdlcAddress server(int logicalDevice) {
    return new HdlcAddress(
        serverAddressOctets, logicalDevice, serverAddressOctets == 1 ? 0 : physicalAddress);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
