package org.meterhaus.dlms.server;

import org.meterhaus.dlms.security.LockOut;
import org.meterhaus.dlms.security.SecurityAudit;

/**
 * What answers at one wrapper port of a server.
 *
 * @param sap wrapper port, 1..65535; 1 is the management logical device
 * @param security whom it lets in
 * @param directory its objects
 * @param lockOut how patient it is with clients that fail to prove who they are
 * @param audit who is told of such and of replays
 * @param guard whether its port takes clients at all
 */
public record LogicalDevice(
    int sap,
    DeviceSecurity security,
    ObjectDirectory directory,
    LockOut.Rules lockOut,
    SecurityAudit audit,
    PortGuard guard) {

  private static final System.Logger LOG = System.getLogger(LogicalDevice.class.getName());

  /** With the usual patience, telling the log. */
  public LogicalDevice(int sap, DeviceSecurity security, ObjectDirectory directory) {
    this(sap, security, directory, LockOut.Rules.DEFAULT, SecurityAudit.toLog(LOG));
  }

  /** At a port that takes everybody. */
  public LogicalDevice(
      int sap,
      DeviceSecurity security,
      ObjectDirectory directory,
      LockOut.Rules lockOut,
      SecurityAudit audit) {
    this(sap, security, directory, lockOut, audit, PortGuard.OPEN);
  }

  public LogicalDevice {
    if (sap < 1 || sap > 65_535) {
      throw new IllegalArgumentException("sap must be 1..65535 but was " + sap);
    }
  }

  /** The same at a guarded port, such as one with a Communication port protection (class 124). */
  public LogicalDevice withGuard(PortGuard other) {
    return new LogicalDevice(sap, security, directory, lockOut, audit, other);
  }
}
