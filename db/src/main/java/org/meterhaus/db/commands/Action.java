package org.meterhaus.db.commands;

import java.util.Optional;

/** What a command does to a relay. */
public enum Action {
  SWITCH_ON("switch-on"),
  SWITCH_OFF("switch-off");

  private final String wireName;

  Action(String wireName) {
    this.wireName = wireName;
  }

  /** In the schema and in both faces. */
  public String wireName() {
    return wireName;
  }

  /** Empty if there is no such action. */
  public static Optional<Action> of(String wireName) {
    for (Action action : values()) {
      if (action.wireName.equals(wireName)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }
}
