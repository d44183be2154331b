package org.meterhaus.dlms.server;

import java.util.List;

/**
 * Access to one attribute as the object_list tells it.
 *
 * @param attribute index, -128..127
 * @param mode who may do what
 * @param selectors access selectors that are understood, each 0..127
 */
public record AttributeAccess(int attribute, Mode mode, List<Integer> selectors) {

  /** access_mode of association LN versions 0 to 2. */
  public enum Mode {
    NO_ACCESS(0),
    READ_ONLY(1),
    WRITE_ONLY(2),
    READ_AND_WRITE(3),
    /** From here on only by requests that are authenticated. */
    AUTHENTICATED_READ_ONLY(4),
    AUTHENTICATED_WRITE_ONLY(5),
    AUTHENTICATED_READ_AND_WRITE(6);

    private final int code;

    Mode(int code) {
      this.code = code;
    }

    /** The enum value on the wire. */
    public int code() {
      return code;
    }

    /**
     * The enum value on the wire in Association LN before version 3; version 0 has no words for
     * authenticated access.
     */
    int enumerated(int version) {
      return version == 0 && wantsAuthentication() ? code - READ_AND_WRITE.code : code;
    }

    /** The bits of version 3: 0 read, 1 write, 2 authenticated request. */
    int bits() {
      return (reads() ? 1 : 0) + (writes() ? 2 : 0) + (wantsAuthentication() ? 4 : 0);
    }

    private boolean reads() {
      return switch (this) {
        case READ_ONLY, READ_AND_WRITE, AUTHENTICATED_READ_ONLY, AUTHENTICATED_READ_AND_WRITE ->
            true;
        case NO_ACCESS, WRITE_ONLY, AUTHENTICATED_WRITE_ONLY -> false;
      };
    }

    private boolean writes() {
      return switch (this) {
        case WRITE_ONLY, READ_AND_WRITE, AUTHENTICATED_WRITE_ONLY, AUTHENTICATED_READ_AND_WRITE ->
            true;
        case NO_ACCESS, READ_ONLY, AUTHENTICATED_READ_ONLY -> false;
      };
    }

    private boolean wantsAuthentication() {
      return code >= AUTHENTICATED_READ_ONLY.code;
    }

    /** Whether a request may read, which carries an authentication tag that fits or does not. */
    boolean allowsReading(boolean authenticated) {
      return reads() && (authenticated || !wantsAuthentication());
    }

    /** Whether a request may write, which carries an authentication tag that fits or does not. */
    boolean allowsWriting(boolean authenticated) {
      return writes() && (authenticated || !wantsAuthentication());
    }

    /** What both allow; authentication is wanted if either wants it. */
    Mode narrowedTo(Mode other) {
      boolean reads = reads() && other.reads();
      boolean writes = writes() && other.writes();
      int open = (reads ? 1 : 0) + (writes ? 2 : 0);
      boolean authenticated = wantsAuthentication() || other.wantsAuthentication();
      return values()[open == 0 || !authenticated ? open : open + 3];
    }
  }

  public AttributeAccess {
    selectors = List.copyOf(selectors);
  }

  public static AttributeAccess readOnly(int attribute) {
    return new AttributeAccess(attribute, Mode.READ_ONLY, List.of());
  }

  public static AttributeAccess readAndWrite(int attribute) {
    return new AttributeAccess(attribute, Mode.READ_AND_WRITE, List.of());
  }
}
