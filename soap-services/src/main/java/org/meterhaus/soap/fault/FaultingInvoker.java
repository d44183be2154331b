package org.meterhaus.soap.fault;

import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.server.Invoker;
import com.sun.xml.ws.api.server.WSEndpoint;
import com.sun.xml.ws.api.server.WSWebServiceContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.soap.security.Claim;
import org.meterhaus.soap.security.CredentialsRefusedException;

/**
 * Calls an endpoint and turns whatever it throws into one of the faults that its operation
 * declares. Thread-safe.
 *
 * <p>A refusal that the contract does not foresee is a mistake of ours: it is logged and becomes a
 * {@code ServiceFault}, which every operation declares.
 */
public final class FaultingInvoker extends Invoker {
  private static final Logger LOG = Logger.getLogger(FaultingInvoker.class.getName());

  private final Invoker endpoint;
  private final Map<String, Set<Class<?>>> declared;

  /**
   * @param endpoint calls the instance
   * @param portType the generated interface, one method for each operation
   */
  public FaultingInvoker(Invoker endpoint, Class<?> portType) {
    this.endpoint = endpoint;
    this.declared =
        Arrays.stream(portType.getMethods())
            .collect(Collectors.toMap(Method::getName, m -> Set.of(m.getExceptionTypes())));
  }

  @Override
  @SuppressWarnings("rawtypes") // so declared by Metro
  public void start(WSWebServiceContext context, WSEndpoint owner) {
    endpoint.start(context, owner);
  }

  @Override
  public void dispose() {
    endpoint.dispose();
  }

  @Override
  public Object invoke(Packet packet, Method operation, Object... arguments)
      throws InvocationTargetException, IllegalAccessException {
    try {
      return endpoint.invoke(packet, operation, arguments);
    } catch (InvocationTargetException e) {
      throw new InvocationTargetException(
          faultOf(operation, e.getTargetException(), Claim.correlationIdOf(packet)));
    }
  }

  private Exception faultOf(Method operation, Throwable thrown, String traceId) {
    var fault =
        switch (thrown) {
          case RefusedException e -> Faults.of(e.refusal());
          case CredentialsRefusedException e ->
              Faults.notAuthenticated("not-authenticated", String.valueOf(e.getMessage()));
          case Throwable e -> broken(operation, e, traceId);
        };
    var allowed = declared.getOrDefault(operation.getName(), Set.of());
    return allowed.contains(fault.getClass()) ? fault : broken(operation, fault, traceId);
  }

  private static Exception broken(Method operation, Throwable thrown, String traceId) {
    LOG.log(
        Level.SEVERE,
        thrown,
        () -> "operation " + operation.getName() + " failed, trace " + traceId);
    return Faults.service(traceId);
  }
}
