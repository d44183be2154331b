package org.meterhaus.soap.security;

import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.handler.MessageHandler;
import com.sun.xml.ws.api.handler.MessageHandlerContext;
import com.sun.xml.ws.api.message.Header;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.xml.ws.handler.MessageContext;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the credentials of each request and leaves them as a {@link Claim} in the message context;
 * whether an operation needs them, and whether they are good, is decided behind it. Thread-safe.
 *
 * <p>It names {@code wsse:Security} as a header that is understood, so that a request may mark it
 * {@code mustUnderstand}. Metro's own kind of handler, because a plain {@code SOAPHandler} would
 * turn every message into a DOM.
 */
public final class UsernameTokenHandler implements MessageHandler<MessageHandlerContext> {

  /** Servlet request attribute with the correlation id of the request. */
  public static final String CORRELATION_ID = "org.meterhaus.soap.correlationId";

  private static final String BEARER = "bearer ";
  private static final int MAX_TOKEN = 512;

  private final InstantSource clock;

  public UsernameTokenHandler(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Set<QName> getHeaders() {
    return Set.of(SecurityHeader.NAME);
  }

  @Override
  public boolean handleMessage(MessageHandlerContext context) {
    if (Boolean.FALSE.equals(context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY))) {
      claim(context, servletRequest(context)).putInto(context);
    }
    return true;
  }

  @Override
  public boolean handleFault(MessageHandlerContext context) {
    return true;
  }

  @Override
  public void close(MessageContext context) {}

  private static HttpServletRequest servletRequest(MessageContext context) {
    if (context.get(MessageContext.SERVLET_REQUEST) instanceof HttpServletRequest request) {
      return request;
    }
    throw new IllegalStateException("the message did not come through a servlet");
  }

  private Claim claim(MessageHandlerContext context, HttpServletRequest request) {
    return new Claim(
        credentials(securityHeaders(context), request.getHeader("Authorization")),
        request.getRemoteAddr(),
        request.isSecure() || InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress(),
        String.valueOf(request.getAttribute(CORRELATION_ID)));
  }

  private Credentials credentials(List<Header> headers, @Nullable String authorization) {
    var bearer = authorization == null ? new Credentials.None() : bearer(authorization);
    if (headers.isEmpty()) {
      return bearer;
    }
    if (headers.size() > 1) {
      return new Credentials.Unusable("The message has more than one Security header.");
    }
    var token = usernameToken(headers.getFirst());
    return switch (token) {
      case Credentials.None _ -> bearer;
      case Credentials.Unusable _ -> token;
      case Credentials.Bearer _, Credentials.Password _ ->
          bearer instanceof Credentials.None
              ? token
              : new Credentials.Unusable(
                  "The message has a UsernameToken and an Authorization header; send one.");
    };
  }

  private Credentials usernameToken(Header header) {
    try {
      return SecurityHeader.read(header.readHeader(), clock.instant());
    } catch (XMLStreamException _) {
      // the gate has parsed it before; whatever this is, it is no usable header
      return new Credentials.Unusable("The Security header cannot be read.");
    }
  }

  private static Credentials bearer(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return new Credentials.Unusable("The Authorization header must be of the kind Bearer.");
    }
    var token = authorization.substring(BEARER.length()).strip();
    return token.length() > MAX_TOKEN
        ? new Credentials.Unusable("The bearer token is too long.")
        : new Credentials.Bearer(token);
  }

  private static List<Header> securityHeaders(MessageHandlerContext context) {
    var headers =
        context
            .getMessage()
            .getHeaders()
            .getHeaders(SecurityHeader.NAME, /* markUnderstood= */ true);
    var ours = new ArrayList<Header>();
    headers.forEachRemaining(header -> {
      // a header for another actor is none of our business
      if (header.getRole(SOAPVersion.SOAP_11).equals(SOAPVersion.SOAP_11.implicitRole)) {
        ours.add(header);
      }
    });
    return ours;
  }
}
