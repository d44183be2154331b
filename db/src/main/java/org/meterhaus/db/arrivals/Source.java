package org.meterhaus.db.arrivals;

/**
 * Who delivered: written as {@code kind:id}, such as {@code sink:sink-lindenhof}.
 *
 * @param kind decides whose word counts
 * @param id who it was, 1..200 characters
 */
public record Source(Kind kind, String id) implements Comparable<Source> {

  /** Evidence from the most trusted to the least, then what is none. */
  public enum Kind {
    /** Read from the meter over an authenticated association. */
    SINK,
    /** A file or another system of the operator. */
    IMPORT,
    /** Said by a customer; never overrides the meter. */
    CUSTOMER,
    /**
     * An override by an operator; the id is the edit's. It is no evidence of what was used, so it
     * takes no part in validation and estimation, and is laid over what they gave.
     */
    OPERATOR,
    /**
     * What a re-processing job found that the neighbours of the building used; the id is the job's.
     * A last resort for channels without a past: no evidence either.
     */
    NEIGHBOURS;

    /** Whether it speaks of this very meter, and is not somebody's view of it. */
    public boolean isEvidence() {
      return this == SINK || this == IMPORT;
    }
  }

  private static final int LONGEST_ID = 200;

  public Source {
    if (id.isBlank() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "id of a source must have 1..%d characters but was '%s'".formatted(LONGEST_ID, id));
    }
  }

  public static Source sink(String sinkId) {
    return new Source(Kind.SINK, sinkId);
  }

  public static Source importOf(String name) {
    return new Source(Kind.IMPORT, name);
  }

  public static Source customer(String customerId) {
    return new Source(Kind.CUSTOMER, customerId);
  }

  public static Source operator(String editId) {
    return new Source(Kind.OPERATOR, editId);
  }

  public static Source neighbours(String jobId) {
    return new Source(Kind.NEIGHBOURS, jobId);
  }

  /**
   * The opposite of {@link #toString}.
   *
   * @throws IllegalArgumentException if it is not {@code kind:id} with a kind that we know
   */
  public static Source parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("source must be kind:id but was '" + text + "'");
    }
    String id = text.substring(colon + 1);
    return switch (text.substring(0, colon)) {
      case "sink" -> sink(id);
      case "import" -> importOf(id);
      case "customer" -> customer(id);
      case "operator" -> operator(id);
      case "neighbours" -> neighbours(id);
      default ->
          throw new IllegalArgumentException(
              "source must be sink:, import:, customer:, operator: or neighbours: but was '"
                  + text
                  + "'");
    };
  }

  @Override
  public int compareTo(Source other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : id.compareTo(other.id);
  }

  @Override
  public String toString() {
    String prefix =
        switch (kind) {
          case SINK -> "sink:";
          case IMPORT -> "import:";
          case CUSTOMER -> "customer:";
          case OPERATOR -> "operator:";
          case NEIGHBOURS -> "neighbours:";
        };
    return prefix + id;
  }
}
