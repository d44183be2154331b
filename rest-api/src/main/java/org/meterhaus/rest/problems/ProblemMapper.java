package org.meterhaus.rest.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.rest.problems.ProblemJson.ErrorJson;
import org.meterhaus.rest.trace.TraceFilter;

/** Turns whatever stopped a request into a problem document. The only place that knows statuses. */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());
  private static final Duration RETRY_UNAVAILABLE = Duration.ofSeconds(5);

  /** Set by the container, a proxy for the request at hand. */
  @Context private @Nullable HttpServletRequest request;

  @Override
  public Response toResponse(Throwable problem) {
    return switch (problem) {
      case RefusedException refused -> answer(refused.refusal());
      case EdgeRefusalException refused -> answer(refused.refusal());
      case WebApplicationException e -> answer(refusal(e));
      default -> answer(unexpected(problem));
    };
  }

  private Response answer(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotAuthenticated _ ->
          challenge(builder(ProblemType.NOT_AUTHENTICATED, refusal.detail(), null)).build();
      case Refusal.InvalidCredentials _ ->
          challenge(builder(ProblemType.INVALID_CREDENTIALS, refusal.detail(), null)).build();
      case Refusal.NotFound _ -> plain(ProblemType.NOT_FOUND, refusal.detail());
      case Refusal.InvalidInterval _ -> plain(ProblemType.INVALID_INTERVAL, refusal.detail());
      case Refusal.InvalidResolution _ -> plain(ProblemType.INVALID_RESOLUTION, refusal.detail());
      case Refusal.InvalidParameter _ -> plain(ProblemType.INVALID_PARAMETER, refusal.detail());
      case Refusal.IdempotencyKeyMissing _ ->
          plain(ProblemType.IDEMPOTENCY_KEY_MISSING, refusal.detail());
      case Refusal.IdempotencyConflict _ ->
          plain(ProblemType.IDEMPOTENCY_CONFLICT, refusal.detail());
      case Refusal.Validation(var violations) ->
          builder(
                  ProblemType.VALIDATION,
                  refusal.detail(),
                  violations.stream().map(ErrorJson::of).toList())
              .build();
      case Refusal.TooManyValues _ -> plain(ProblemType.TOO_MANY_VALUES, refusal.detail());
      case Refusal.NotSwitchable _ -> plain(ProblemType.NOT_SWITCHABLE, refusal.detail());
      case Refusal.RateLimited(Duration retryAfter) ->
          retry(builder(ProblemType.RATE_LIMITED, refusal.detail(), null), retryAfter).build();
      case Refusal.NotReady _ ->
          retry(builder(ProblemType.NOT_READY, refusal.detail(), null), RETRY_UNAVAILABLE).build();
    };
  }

  private Response answer(EdgeRefusal refusal) {
    return switch (refusal) {
      case EdgeRefusal.MalformedBody(String reason) ->
          plain(ProblemType.MALFORMED_BODY, "The body cannot be read: " + reason + ".");
      case EdgeRefusal.BodyTooLarge(int maxBytes) ->
          plain(ProblemType.BODY_TOO_LARGE, "A body may have at most " + maxBytes + " bytes.");
      case EdgeRefusal.NoSuchResource _ ->
          plain(ProblemType.NOT_FOUND, "There is no resource of this path.");
      case EdgeRefusal.MethodNotAllowed(Set<String> allowed) ->
          builder(
                  ProblemType.METHOD_NOT_ALLOWED,
                  "This path knows " + String.join(", ", allowed.stream().sorted().toList()) + ".",
                  null)
              .allow(allowed)
              .build();
      case EdgeRefusal.NotAcceptable _ ->
          plain(ProblemType.NOT_ACCEPTABLE, "This resource is application/json.");
      case EdgeRefusal.UnsupportedMediaType _ ->
          plain(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The Content-Type is not read here.");
      case EdgeRefusal.BadRequest _ -> plain(ProblemType.BAD_REQUEST, "The request is malformed.");
      case EdgeRefusal.Internal _ ->
          plain(ProblemType.INTERNAL, "The request could not be answered.");
    };
  }

  /** What Jersey refused by itself. */
  private EdgeRefusal refusal(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    if (status < 400 || status >= 500) {
      return unexpected(e);
    }
    return switch (status) {
      case 404 -> new EdgeRefusal.NoSuchResource();
      case 405 -> new EdgeRefusal.MethodNotAllowed(e.getResponse().getAllowedMethods());
      case 406 -> new EdgeRefusal.NotAcceptable();
      case 415 -> new EdgeRefusal.UnsupportedMediaType();
      default -> new EdgeRefusal.BadRequest();
    };
  }

  private EdgeRefusal unexpected(Throwable problem) {
    LOG.log(Level.ERROR, () -> "request " + traceId() + " failed", problem);
    return new EdgeRefusal.Internal();
  }

  private String traceId() {
    return TraceFilter.of(Objects.requireNonNull(request, "not injected")).id();
  }

  private Response plain(ProblemType type, String detail) {
    return builder(type, detail, null).build();
  }

  private Response.ResponseBuilder builder(
      ProblemType type, String detail, @Nullable List<ErrorJson> errors) {
    return Response.status(type.status())
        .type(ProblemJson.MEDIA_TYPE)
        .entity(
            new ProblemJson(type.uri(), type.title(), type.status(), detail, errors, traceId()));
  }

  private static Response.ResponseBuilder challenge(Response.ResponseBuilder response) {
    return response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"meterhaus\"");
  }

  private static Response.ResponseBuilder retry(Response.ResponseBuilder response, Duration after) {
    return response.header(HttpHeaders.RETRY_AFTER, Math.max(1, after.toSeconds()));
  }
}
