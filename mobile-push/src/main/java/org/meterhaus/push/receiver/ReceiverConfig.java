package org.meterhaus.push.receiver;

/**
 * The receiver's address and limits. It listens on loopback only: what it holds is personal.
 *
 * @param port 0..65535; 0 takes a free one
 * @param projectId the only Firebase project it knows
 * @param accessToken the only bearer token it takes
 * @param capacity how many messages it keeps, at least 1; older ones are forgotten
 */
public record ReceiverConfig(int port, String projectId, String accessToken, int capacity) {

  public ReceiverConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0..65535 but was " + port);
    }
    if (!projectId.matches("[a-z0-9-]{1,60}")) {
      throw new IllegalArgumentException(
          "projectId must be 1..60 of a-z, 0-9 and - but was " + projectId);
    }
    if (accessToken.isBlank()) {
      throw new IllegalArgumentException("accessToken must not be blank");
    }
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1 but was " + capacity);
    }
  }

  /** Without the access token. */
  @Override
  public String toString() {
    return "port %d, project %s, the newest %d".formatted(port, projectId, capacity);
  }
}
