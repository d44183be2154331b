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
 * @param associationVersion version of its Association LN object, 0..3; clients written for an old
 *     companion specification may know no later one
 */
public record LogicalDevice(
    int sap,
    DeviceSecurity security,
    ObjectDirectory directory,
    LockOut.Rules lockOut,
    SecurityAudit audit,
    PortGuard guard,
    int associationVersion) {

  /** What most meters in the field have. */
  private static final int USUAL_ASSOCIATION = 2;

  private static final int NEWEST_ASSOCIATION = 3;

  private static final System.Logger LOG = System.getLogger(LogicalDevice.class.getName());

  /** With the usual patience, telling the log. */
  public LogicalDevice(int sap, DeviceSecurity security, ObjectDirectory directory) {
    this(sap, security, directory, LockOut.Rules.DEFAULT, SecurityAudit.toLog(LOG));
  }

  /** At a port that takes everybody, with the version of Association LN most meters have. */
  public LogicalDevice(
      int sap,
      DeviceSecurity security,
      ObjectDirectory directory,
      LockOut.Rules lockOut,
      SecurityAudit audit) {
    this(sap, security, directory, lockOut, audit, PortGuard.OPEN, USUAL_ASSOCIATION);
  }

  public LogicalDevice {
    if (sap < 1 || sap > 65_535) {
      throw new IllegalArgumentException("sap must be 1..65535 but was " + sap);
    }
    if (associationVersion < 0 || associationVersion > NEWEST_ASSOCIATION) {
      throw new IllegalArgumentException(
          "associationVersion must be 0..3 but was " + associationVersion);
    }
  }

  /** The same with another version of Association LN, 0..3. */
  public LogicalDevice withAssociationVersion(int version) {
    return new LogicalDevice(sap, security, directory, lockOut, audit, guard, version);
  }

  /** The same at a guarded port, such as one with a Communication port protection (class 124). */
  public LogicalDevice withGuard(PortGuard other) {
    return new LogicalDevice(sap, security, directory, lockOut, audit, other, associationVersion);
  }
}
