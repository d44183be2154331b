package org.meterhaus.soap;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * A request whose body has been read and judged: in memory, and in UTF-8 whatever it was before.
 */
final class BoundedRequest extends HttpServletRequestWrapper {
  private static final String CONTENT_TYPE = "text/xml;charset=utf-8";

  private final byte[] utf8;

  BoundedRequest(HttpServletRequest request, byte[] utf8) {
    super(request);
    this.utf8 = utf8;
  }

  @Override
  public String getContentType() {
    return CONTENT_TYPE;
  }

  @Override
  public String getHeader(String name) {
    return name.equalsIgnoreCase("Content-Type") ? CONTENT_TYPE : super.getHeader(name);
  }

  @Override
  public String getCharacterEncoding() {
    return "utf-8";
  }

  @Override
  public int getContentLength() {
    return utf8.length;
  }

  @Override
  public long getContentLengthLong() {
    return utf8.length;
  }

  @Override
  public ServletInputStream getInputStream() {
    return new Body(utf8);
  }

  private static final class Body extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Body(byte[] utf8) {
      this.bytes = new ByteArrayInputStream(utf8);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return bytes.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("the body is in memory; read it");
    }
  }
}
