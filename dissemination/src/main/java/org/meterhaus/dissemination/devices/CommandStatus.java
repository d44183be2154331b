package org.meterhaus.dissemination.devices;

import org.meterhaus.db.commands.Commands;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Uuids;

/** How far a command got. */
public final class CommandStatus {

  private final Gate gate;

  public CommandStatus(Gate gate) {
    this.gate = gate;
  }

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, also when the id is not
   *     a UUID
   */
  public Command get(Caller caller, String commandId) {
    return gate.read(
        caller,
        scope ->
            Uuids.parse(commandId)
                .flatMap(id -> new Commands(scope.session()).find(scope.customerId(), id))
                .map(Command::of)
                .orElseThrow(() -> CustomerScope.notFound("command", commandId)));
  }
}
