package org.meterhaus.dissemination.devices;

import org.meterhaus.dissemination.access.Caller;

/** How far a command got. */
@SuppressWarnings("DoNotCallSuggester")
public final class CommandStatus {

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, also when the id is not
   *     a UUID
   */
  public Command get(Caller caller, String commandId) {
    throw new UnsupportedOperationException();
  }
}
