package org.meterhaus.dlms.security;

import java.time.Duration;

/** What an auditor wants to know. Holds no key, no password and no proof. */
public sealed interface SecurityEvent {

  /**
   * Somebody failed to prove who it is.
   *
   * @param who as the transport knows it
   * @param mechanism 1..7
   */
  record ProofRefused(String who, int mechanism) implements SecurityEvent {}

  /**
   * Somebody asked for an association from an address that has none, or named no system title that
   * is fit where one is needed.
   *
   * @param who as the transport knows it
   * @param diagnostic what it was told: 1 no-reason-given, 3 calling-AP-title-not-recognized
   */
  record ClientUnknown(String who, int diagnostic) implements SecurityEvent {}

  /** A message of {@code originator} came with an invocation counter that was used before. */
  record Replayed(SystemTitle originator, long counter) implements SecurityEvent {}

  /** A protected message could not be opened, or was not protected as it must be. */
  record ProtectionRefused(String who, String reason) implements SecurityEvent {}

  /** Too many failures: shut out for a while. */
  record LockedOut(String who, Duration length) implements SecurityEvent {}

  /** A key was replaced. */
  record KeyChanged(KeyId key, How how) implements SecurityEvent {
    /** By which method of Security Setup. */
    public enum How {
      TRANSFER,
      AGREEMENT,
      GENERATION
    }
  }

  /** Somebody tried to change keys, policy or certificates, and was refused. */
  record ChangeRefused(String what, String reason) implements SecurityEvent {}

  /** The security policy was raised. */
  record PolicyChanged(SecurityPolicy from, SecurityPolicy to) implements SecurityEvent {}

  /** A certificate was taken into the store, or out of it. */
  record CertificateChanged(String subject, boolean imported) implements SecurityEvent {}
}
