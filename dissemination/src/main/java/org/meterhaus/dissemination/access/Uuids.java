package org.meterhaus.dissemination.access;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids as callers write them. */
public final class Uuids {

  /** {@link UUID#fromString} also takes shorter groups, which would give one id many names. */
  private static final Pattern FORM =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  private Uuids() {}

  /** Empty if it is none. */
  public static Optional<UUID> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }
}
