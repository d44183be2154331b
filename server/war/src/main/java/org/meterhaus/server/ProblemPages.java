package org.meterhaus.server;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /problems/*}: the references in problem documents open the same under {@code /api/v1}. */
@WebServlet("/problems/*")
public final class ProblemPages extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String code = request.getPathInfo();
    if (code == null || !code.matches("/[a-z-]{1,64}")) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    request.getRequestDispatcher("/api/v1/problems" + code).forward(request, response);
  }
}
