package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.ObisCode;

/** Which script of which script table; a name of zeros stands for none. */
public record ActionItem(ObisCode scriptLogicalName, int scriptSelector) {

  /** Nothing is run. */
  public static final ActionItem NONE = new ActionItem(ObisCode.of(0, 0, 0, 0, 0, 0), 0);

  /** Whether nothing is run. */
  public boolean isNone() {
    return scriptLogicalName.equals(NONE.scriptLogicalName);
  }
}
