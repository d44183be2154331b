package org.meterhaus.acceptance.soap;

import jakarta.xml.soap.SOAPException;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.handler.Handler;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.handler.soap.SOAPHandler;
import jakarta.xml.ws.handler.soap.SOAPMessageContext;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.meterhaus.acceptance.soap.client.add.AddPort;
import org.meterhaus.acceptance.soap.client.add.AddService;
import org.meterhaus.acceptance.soap.client.customer.CustomerInformationPort;
import org.meterhaus.acceptance.soap.client.customer.CustomerInformationService;
import org.meterhaus.acceptance.soap.client.device.DeviceControlPort;
import org.meterhaus.acceptance.soap.client.device.DeviceControlService;
import org.meterhaus.acceptance.soap.client.sub.SubPort;
import org.meterhaus.acceptance.soap.client.sub.SubService;
import org.meterhaus.acceptance.soap.client.time.TimePort;
import org.meterhaus.acceptance.soap.client.time.TimeService;

/**
 * The generated clients, built from the WSDLs that the server publishes, so that every call goes to
 * the address that the server itself says.
 *
 * @param root of the server
 * @param identity how the calls prove who makes them
 */
record Clients(URI root, Identity identity) {

  /** Reading a WSDL and making sense of it takes a second: once for each service. */
  private static final Map<String, Service> SERVICES = new ConcurrentHashMap<>();

  /** What a call brings along. */
  sealed interface Identity {
    record Nobody() implements Identity {}

    /** WS-Security UsernameToken. */
    record Password(String username, String password) implements Identity {}

    /** The access token of the REST API. */
    record Bearer(String token) implements Identity {}
  }

  TimePort time() {
    return as(service(TimeService::new, "TimeService").getTimePort());
  }

  AddPort add() {
    return as(service(AddService::new, "AddService").getAddPort());
  }

  SubPort sub() {
    return as(service(SubService::new, "SubService").getSubPort());
  }

  CustomerInformationPort customer() {
    return as(
        service(CustomerInformationService::new, "CustomerInformationService")
            .getCustomerInformationPort());
  }

  DeviceControlPort device() {
    return as(service(DeviceControlService::new, "DeviceControlService").getDeviceControlPort());
  }

  @SuppressWarnings("unchecked") // what is kept under a name was made for it
  private <S extends Service> S service(Function<URL, S> constructor, String name) {
    return (S) SERVICES.computeIfAbsent(root + name, _ -> constructor.apply(wsdl(name)));
  }

  private URL wsdl(String service) {
    try {
      return root.resolve("/soap/" + service + "?wsdl").toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("not the address of a server: " + root, e);
    }
  }

  @SuppressWarnings("rawtypes") // so declared by JAX-WS
  private <P> P as(P port) {
    var provider = (BindingProvider) port;
    switch (identity) {
      case Identity.Nobody _ -> {}
      case Identity.Bearer(String token) ->
          provider
              .getRequestContext()
              .put(
                  MessageContext.HTTP_REQUEST_HEADERS,
                  Map.of("Authorization", List.of("Bearer " + token)));
      case Identity.Password password ->
          provider.getBinding().setHandlerChain(List.<Handler>of(new UsernameToken(password)));
    }
    return port;
  }

  /** Adds the header, as a toolkit with WS-Security would. */
  private record UsernameToken(Identity.Password identity)
      implements SOAPHandler<SOAPMessageContext> {
    private static final String WSSE =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    @Override
    public boolean handleMessage(SOAPMessageContext context) {
      if (Boolean.TRUE.equals(context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY))) {
        try {
          var envelope = context.getMessage().getSOAPPart().getEnvelope();
          var header = envelope.getHeader() == null ? envelope.addHeader() : envelope.getHeader();
          var security = header.addHeaderElement(new QName(WSSE, "Security", "wsse"));
          security.setMustUnderstand(true);
          var token = security.addChildElement("UsernameToken", "wsse");
          token.addChildElement("Username", "wsse").addTextNode(identity.username());
          token.addChildElement("Password", "wsse").addTextNode(identity.password());
        } catch (SOAPException e) {
          throw new IllegalStateException("the header cannot be added", e);
        }
      }
      return true;
    }

    @Override
    public boolean handleFault(SOAPMessageContext context) {
      return true;
    }

    @Override
    public void close(MessageContext context) {}

    @Override
    public Set<QName> getHeaders() {
      return Set.of();
    }
  }
}
