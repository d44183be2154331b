package org.meterhaus.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Headers of every answer, whoever gives it: nothing of other origins is loaded, nobody frames us,
 * types are not guessed, and no reference leaks where our reader came from. CORS stays closed, as
 * nobody opens it.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public final class HeaderFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " object-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'";

  /** Built assets carry a hash of their content in their names. */
  private static final String ASSETS = "/assets/";

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    String path = request.getServletPath();
    if (!path.startsWith("/api/") && !path.startsWith("/problems")) {
      response.setHeader("Cache-Control", path.startsWith(ASSETS) ? FOR_EVER : "no-cache");
    }
    chain.doFilter(request, response);
  }
}
