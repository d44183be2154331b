package org.meterhaus.dlms.server;

/**
 * What answers at one wrapper port of a server.
 *
 * @param sap wrapper port, 1..65535; 1 is the management logical device
 * @param security whom it lets in
 * @param directory its objects
 */
public record LogicalDevice(int sap, DeviceSecurity security, ObjectDirectory directory) {
  public LogicalDevice {
    if (sap < 1 || sap > 65_535) {
      throw new IllegalArgumentException("sap must be 1..65535 but was " + sap);
    }
  }
}
