package org.meterhaus.dlms.protection;

import java.util.List;
import org.meterhaus.dlms.classes.values.ProtectionParameters;

/**
 * required_protection: the least that data has to be protected in each direction.
 *
 * @param bits 2 to 4: what comes in is authenticated, encrypted, signed; 5 to 7: what goes out; 0
 *     and 1 are not used
 */
public record RequiredProtection(int bits) {

  private static final int AUTHENTICATED = 0x04;
  private static final int ENCRYPTED = 0x08;
  private static final int SIGNED = 0x10;
  private static final int DIRECTION = 0x1C;
  private static final int OUT = 3;

  /** Whether data that comes in like this may be taken. */
  public boolean takes(List<ProtectionParameters> parameters) {
    int wanted = bits & DIRECTION;
    return (of(parameters) & wanted) == wanted;
  }

  /** Whether data may go out like this. */
  public boolean gives(List<ProtectionParameters> parameters) {
    int wanted = bits >> OUT & DIRECTION;
    return (of(parameters) & wanted) == wanted;
  }

  private static int of(List<ProtectionParameters> parameters) {
    int given = 0;
    for (ProtectionParameters each : parameters) {
      given |=
          switch (each.type()) {
            case AUTHENTICATION -> AUTHENTICATED;
            case ENCRYPTION -> ENCRYPTED;
            case AUTHENTICATION_AND_ENCRYPTION -> AUTHENTICATED | ENCRYPTED;
            case DIGITAL_SIGNATURE -> SIGNED;
          };
    }
    return given;
  }
}
