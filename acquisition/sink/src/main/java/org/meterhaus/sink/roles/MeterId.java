package org.meterhaus.sink.roles;

/**
 * A meter's name: its COSEM logical device name.
 *
 * @param value 1..16 characters of visible ASCII
 */
public record MeterId(String value) implements Comparable<MeterId> {
  private static final int LONGEST = 16;

  public MeterId {
    if (value.isEmpty()
        || value.length() > LONGEST
        || !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "meter id must be 1..%d visible ASCII characters but was '%s'".formatted(LONGEST, value));
    }
  }

  @Override
  public int compareTo(MeterId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
