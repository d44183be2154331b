package org.meterhaus.rest.edge;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/** Query parameters as resources need them. */
public final class Parameters {

  private Parameters() {}

  /**
   * @throws RefusedException if the parameter is absent or empty
   */
  public static String required(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new RefusedException(new Refusal.InvalidParameter(name, "it is missing"));
    }
    return value;
  }

  /** The parts of a list with commas, empty ones too. */
  public static List<String> list(String value) {
    return Arrays.asList(value.split(",", -1));
  }

  /**
   * A whole number, or null if it is absent.
   *
   * @throws RefusedException if it is anything else
   */
  public static @Nullable Integer integer(String name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      return Integer.valueOf(value);
    } catch (NumberFormatException _) {
      throw new RefusedException(new Refusal.InvalidParameter(name, "it is not a whole number"));
    }
  }
}
