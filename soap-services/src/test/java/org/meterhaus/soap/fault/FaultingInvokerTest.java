package org.meterhaus.soap.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.server.Invoker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.soap.security.Claim;
import org.meterhaus.soap.security.Credentials;
import org.meterhaus.soap.security.CredentialsRefusedException;
import org.meterhaus.soap.wire.NotAuthenticatedFault;
import org.meterhaus.soap.wire.NotFoundFault;
import org.meterhaus.soap.wire.ServiceFault;
import org.meterhaus.soap.wire.TimePort;

@DisplayName("What an endpoint throws")
class FaultingInvokerTest {
  private static final Method PUBLIC = operation("getSystemTime");
  private static final Method PRIVATE = operation("extractData");

  private static Method operation(String name) {
    return Arrays.stream(TimePort.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Throwable faultOf(Method operation, RuntimeException thrown) {
    var endpoint =
        new Invoker() {
          @Override
          public Object invoke(Packet packet, Method method, Object... arguments)
              throws InvocationTargetException {
            throw new InvocationTargetException(thrown);
          }
        };
    var invoker = new FaultingInvoker(endpoint, TimePort.class);
    var packet = new Packet();
    packet.invocationProperties.put(
        "org.meterhaus.soap.claim",
        new Claim(new Credentials.None(), "127.0.0.1", true, "trace-1"));
    return catchThrowableOfType(
            InvocationTargetException.class, () -> invoker.invoke(packet, operation))
        .getTargetException();
  }

  @Test
  void as_a_refusal_becomes_its_fault() {
    var thrown = new RefusedException(new Refusal.NotFound("usage point", "x"));

    assertThat(faultOf(PRIVATE, thrown)).isInstanceOf(NotFoundFault.class);
  }

  @Test
  void for_bad_credentials_becomes_a_fault_that_says_why() {
    assertThat(faultOf(PRIVATE, new CredentialsRefusedException("too old")))
        .isInstanceOf(NotAuthenticatedFault.class)
        .hasMessage("too old");
  }

  @Test
  void as_a_bug_is_logged_under_the_trace_that_the_caller_gets() {
    var records =
        logged(() ->
            assertThat(faultOf(PRIVATE, new IllegalStateException("secret detail")))
                .isInstanceOfSatisfying(
                    ServiceFault.class,
                    fault -> {
                      assertThat(fault).message().doesNotContain("secret detail");
                      assertThat(fault.getFaultInfo().getTraceId()).isEqualTo("trace-1");
                    }));

    assertThat(records).hasSize(1);
    assertThat(records.getFirst().getThrown()).hasMessage("secret detail");
    assertThat(records.getFirst().getMessage()).contains("trace-1");
  }

  @Test
  void but_the_contract_does_not_foresee_is_a_bug_too() {
    var thrown = new RefusedException(new Refusal.NotSwitchable("x"));

    assertThat(logged(() -> assertThat(faultOf(PUBLIC, thrown)).isInstanceOf(ServiceFault.class)))
        .hasSize(1);
  }

  private static List<LogRecord> logged(Runnable action) {
    var records = new java.util.ArrayList<LogRecord>();
    var logger = Logger.getLogger(FaultingInvoker.class.getName());
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord logRecord) {
            records.add(logRecord);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      action.run();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    return records;
  }
}
