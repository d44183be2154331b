package org.meterhaus.rest.devices;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.devices.DetectFaults;
import org.meterhaus.dissemination.devices.Devices;
import org.meterhaus.dissemination.devices.SwitchDevice;
import org.meterhaus.dissemination.sub.Aggregate;
import org.meterhaus.rest.devices.DeviceJson.StateJson;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.LinksJson;
import org.meterhaus.rest.edge.Parameters;
import org.meterhaus.rest.edge.RequestBody;
import org.meterhaus.rest.readings.AggregatesJson;

/** {@code /devices}: the caller's appliances. */
@Path("devices")
@Produces(MediaType.APPLICATION_JSON)
public final class DeviceResource {

  private static final Set<String> COMMAND_FIELDS = Set.of("action");
  private static final Set<String> FEEDBACK_FIELDS = Set.of("verdict");

  private final Devices devices;
  private final DetectFaults detectFaults;
  private final SwitchDevice switchDevice;
  private final Aggregate aggregate;

  public DeviceResource(
      Devices devices, DetectFaults detectFaults, SwitchDevice switchDevice, Aggregate aggregate) {
    this.devices = devices;
    this.aggregate = aggregate;
    this.detectFaults = detectFaults;
    this.switchDevice = switchDevice;
  }

  /** My devices. */
  @GET
  public DevicesJson list(@Context SecurityContext who) {
    return new DevicesJson(
        devices.list(Identity.of(who)).stream().map(DeviceJson::of).toList(), LinksJson.LAST);
  }

  /** One of them. */
  @GET
  @Path("{id}")
  public DeviceJson one(@Context SecurityContext who, @PathParam("id") String id) {
    return DeviceJson.of(devices.get(Identity.of(who), id));
  }

  /** Whether it is on, as its meter said last. */
  @GET
  @Path("{id}/state")
  public StateJson state(@Context SecurityContext who, @PathParam("id") String id) {
    return StateJson.of(devices.state(Identity.of(who), id));
  }

  /** What it used, and which share of the flat's use that was. */
  @GET
  @Path("{id}/utilisation")
  public UtilisationJson utilisation(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval,
      @QueryParam("resolution") @Nullable String resolution) {
    return UtilisationJson.of(
        devices.utilisation(
            Identity.of(who), id, Parameters.required("interval", interval), resolution));
  }

  /** Functions of its values per bucket; without a bucket, of the whole interval. */
  @GET
  @Path("{id}/aggregates")
  public AggregatesJson aggregates(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval,
      @QueryParam("bucket") @Nullable String bucket,
      @QueryParam("fn") @Nullable String functions) {
    return AggregatesJson.ofDevice(
        aggregate.ofDevice(
            Identity.of(who),
            id,
            Parameters.required("interval", interval),
            bucket,
            Parameters.list(Parameters.required("fn", functions))));
  }

  /** What may be a fault of it. */
  @GET
  @Path("{id}/findings")
  public FindingsJson findings(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval) {
    return FindingsJson.of(detectFaults.detect(Identity.of(who), id, interval));
  }

  /** Takes what the caller says of a finding: that it is a fault, or that it is none. */
  @POST
  @Path("{id}/findings/{finding}/feedback")
  @Consumes(MediaType.APPLICATION_JSON)
  public FindingsJson.FindingJson feedback(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @PathParam("finding") String finding,
      InputStream in) {
    var body = RequestBody.read(in, FEEDBACK_FIELDS);
    String verdict = body.string("verdict");
    body.done();
    return FindingsJson.FindingJson.of(
        detectFaults.feedback(Identity.of(who), id, finding, verdict));
  }

  /** Accepts a command; it is carried out later, and {@code Location} says where to look. */
  @POST
  @Path("{id}/commands")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response command(
      @Context SecurityContext who,
      @Context UriInfo uri,
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      InputStream in) {
    var body = RequestBody.read(in, COMMAND_FIELDS);
    String action = body.string("action");
    body.done();
    var accepted =
        switchDevice.accept(Identity.of(who), new SwitchDevice.NewCommand(id, action, key));
    return Response.accepted(CommandJson.of(accepted))
        .location(uri.getBaseUriBuilder().path("commands").path(accepted.id().toString()).build())
        .build();
  }

  /** A list of devices. */
  public record DevicesJson(List<DeviceJson> items, LinksJson links) {}
}
