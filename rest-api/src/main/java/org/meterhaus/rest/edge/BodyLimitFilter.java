package org.meterhaus.rest.edge;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.meterhaus.rest.problems.EdgeRefusal;
import org.meterhaus.rest.problems.EdgeRefusalException;

/** Bounds what a request may send: refused by its stated length, or else while it is being read. */
@Provider
@PreMatching
@Priority(Priorities.HEADER_DECORATOR)
public final class BodyLimitFilter implements ContainerRequestFilter {

  /**
   * A client that is still sending cannot hear us: so much more is taken and thrown away before it
   * is refused. Whoever sends more than that loses the connection.
   */
  private static final int DISCARD_BYTES = 1024 * 1024;

  private final int maxBytes;

  /**
   * @param maxBytes largest request body, more than zero
   */
  public BodyLimitFilter(int maxBytes) {
    if (maxBytes <= 0) {
      throw new IllegalArgumentException("maxBytes must be more than zero but was " + maxBytes);
    }
    this.maxBytes = maxBytes;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    // the header and not getLength(), which is an int and gives -1 for what does not fit
    String length = request.getHeaderString("Content-Length");
    if (length != null && (length.length() > 9 || Integer.parseInt(length) > maxBytes)) {
      throw tooLarge(request.getEntityStream());
    }
    request.setEntityStream(new Bounded(request.getEntityStream()));
  }

  private EdgeRefusalException tooLarge(InputStream rest) throws IOException {
    byte[] discarded = new byte[8192];
    for (int left = DISCARD_BYTES, got = 0; left > 0 && got >= 0; left -= got) {
      got = rest.read(discarded);
    }
    return new EdgeRefusalException(new EdgeRefusal.BodyTooLarge(maxBytes));
  }

  private final class Bounded extends FilterInputStream {
    private long left = maxBytes;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = super.read(buffer, offset, length);
      count(Math.max(got, 0));
      return got;
    }

    private void count(int read) throws IOException {
      left -= read;
      if (left < 0) {
        throw tooLarge(in);
      }
    }
  }
}
