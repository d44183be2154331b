package org.meterhaus.dlms.security;

/** Where security events go. Thread-safe; returns quickly and throws nothing. */
@FunctionalInterface
public interface SecurityAudit {

  void record(SecurityEvent event);

  /** To a log, as warnings. */
  static SecurityAudit toLog(System.Logger log) {
    return event -> log.log(System.Logger.Level.WARNING, event::toString);
  }
}
