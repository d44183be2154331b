package org.meterhaus.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.meterhaus.db.Database;

/** {@code /health/live}: the process answers; {@code /health/ready}: the database does too. */
@ApplicationScoped
public class Health {

  private static final Logger LOG = System.getLogger(Health.class.getName());

  /** Alive if it can say so. */
  @Produces
  @Liveness
  HealthCheck live() {
    return () -> HealthCheckResponse.up("server");
  }

  /** Ready if the database answers a question. */
  @Produces
  @Readiness
  HealthCheck ready(Database database) {
    return () -> HealthCheckResponse.named("database").status(answers(database)).build();
  }

  private static boolean answers(Database database) {
    try {
      return database.reading(session ->
          session.createNativeQuery("select true", Boolean.class).getSingleResultOrNull() != null);
    } catch (RuntimeException e) {
      // the one place where any failure is the answer itself
      LOG.log(Level.WARNING, "not ready: {0}", e.getMessage());
      return false;
    }
  }
}
