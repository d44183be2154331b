package org.meterhaus.soap;

import com.sun.xml.ws.transport.http.servlet.ServletAdapter;
import com.sun.xml.ws.transport.http.servlet.ServletAdapterList;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.UseCases;
import org.meterhaus.soap.fault.FaultWriter;
import org.meterhaus.soap.security.UsernameTokenHandler;
import org.meterhaus.soap.xml.GateVerdict;
import org.meterhaus.soap.xml.Limits;
import org.meterhaus.soap.xml.XmlGate;

/**
 * The five services under {@code /soap/}: {@code POST} calls one, {@code GET ?wsdl} and {@code GET
 * ?xsd=n} publish its contract with the address that it was asked at.
 *
 * <p>Every request body passes an {@link XmlGate} before Metro reads it. Thread-safe after {@link
 * #init}.
 */
@WebServlet(name = "soap", urlPatterns = "/soap/*", loadOnStartup = 1)
public final class SoapServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private static final long MAX_DRAINED_BYTES = 16L * 1024 * 1024;

  /** Version, trace id (not all zero), span id, flags. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private static final int TRACE_ID_BYTES = 16;

  /** A service as it is served. */
  private record Served(XmlGate gate, ServletAdapter adapter) {}

  private final transient Map<String, Served> services = new HashMap<>();
  private final transient FaultWriter faults = new FaultWriter();
  private transient @Nullable UseCases useCases;
  private transient @Nullable InstantSource clock;
  private transient @Nullable SecureRandom random;

  /**
   * Called by the container before {@link #init}; servlets have no other way to be given anything.
   */
  @Inject
  void compose(UseCases useCases, InstantSource clock, SecureRandom random) {
    this.useCases = useCases;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void init() {
    if (useCases == null || clock == null || random == null) {
      throw new IllegalStateException("the container has injected no use cases");
    }
    var handler = new UsernameTokenHandler(clock);
    var container = new MetroContainer();
    var adapters = new ServletAdapterList(getServletContext());
    for (var service : SoapServices.over(useCases, clock)) {
      var adapter =
          adapters.createAdapter(
              service.name(), "/soap/" + service.name(), service.metro(handler, container));
      services.put("/" + service.name(), new Served(service.gate(Limits.DEFAULT), adapter));
    }
  }

  @Override
  public void destroy() {
    services.values().forEach(served -> served.adapter().getEndpoint().dispose());
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var served = services.get(request.getPathInfo());
    if (served == null) {
      refuse(response, HttpServletResponse.SC_NOT_FOUND, "There is no such service.");
    } else if (asksForContract(request.getQueryString())) {
      served.adapter().handle(getServletContext(), request, response);
    } else {
      // WS-I Basic Profile R1114; Metro would show a page that names our classes
      response.setHeader("Allow", "POST");
      refuse(
          response,
          HttpServletResponse.SC_METHOD_NOT_ALLOWED,
          "POST a SOAP 1.1 envelope here, or add ?wsdl for the contract.");
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var served = services.get(request.getPathInfo());
    if (served == null) {
      refuse(response, HttpServletResponse.SC_NOT_FOUND, "There is no such service.");
    } else if (!isPlainXml(request)) {
      // R1115
      refuse(
          response,
          HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
          "Send text/xml without a content encoding.");
    } else {
      call(served, request, response);
    }
  }

  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "TRACE is off.");
  }

  private void call(Served served, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var gate = served.gate();
    var in = request.getInputStream();
    var body = in.readNBytes(gate.limits().maxBytes() + 1);
    if (body.length > gate.limits().maxBytes()) {
      drain(in);
    }
    switch (gate.decode(body, request.getCharacterEncoding())) {
      case XmlGate.Undecodable(var stopped) -> answer(response, faults.write(stopped));
      case XmlGate.Decoded(var text) -> {
        switch (gate.inspect(text)) {
          case GateVerdict.Stopped stopped -> answer(response, faults.write(stopped));
          case GateVerdict.Invalid invalid -> answer(response, faults.write(invalid));
          case GateVerdict.Passed _ -> {
            request.setAttribute(
                UsernameTokenHandler.CORRELATION_ID, traceId(request.getHeader("traceparent")));
            response.setHeader("Cache-Control", "no-store");
            var judged = new BoundedRequest(request, text.getBytes(StandardCharsets.UTF_8));
            served.adapter().handle(getServletContext(), judged, response);
          }
        }
      }
    }
  }

  /** Many clients read no answer before they have sent everything; some of it we can wait for. */
  private static void drain(InputStream in) throws IOException {
    var buffer = new byte[8192];
    long left = MAX_DRAINED_BYTES;
    for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
      left -= read;
    }
  }

  /** A fault comes with status 500 (R1126). */
  private static void answer(HttpServletResponse response, byte[] envelope) throws IOException {
    response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/xml;charset=utf-8");
    response.setContentLength(envelope.length);
    response.getOutputStream().write(envelope);
  }

  /**
   * The caller's trace, or a fresh one where there is none.
   *
   * @see "W3C Trace Context, section 3.2"
   */
  private String traceId(@Nullable String traceparent) {
    var matcher = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
    if (matcher.matches()) {
      return matcher.group(1);
    }
    byte[] fresh = new byte[TRACE_ID_BYTES];
    Objects.requireNonNull(random, "not injected").nextBytes(fresh);
    return HexFormat.of().formatHex(fresh);
  }

  private static void refuse(HttpServletResponse response, int status, String message)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().println(message);
  }

  private static boolean asksForContract(@Nullable String query) {
    return query != null && (query.equalsIgnoreCase("wsdl") || query.startsWith("xsd="));
  }

  private static boolean isPlainXml(HttpServletRequest request) {
    var type = request.getContentType();
    var encoding = request.getHeader("Content-Encoding");
    return type != null
        && type.split(";", 2)[0].strip().equalsIgnoreCase("text/xml")
        && (encoding == null || encoding.equalsIgnoreCase("identity"));
  }
}
