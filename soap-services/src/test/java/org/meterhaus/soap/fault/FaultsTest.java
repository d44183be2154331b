package org.meterhaus.soap.fault;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.xml.ws.soap.SOAPFaultException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.soap.wire.IdempotencyFault;
import org.meterhaus.soap.wire.InvalidPeriodFault;
import org.meterhaus.soap.wire.NotAuthenticatedFault;
import org.meterhaus.soap.wire.NotFoundFault;
import org.meterhaus.soap.wire.NotReadyFault;
import org.meterhaus.soap.wire.NotSwitchableFault;
import org.meterhaus.soap.wire.QuotaFault;
import org.meterhaus.soap.wire.ValidationFault;
import org.meterhaus.soap.wire.common.FieldError;
import org.meterhaus.soap.wire.common.Problem;

@DisplayName("The fault of a refusal")
class FaultsTest {

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(new Refusal.InvalidCredentials(), NotAuthenticatedFault.class),
        Arguments.of(new Refusal.NotAuthenticated(), NotAuthenticatedFault.class),
        Arguments.of(new Refusal.NotFound("device", "x"), NotFoundFault.class),
        Arguments.of(new Refusal.InvalidInterval("x", "y"), InvalidPeriodFault.class),
        Arguments.of(new Refusal.InvalidResolution("x", "y"), ValidationFault.class),
        Arguments.of(new Refusal.InvalidParameter("zone", "y"), ValidationFault.class),
        Arguments.of(new Refusal.IdempotencyKeyMissing(), ValidationFault.class),
        Arguments.of(
            new Refusal.Validation(List.of(new Refusal.Violation("a", "required"))),
            ValidationFault.class),
        Arguments.of(new Refusal.TooManyValues(2, 1), ValidationFault.class),
        Arguments.of(new Refusal.IdempotencyConflict(), IdempotencyFault.class),
        Arguments.of(new Refusal.NotSwitchable("x"), NotSwitchableFault.class),
        Arguments.of(new Refusal.RateLimited(Duration.ofSeconds(9)), QuotaFault.class),
        Arguments.of(new Refusal.NotReady("x"), NotReadyFault.class));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void has_its_code_and_its_sentence(Refusal refusal, Class<? extends Exception> type)
      throws ReflectiveOperationException {
    var fault = Faults.of(refusal);

    assertThat(fault).isExactlyInstanceOf(type).hasMessage(refusal.detail());
    var problem = (Problem) type.getMethod("getFaultInfo").invoke(fault);
    assertThat(problem.getCode()).isEqualTo(refusal.code());
    assertThat(problem.getMessage()).isEqualTo(refusal.detail());
  }

  @Test
  void is_tested_for_every_refusal_there_is() {
    Set<Class<?>> tested =
        refusals()
            .map(arguments -> requireNonNull(arguments.get()[0]).getClass())
            .collect(Collectors.toSet());

    assertThat(tested).isEqualTo(Set.<Class<?>>of(Refusal.class.getPermittedSubclasses()));
  }

  @Test
  void says_when_to_come_back() {
    var fault = (QuotaFault) Faults.of(new Refusal.RateLimited(Duration.ofSeconds(9)));

    assertThat(fault.getFaultInfo().getRetryAfter()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void lists_every_mistake() {
    var refusal =
        new Refusal.Validation(
            List.of(new Refusal.Violation("a", "required"), new Refusal.Violation("b", "long")));

    assertThat(((ValidationFault) Faults.of(refusal)).getFaultInfo().getError())
        .extracting(FieldError::getPath, FieldError::getCode)
        .containsExactly(tuple("a", "required"), tuple("b", "long"));
  }

  // SOAP 1.1, section 4.4.1: Client may mend its request, Server may be asked again
  @Test
  void blames_the_right_side() {
    assertThat(faultCode(Faults.of(new Refusal.NotFound("device", "x")))).isEqualTo("Client");
    assertThat(faultCode(Faults.of(new Refusal.NotReady("x")))).isEqualTo("Server");
    assertThat(faultCode(Faults.service("trace"))).isEqualTo("Server");
  }

  private static String faultCode(Exception fault) {
    var cause = (SOAPFaultException) requireNonNull(fault.getCause());
    return cause.getFault().getFaultCodeAsQName().getLocalPart();
  }
}
