package org.meterhaus.soap.fault;

import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.List;
import javax.xml.namespace.QName;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.soap.wire.IdempotencyFault;
import org.meterhaus.soap.wire.InvalidPeriodFault;
import org.meterhaus.soap.wire.NotAuthenticatedFault;
import org.meterhaus.soap.wire.NotFoundFault;
import org.meterhaus.soap.wire.NotReadyFault;
import org.meterhaus.soap.wire.NotSwitchableFault;
import org.meterhaus.soap.wire.QuotaFault;
import org.meterhaus.soap.wire.ServiceFault;
import org.meterhaus.soap.wire.ValidationFault;
import org.meterhaus.soap.wire.common.FieldError;
import org.meterhaus.soap.wire.common.IdempotencyConflict;
import org.meterhaus.soap.wire.common.InvalidPeriod;
import org.meterhaus.soap.wire.common.NotAuthenticated;
import org.meterhaus.soap.wire.common.NotFound;
import org.meterhaus.soap.wire.common.NotReady;
import org.meterhaus.soap.wire.common.NotSwitchable;
import org.meterhaus.soap.wire.common.Problem;
import org.meterhaus.soap.wire.common.Quota;
import org.meterhaus.soap.wire.common.ServiceProblem;
import org.meterhaus.soap.wire.common.Validation;

/**
 * The declared fault of each refusal. Stateless.
 *
 * <p>The fault code is {@code Client} where the caller can mend it and {@code Server} where we must
 * (SOAP 1.1, section 4.4.1). Metro takes it from a {@link SOAPFaultException} that is the cause.
 */
public final class Faults {

  private Faults() {}

  /** The one place where refusals become faults. */
  public static Exception of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.InvalidCredentials _, Refusal.NotAuthenticated _ ->
          notAuthenticated(refusal.code(), refusal.detail());
      case Refusal.NotFound _ -> {
        var problem = filled(new NotFound(), refusal);
        yield new NotFoundFault(problem.getMessage(), problem, client(problem));
      }
      case Refusal.InvalidInterval _ -> {
        var problem = filled(new InvalidPeriod(), refusal);
        yield new InvalidPeriodFault(problem.getMessage(), problem, client(problem));
      }
      case Refusal.InvalidResolution _ ->
          validation(refusal, List.of(error("resolution", refusal.code())));
      case Refusal.InvalidParameter(String name, _) ->
          validation(refusal, List.of(error(name, refusal.code())));
      case Refusal.IdempotencyKeyMissing _ ->
          validation(refusal, List.of(error("idempotencyKey", "required")));
      case Refusal.Validation(var violations) ->
          validation(refusal, violations.stream().map(v -> error(v.path(), v.code())).toList());
      // about the request as a whole: no single place is wrong
      case Refusal.TooManyValues _ -> validation(refusal, List.of());
      case Refusal.IdempotencyConflict _ -> {
        var problem = filled(new IdempotencyConflict(), refusal);
        yield new IdempotencyFault(problem.getMessage(), problem, client(problem));
      }
      case Refusal.NotSwitchable _ -> {
        var problem = filled(new NotSwitchable(), refusal);
        yield new NotSwitchableFault(problem.getMessage(), problem, client(problem));
      }
      case Refusal.RateLimited(var retryAfter) -> {
        var problem = filled(new Quota(), refusal);
        problem.setRetryAfter(retryAfter);
        yield new QuotaFault(problem.getMessage(), problem, client(problem));
      }
      case Refusal.NotReady _ -> {
        var problem = filled(new NotReady(), refusal);
        yield new NotReadyFault(problem.getMessage(), problem, server(problem));
      }
    };
  }

  /** For credentials that were refused before the application services saw them. */
  public static NotAuthenticatedFault notAuthenticated(String code, String message) {
    var problem = filled(new NotAuthenticated(), code, message);
    return new NotAuthenticatedFault(message, problem, client(problem));
  }

  /**
   * A bug of ours.
   *
   * @param traceId that leads to the log
   */
  public static ServiceFault service(String traceId) {
    var problem =
        filled(new ServiceProblem(), "internal", "Something went wrong here; it has been logged.");
    problem.setTraceId(traceId);
    return new ServiceFault(problem.getMessage(), problem, server(problem));
  }

  private static ValidationFault validation(Refusal refusal, List<FieldError> errors) {
    var problem = filled(new Validation(), refusal);
    problem.getError().addAll(errors);
    return new ValidationFault(problem.getMessage(), problem, client(problem));
  }

  private static FieldError error(String path, String code) {
    var error = new FieldError();
    error.setPath(path);
    error.setCode(code);
    return error;
  }

  private static <P extends Problem> P filled(P problem, Refusal refusal) {
    return filled(problem, refusal.code(), refusal.detail());
  }

  private static <P extends Problem> P filled(P problem, String code, String message) {
    problem.setCode(code);
    problem.setMessage(message);
    return problem;
  }

  private static SOAPFaultException client(Problem problem) {
    return coded("Client", problem);
  }

  private static SOAPFaultException server(Problem problem) {
    return coded("Server", problem);
  }

  private static SOAPFaultException coded(String code, Problem problem) {
    try {
      var factory = SOAPFactory.newInstance(SOAPConstants.SOAP_1_1_PROTOCOL);
      var name = new QName(SOAPConstants.URI_NS_SOAP_1_1_ENVELOPE, code);
      return new SOAPFaultException(factory.createFault(problem.getMessage(), name));
    } catch (SOAPException e) {
      throw new IllegalStateException("no SAAJ on the class path", e);
    }
  }
}
