package org.meterhaus.soap;

import com.sun.xml.ws.api.BindingID;
import com.sun.xml.ws.api.server.Container;
import com.sun.xml.ws.api.server.InstanceResolver;
import com.sun.xml.ws.api.server.SDDocumentSource;
import com.sun.xml.ws.api.server.WSEndpoint;
import jakarta.xml.ws.handler.Handler;
import java.util.List;
import javax.xml.namespace.QName;
import org.meterhaus.soap.fault.FaultingInvoker;
import org.meterhaus.soap.xml.Limits;
import org.meterhaus.soap.xml.Schemas;
import org.meterhaus.soap.xml.XmlGate;

/**
 * One of the five services: its contract and what answers it.
 *
 * @param <T> class of the endpoint
 * @param name of the {@code wsdl:service}, also the last part of its address
 * @param schema of its messages, next to the WSDL
 * @param namespace of WSDL and schema
 * @param portType the generated interface; its simple name is that of the port
 * @param endpoint answers; is given its {@code WebServiceContext} by Metro
 */
record SoapService<T>(
    String name, String schema, String namespace, Class<? super T> portType, T endpoint) {

  /** What lets only valid requests of this service through. */
  XmlGate gate(Limits limits) {
    return new XmlGate(Schemas.named(schema), limits);
  }

  /**
   * Metro's endpoint, built by code: a deployment descriptor could only name a class with a
   * constructor without arguments.
   *
   * @param handler that reads the credentials
   */
  WSEndpoint<T> metro(Handler<?> handler, Container container) {
    var binding = BindingID.SOAP11_HTTP.createBinding();
    binding.setHandlerChain(List.of(handler));
    var invoker =
        new FaultingInvoker(InstanceResolver.createSingleton(endpoint).createInvoker(), portType);
    @SuppressWarnings("unchecked") // the class of a T is a Class<T>
    var type = (Class<T>) endpoint.getClass();
    return WSEndpoint.create(
        type,
        /* processHandlerAnnotation= */ false,
        invoker,
        new QName(namespace, name),
        new QName(namespace, portType.getSimpleName()),
        container,
        binding,
        SDDocumentSource.create(Schemas.document(name + ".wsdl")),
        List.of(
            SDDocumentSource.create(Schemas.document("common.xsd")),
            SDDocumentSource.create(Schemas.document(schema))),
        /* resolver= */ null,
        /* isTransportSynchronous= */ true);
  }
}
