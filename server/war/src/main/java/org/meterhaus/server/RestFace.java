package org.meterhaus.server;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.meterhaus.dissemination.UseCases;
import org.meterhaus.rest.RestApplication;

/** Puts the REST face at {@code /api/v1}. */
@ApplicationPath("api/v1")
public class RestFace extends Application {

  /** Deprecated in favour of injection, but the only standard way to publish what is composed. */
  @Override
  @SuppressWarnings("deprecation")
  public Set<Object> getSingletons() {
    return RestApplication.singletons(
        CDI.current().select(UseCases.class).get(), CDI.current().select(SecureRandom.class).get());
  }

  /** None by scanning: what is not listed does not exist. */
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of();
  }

  @Override
  public Map<String, Object> getProperties() {
    return RestApplication.properties();
  }
}
