package org.meterhaus.server;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers what the container refuses by itself, outside of {@code /api/v1}. Says the status and no
 * more: no product, no version, nothing of the request.
 */
@WebServlet("/WEB-INF/error")
public final class ErrorPage extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : HttpServletResponse.SC_NOT_FOUND;
    response.setStatus(status);
    response.setContentType("text/plain");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().println(status + " " + words(status));
  }

  private static String words(int status) {
    return switch (status) {
      case HttpServletResponse.SC_NOT_FOUND -> "There is nothing here.";
      case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> "That cannot be done here.";
      default ->
          status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR
              ? "The request cannot be read."
              : "Something broke here; the log has the rest.";
    };
  }
}
