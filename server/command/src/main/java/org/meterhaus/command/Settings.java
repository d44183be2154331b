package org.meterhaus.command;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a part is told from outside: {@code METERHAUS_DB_URL} in the environment or {@code
 * -Dmeterhaus.db.url}, the property winning, as MicroProfile Config orders them. Immutable.
 *
 * <p>Every name is a {@link Key}; a {@code METERHAUS_*} name that is none is refused, because a
 * misspelt setting that is silently ignored is found out at the worst moment.
 */
public final class Settings {

  /** The part that a setting is for. */
  public enum Use {
    DATABASE("every part that keeps state"),
    SERVER("server, up"),
    METERS("meters, sink, up"),
    SINK("sink, head-end, up"),
    HEAD_END("head-end, up"),
    PROCESSING("processor, up"),
    PUSH("push, fcm-receiver, up");

    private final String commands;

    Use(String commands) {
      this.commands = commands;
    }

    /** The commands that look at it. */
    public String commands() {
      return commands;
    }
  }

  /** Every setting there is. The table in {@code docs/configuration.md} is held to this list. */
  public enum Key {
    DB_URL(
        "meterhaus.db.url",
        "JDBC URL of a PostgreSQL 18; without it `up` runs its own",
        Use.DATABASE),
    DB_USER("meterhaus.db.user", "role that works with the data", Use.DATABASE),
    DB_PASSWORD("meterhaus.db.password", "its password", Use.DATABASE),
    DB_PASSWORD_FILE(
        "meterhaus.db.password.file", "file that holds the password instead", Use.DATABASE),
    DB_OWNER_USER(
        "meterhaus.db.owner.user",
        "role that owns the schema; the same role where not set",
        Use.DATABASE),
    DB_OWNER_PASSWORD("meterhaus.db.owner.password", "its password", Use.DATABASE),
    DB_MIGRATE(
        "meterhaus.db.migrate",
        "false: never change the schema, only check it; default true",
        Use.DATABASE),
    DB_POOL_SIZE(
        "meterhaus.db.pool-size", "most connections of a process, default 8", Use.DATABASE),
    DB_CONNECT_WITHIN(
        "meterhaus.db.connect-within",
        "longest wait for a connection, default PT10S",
        Use.DATABASE),
    DB_STATEMENT_TIMEOUT(
        "meterhaus.db.statement-timeout", "longest statement, default PT60S", Use.DATABASE),
    DB_LOCK_TIMEOUT(
        "meterhaus.db.lock-timeout", "longest wait for a lock, default PT20S", Use.DATABASE),
    HTTP_ADDRESS(
        "meterhaus.http.address", "address the server listens on, default 127.0.0.1", Use.SERVER),
    HTTP_PORT(
        "meterhaus.http.port", "port the server listens on, default 8080; --port wins", Use.SERVER),
    BUILDING(
        "meterhaus.building",
        "building description of the meters, default samples/building.json",
        Use.METERS),
    METERS_ADDRESS(
        "meterhaus.meters.address", "address the meters listen on, default 127.0.0.1", Use.METERS),
    METERS_PORT(
        "meterhaus.meters.port",
        "first meter's port, the others follow; default 0: any free ones",
        Use.METERS),
    METERS_CONNECTIONS(
        "meterhaus.meters.connections",
        "connection file of the meters, written by `meters`, read by `sink`; default DATA/meters.json",
        Use.METERS),
    METERS_PUSH_TO(
        "meterhaus.meters.push-to",
        "host:port that meters push last gasps to by UDP; default the sink of `up`, else nowhere",
        Use.METERS),
    SINK_ADDRESS(
        "meterhaus.sink.address", "address the sink listens on, default 127.0.0.1", Use.SINK),
    SINK_PORT("meterhaus.sink.port", "port the sink listens on; default 0: any free one", Use.SINK),
    SINK_PUSH_PORT(
        "meterhaus.sink.push-port",
        "UDP port where the sink hears what meters push; default 0: any free one",
        Use.SINK),
    SINK_POLL(
        "meterhaus.sink.poll", "how often the sink reads its meters, default PT20S", Use.SINK),
    SINK_CONNECTIONS(
        "meterhaus.sink.connections",
        "connection file of the sink, written by `sink`, read by `head-end`; default DATA/sink.json",
        Use.SINK),
    HEADEND_POLL(
        "meterhaus.headend.poll", "how often the head-end asks a sink, default PT2S", Use.HEAD_END),
    OUTAGE_SUSPECT_AFTER(
        "meterhaus.outage.suspect-after",
        "how long a sink must fail to reach a meter before it counts as silent, default PT3M",
        Use.PROCESSING),
    OUTAGE_CONFIRM_AFTER(
        "meterhaus.outage.confirm-after",
        "how long a suspected outage must last to be believed, default PT10M",
        Use.PROCESSING),
    OUTAGE_SETTLE(
        "meterhaus.outage.settle",
        "how long its meters must be back for an outage to be over, default PT15M",
        Use.PROCESSING),
    FCM_ENDPOINT(
        "meterhaus.fcm.endpoint", "a receiver that speaks FCM, instead of Google", Use.PUSH),
    FCM_TOKEN("meterhaus.fcm.token", "access token for METERHAUS_FCM_ENDPOINT", Use.PUSH),
    FCM_CREDENTIALS(
        "meterhaus.fcm.credentials", "service account file: pushes go to Google", Use.PUSH),
    FCM_PROJECT(
        "meterhaus.fcm.project",
        "Firebase project at METERHAUS_FCM_ENDPOINT, default meterhaus-demo",
        Use.PUSH),
    FCM_PORT("meterhaus.fcm.port", "port of the local receiver; default 0: any free one", Use.PUSH);

    private final String property;
    private final String meaning;
    private final Use use;

    Key(String property, String meaning, Use use) {
      this.property = property;
      this.meaning = meaning;
      this.use = use;
    }

    /** The MicroProfile Config name, such as {@code meterhaus.db.url}. */
    public String property() {
      return property;
    }

    /** The name in the environment, such as {@code METERHAUS_DB_URL}. */
    public String variable() {
      return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What it is for. */
    public Use use() {
      return use;
    }

    /** One line for the help and the docs. */
    public String meaning() {
      return meaning;
    }
  }

  /** Names the launcher script and the JVM use themselves; they are not settings of a part. */
  private static final Set<String> LAUNCHER =
      Set.of("meterhaus.home", "METERHAUS_JAVA_OPTS", "METERHAUS_NO_BUILD");

  private final Map<Key, String> values;

  private Settings(Map<Key, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads what is set.
   *
   * @throws Refusal naming every unknown {@code METERHAUS_*} variable or {@code meterhaus.*}
   *     property, with the nearest known name
   */
  public static Settings from(Map<String, String> environment, Map<String, String> properties) {
    Map<String, Key> known = new LinkedHashMap<>();
    for (Key key : Key.values()) {
      known.put(key.variable(), key);
      known.put(key.property(), key);
    }
    Map<Key, String> values = new TreeMap<>();
    take(environment, "METERHAUS_", known, values);
    take(properties, "meterhaus.", known, values);
    return new Settings(values);
  }

  private static void take(
      Map<String, String> source, String prefix, Map<String, Key> known, Map<Key, String> values) {
    source.forEach((name, value) -> {
      if (!name.startsWith(prefix) || LAUNCHER.contains(name)) {
        return;
      }
      Key key = known.get(name);
      if (key == null) {
        throw new Refusal("unknown setting " + name + nearest(name, prefix));
      }
      values.put(key, value);
    });
  }

  private static String nearest(String name, String prefix) {
    return Arrays.stream(Key.values())
        .map(key -> prefix.equals("meterhaus.") ? key.property() : key.variable())
        .min((a, b) -> Integer.compare(distance(name, a), distance(name, b)))
        .filter(best -> distance(name, best) <= 4)
        .map(best -> "; did you mean " + best + "?")
        .orElse("; the known ones are in docs/configuration.md");
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  /** The value, or nothing where it is not set. */
  public Optional<String> get(Key key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
  }

  /**
   * A port.
   *
   * @return 0..65535
   * @throws Refusal if it is no such number
   */
  public int port(Key key, int otherwise) {
    String text = get(key).orElse(Integer.toString(otherwise));
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException _) {
      // said below, with the value
    }
    throw new Refusal(key.variable() + " must be a port, 0..65535, but was " + text);
  }

  /**
   * A host and port such as {@code 127.0.0.1:4060}.
   *
   * @throws Refusal if it is none
   */
  public Optional<InetSocketAddress> hostAndPort(Key key) {
    return get(key)
        .map(text -> {
          int colon = text.lastIndexOf(':');
          try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= 65_535) {
              InetSocketAddress address = new InetSocketAddress(text.substring(0, colon), port);
              if (!address.isUnresolved()) {
                return address;
              }
            }
          } catch (NumberFormatException _) {
            // said below, with the value
          }
          throw new Refusal(
              key.variable() + " must be host:port such as 127.0.0.1:4060, but was " + text);
        });
  }

  /**
   * A duration such as {@code PT20S}.
   *
   * @return more than zero
   * @throws Refusal if it is none
   */
  public Duration duration(Key key, Duration otherwise) {
    String text = get(key).orElse(otherwise.toString());
    try {
      Duration duration = Duration.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // said below, with the value
    }
    throw new Refusal(
        key.variable() + " must be a duration such as PT20S, more than zero, but was " + text);
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return values.keySet().stream().map(Key::variable).collect(Collectors.joining(", "));
  }
}
