package org.meterhaus.dlms.classes.values;

/** How data is protected. */
public record ProtectionParameters(Type type, ProtectionOptions options) {

  /** protection_type. */
  public enum Type {
    AUTHENTICATION,
    ENCRYPTION,
    AUTHENTICATION_AND_ENCRYPTION,
    DIGITAL_SIGNATURE
  }
}
