package org.meterhaus.dlms.apdu;

import org.meterhaus.dlms.data.Data;

/**
 * Selective access as on the wire (Selective-Access-Descriptor).
 *
 * @param selector 0..255
 * @param parameters what they mean depends on the class
 */
public record AccessSelection(int selector, Data parameters) {
  public AccessSelection {
    if (selector < 0 || selector > 255) {
      throw new IllegalArgumentException("selector must be 0..255 but was " + selector);
    }
  }
}
