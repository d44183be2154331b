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
    READ_AND_WRITE(3);

    private final int code;

    Mode(int code) {
      this.code = code;
    }

    /** The enum value on the wire. */
    public int code() {
      return code;
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
