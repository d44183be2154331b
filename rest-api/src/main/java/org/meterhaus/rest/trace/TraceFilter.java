package org.meterhaus.rest.trace;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gives every request its {@link Trace}, before anything can refuse it. */
@Provider
@PreMatching
@Priority(TraceFilter.FIRST)
public final class TraceFilter implements ContainerRequestFilter {

  static final int FIRST = 100;
  private static final String PROPERTY = Trace.class.getName();

  private final RandomGenerator random;

  public TraceFilter(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(
        PROPERTY, Trace.of(request.getHeaderString("traceparent"), () -> Trace.fresh(random)));
  }

  /** The trace of a request that has passed this filter. */
  public static Trace of(ContainerRequestContext request) {
    return known(request.getProperty(PROPERTY));
  }

  /** The same, for who has only the servlet's view: the properties are its attributes. */
  public static Trace of(HttpServletRequest request) {
    return known(request.getAttribute(PROPERTY));
  }

  private static Trace known(@Nullable Object property) {
    if (property instanceof Trace trace) {
      return trace;
    }
    throw new IllegalStateException("the request has no trace");
  }
}
