package org.meterhaus.db.customers;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who can sign in: written as {@code kind:id}, such as {@code customer:c-A-01}, in the audit log.
 *
 * @param id of the customer or the operator, 1..64 characters
 */
public record Party(Kind kind, String id) {

  /** Customers see their own homes, operators the buildings of their organisation. */
  public enum Kind {
    CUSTOMER,
    OPERATOR
  }

  private static final int LONGEST_ID = 64;

  public Party {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "id must have 1..%d characters but has %d".formatted(LONGEST_ID, id.length()));
    }
  }

  public static Party customer(String id) {
    return new Party(Kind.CUSTOMER, id);
  }

  public static Party operator(String id) {
    return new Party(Kind.OPERATOR, id);
  }

  /** From the two columns of which one is set. */
  static Party of(@Nullable String customerId, @Nullable String operatorId) {
    if (customerId != null) {
      return customer(customerId);
    }
    if (operatorId != null) {
      return operator(operatorId);
    }
    throw new IllegalStateException("belongs neither to a customer nor to an operator");
  }

  @Nullable String customerId() {
    return kind == Kind.CUSTOMER ? id : null;
  }

  @Nullable String operatorId() {
    return kind == Kind.OPERATOR ? id : null;
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + id;
  }
}
