package org.meterhaus.dissemination.access;

import java.time.Duration;
import java.util.List;

/**
 * Everything that a caller must be ready to hear instead of an answer. One case per problem code; a
 * face maps it to a problem document or a typed fault by an exhaustive switch.
 *
 * <p>An object of somebody else and an object that does not exist give equal refusals: existence is
 * not revealed.
 */
public sealed interface Refusal {

  /**
   * The stable code, last part of the problem type: {@code not-found}, {@code invalid-interval},
   * ...
   */
  String code();

  /** What was wrong, in one English sentence that is safe to show to the caller. */
  String detail();

  /** User name and password do not belong together; does not say which of them is wrong. */
  record InvalidCredentials() implements Refusal {
    @Override
    public String code() {
      return "invalid-credentials";
    }

    @Override
    public String detail() {
      return "The user name or the password is wrong.";
    }
  }

  /** No token, or one that is unknown, expired or revoked. */
  record NotAuthenticated() implements Refusal {
    @Override
    public String code() {
      return "not-authenticated";
    }

    @Override
    public String detail() {
      return "A valid access token is needed; sign in again.";
    }
  }

  /**
   * @param kind what was looked for, such as {@code usage point}
   * @param id as the caller wrote it, shortened
   */
  record NotFound(String kind, String id) implements Refusal {
    public NotFound {
      id = Shortened.of(id);
    }

    @Override
    public String code() {
      return "not-found";
    }

    @Override
    public String detail() {
      return "There is no " + kind + " '" + id + "' for you.";
    }
  }

  /**
   * @param expression as the caller wrote it, shortened
   * @param reason what is wrong with it
   */
  record InvalidInterval(String expression, String reason) implements Refusal {
    public InvalidInterval {
      expression = Shortened.of(expression);
    }

    @Override
    public String code() {
      return "invalid-interval";
    }

    @Override
    public String detail() {
      return "The interval '" + expression + "' cannot be used: " + reason + ".";
    }
  }

  /**
   * @param expression as the caller wrote it, shortened
   * @param reason what is wrong with it
   */
  record InvalidResolution(String expression, String reason) implements Refusal {
    public InvalidResolution {
      expression = Shortened.of(expression);
    }

    @Override
    public String code() {
      return "invalid-resolution";
    }

    @Override
    public String detail() {
      return "The resolution '" + expression + "' cannot be used: " + reason + ".";
    }
  }

  /**
   * @param name of the parameter
   * @param reason what is wrong with it
   */
  record InvalidParameter(String name, String reason) implements Refusal {
    @Override
    public String code() {
      return "invalid-parameter";
    }

    @Override
    public String detail() {
      return "The parameter '" + name + "' cannot be used: " + reason + ".";
    }
  }

  /** A request with an effect came without an idempotency key. */
  record IdempotencyKeyMissing() implements Refusal {
    @Override
    public String code() {
      return "idempotency-key-missing";
    }

    @Override
    public String detail() {
      return "A command needs an idempotency key, so that it can be repeated safely.";
    }
  }

  /** The key was used before, with another request. */
  record IdempotencyConflict() implements Refusal {
    @Override
    public String code() {
      return "idempotency-conflict";
    }

    @Override
    public String detail() {
      return "This idempotency key was already used for a different request.";
    }
  }

  /**
   * @param violations what to mend, at least one
   */
  record Validation(List<Violation> violations) implements Refusal {
    public Validation {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("violations must not be empty");
      }
    }

    @Override
    public String code() {
      return "validation";
    }

    @Override
    public String detail() {
      return "The request has "
          + violations.size()
          + (violations.size() == 1 ? " mistake." : " mistakes.");
    }
  }

  /**
   * @param asked values that the answer would have
   * @param limit values that an answer may have
   */
  record TooManyValues(long asked, long limit) implements Refusal {
    @Override
    public String code() {
      return "too-many-values";
    }

    @Override
    public String detail() {
      return "The answer would have " + asked + " values; at most " + limit + " are given at once.";
    }
  }

  /**
   * @param device that has no relay
   */
  record NotSwitchable(String device) implements Refusal {
    @Override
    public String code() {
      return "not-switchable";
    }

    @Override
    public String detail() {
      return "The device '" + device + "' has no relay that could be switched.";
    }
  }

  /**
   * @param retryAfter when to try again, more than zero
   */
  record RateLimited(Duration retryAfter) implements Refusal {
    @Override
    public String code() {
      return "rate-limited";
    }

    @Override
    public String detail() {
      return "Too many requests; try again in " + Math.max(1, retryAfter.toSeconds()) + " s.";
    }
  }

  /**
   * @param reason what is not there yet
   */
  record NotReady(String reason) implements Refusal {
    @Override
    public String code() {
      return "not-ready";
    }

    @Override
    public String detail() {
      return "Not ready yet: " + reason + ".";
    }
  }

  /**
   * One mistake in a request body.
   *
   * @param path where, such as {@code readings[3].valueWh}
   * @param code what, such as {@code required}, {@code too-long}, {@code out-of-range}
   */
  record Violation(String path, String code) {}
}
