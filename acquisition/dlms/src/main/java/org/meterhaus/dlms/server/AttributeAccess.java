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
    NO_ACCESS,
    READ_ONLY,
    WRITE_ONLY,
    READ_AND_WRITE
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
