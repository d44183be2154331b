package org.meterhaus.push;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Firebase SDK's way out: the JDK's HTTP client, and another host where one is configured. The
 * SDK has no setting for its address. Safe for use by many threads at once.
 */
final class EndpointTransport extends HttpTransport {

  private static final String FCM_HOST = "fcm.googleapis.com";

  private final HttpClient client;
  private final @Nullable URI endpoint;
  private final Duration timeout;

  EndpointTransport(@Nullable URI endpoint, Duration timeout) {
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  /**
   * The provider is overloaded. The SDK would sleep through an answer 503 on the sending thread, up
   * to four times a minute each; as an I/O error it gets out at once, and the wait is kept in the
   * ledger, where a restart does not lose it.
   */
  static final class Unavailable extends IOException {
    private final @Nullable String retryAfter;

    Unavailable(@Nullable String retryAfter) {
      super("503 service unavailable");
      this.retryAfter = retryAfter;
    }

    /** The header as it came, null if there was none. */
    @Nullable String retryAfter() {
      return retryAfter;
    }
  }

  @Override
  public void shutdown() {
    client.shutdownNow();
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target(URI.create(url))).timeout(timeout);
    return new LowLevelHttpRequest() {
      @Override
      public void addHeader(String name, String value) {
        request.header(name, value);
      }

      @Override
      public LowLevelHttpResponse execute() throws IOException {
        if (getContentType() != null) {
          request.header("Content-Type", getContentType());
        }
        if (getContentEncoding() != null) {
          request.header("Content-Encoding", getContentEncoding());
        }
        return exchange(request.method(method, body(this)).build());
      }
    };
  }

  private URI target(URI url) {
    if (endpoint == null || !FCM_HOST.equals(url.getHost())) {
      return url;
    }
    return endpoint.resolve(url.getRawPath());
  }

  private static HttpRequest.BodyPublisher body(LowLevelHttpRequest request) throws IOException {
    if (request.getStreamingContent() == null) {
      return HttpRequest.BodyPublishers.noBody();
    }
    var bytes = new ByteArrayOutputStream();
    request.getStreamingContent().writeTo(bytes);
    return HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray());
  }

  private LowLevelHttpResponse exchange(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() == 503) {
        response.body().close();
        throw new Unavailable(response.headers().firstValue("Retry-After").orElse(null));
      }
      return new Answer(response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("interrupted while waiting for the provider");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** A response in the SDK's terms. */
  private static final class Answer extends LowLevelHttpResponse {
    private final HttpResponse<InputStream> response;
    private final List<Map.Entry<String, String>> headers;

    Answer(HttpResponse<InputStream> response) {
      this.response = response;
      this.headers =
          response.headers().map().entrySet().stream()
              .flatMap(header -> header.getValue().stream().map(v -> Map.entry(header.getKey(), v)))
              .toList();
    }

    @Override
    public InputStream getContent() {
      return response.body();
    }

    @Override
    public @Nullable String getContentEncoding() {
      return response.headers().firstValue("Content-Encoding").orElse(null);
    }

    @Override
    public long getContentLength() {
      return response.headers().firstValueAsLong("Content-Length").orElse(-1);
    }

    @Override
    public @Nullable String getContentType() {
      return response.headers().firstValue("Content-Type").orElse(null);
    }

    @Override
    public String getStatusLine() {
      return "HTTP " + response.statusCode();
    }

    @Override
    public int getStatusCode() {
      return response.statusCode();
    }

    @Override
    public @Nullable String getReasonPhrase() {
      return null;
    }

    @Override
    public int getHeaderCount() {
      return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
      return headers.get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
      return headers.get(index).getValue();
    }
  }
}
