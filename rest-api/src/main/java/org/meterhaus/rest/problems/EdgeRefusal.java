package org.meterhaus.rest.problems;

import java.util.Set;

/** Refusals of HTTP itself, before any use case is asked; the others are {@code Refusal}. */
public sealed interface EdgeRefusal {

  /**
   * @param reason what is wrong, in words of ours
   */
  record MalformedBody(String reason) implements EdgeRefusal {}

  /**
   * @param maxBytes that a request may send
   */
  record BodyTooLarge(int maxBytes) implements EdgeRefusal {}

  /** No resource has this path. */
  record NoSuchResource() implements EdgeRefusal {}

  /**
   * @param allowed methods of this path
   */
  record MethodNotAllowed(Set<String> allowed) implements EdgeRefusal {
    public MethodNotAllowed {
      allowed = Set.copyOf(allowed);
    }
  }

  /** The client accepts nothing that we could answer. */
  record NotAcceptable() implements EdgeRefusal {}

  /** The request's body is of a type that we do not read. */
  record UnsupportedMediaType() implements EdgeRefusal {}

  /** Something in the request line, a header or a parameter cannot be read. */
  record BadRequest() implements EdgeRefusal {}

  /** A bug of ours. */
  record Internal() implements EdgeRefusal {}
}
