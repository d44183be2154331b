package org.meterhaus.rest.devices;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.meterhaus.dissemination.devices.CommandStatus;
import org.meterhaus.rest.edge.Identity;

/** {@code GET /commands/{id}}: how far a command got. */
@Path("commands/{id}")
@Produces(MediaType.APPLICATION_JSON)
public final class CommandResource {

  private final CommandStatus commandStatus;

  public CommandResource(CommandStatus commandStatus) {
    this.commandStatus = commandStatus;
  }

  /** Says so. */
  @GET
  public CommandJson one(@Context SecurityContext who, @PathParam("id") String id) {
    return CommandJson.of(commandStatus.get(Identity.of(who), id));
  }
}
