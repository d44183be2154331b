package org.meterhaus.dlms.classes.values;

import java.util.List;

/** Actions that are done in their order; identifiers are 1..65535. */
public record Script(int scriptIdentifier, List<ScriptAction> actions) {
  public Script {
    actions = List.copyOf(actions);
  }
}
