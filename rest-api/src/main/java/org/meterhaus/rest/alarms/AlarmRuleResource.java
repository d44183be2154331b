package org.meterhaus.rest.alarms;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.meterhaus.dissemination.alarms.AlarmRules;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.LinksJson;
import org.meterhaus.rest.edge.RequestBody;

/** {@code /alarm-rules}: the limits that the caller set. */
@Path("alarm-rules")
@Produces(MediaType.APPLICATION_JSON)
public final class AlarmRuleResource {

  private static final Set<String> FIELDS = Set.of("device", "limitW", "enabled");

  private final AlarmRules rules;

  public AlarmRuleResource(AlarmRules rules) {
    this.rules = rules;
  }

  /** My limits. */
  @GET
  public AlarmRulesJson list(@Context SecurityContext who) {
    return new AlarmRulesJson(
        rules.list(Identity.of(who)).stream().map(AlarmRuleJson::of).toList(), LinksJson.LAST);
  }

  /** Sets one, under an id of my choice. */
  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public AlarmRuleJson put(
      @Context SecurityContext who, @PathParam("id") String id, InputStream in) {
    var body = RequestBody.read(in, FIELDS);
    var rule =
        new AlarmRules.NewRule(
            body.string("device"), body.integer("limitW"), body.truth("enabled"));
    body.done();
    return AlarmRuleJson.of(rules.put(Identity.of(who), id, rule));
  }

  /** A list of limits. */
  public record AlarmRulesJson(List<AlarmRuleJson> items, LinksJson links) {}

  /** A limit. */
  public record AlarmRuleJson(
      String id, String device, int limitW, boolean enabled, int version, Instant updatedAt) {

    static AlarmRuleJson of(AlarmRules.Rule rule) {
      return new AlarmRuleJson(
          rule.id(),
          rule.device(),
          rule.limitW(),
          rule.enabled(),
          rule.version(),
          rule.updatedAt());
    }
  }
}
