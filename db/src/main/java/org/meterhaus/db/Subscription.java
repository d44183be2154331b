package org.meterhaus.db;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** An ear on one notification channel. Made by {@link Database#listen}; closing it is immediate. */
public final class Subscription implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /** A silent peer is noticed by a query after this long without a notification. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DatabaseConfig config;
  private final String channel;
  private final Consumer<String> heard;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Connection current;

  private Subscription(DatabaseConfig config, String channel, Consumer<String> heard) {
    this.config = config;
    this.channel = channel;
    this.heard = heard;
  }

  static Subscription start(DatabaseConfig config, String channel, Consumer<String> heard) {
    if (!IDENTIFIER.matcher(channel).matches()) {
      throw new IllegalArgumentException("not a channel name: " + channel);
    }
    var subscription = new Subscription(config, channel, heard);
    try {
      // the first connection is made here: what is notified after listen() returned is heard
      Connection connection = subscription.connect();
      Thread.ofVirtual().name("listen-" + channel).start(() -> subscription.run(connection));
    } catch (SQLException e) {
      throw new DatabaseUnusable("cannot listen on " + channel + ": " + e.getMessage(), e);
    }
    return subscription;
  }

  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      drop(current);
      current = null;
    }
  }

  private void run(Connection first) {
    @Nullable Connection connection = first;
    while (!isClosed()) {
      try {
        if (connection == null) {
          connection = connect();
          tell("");
        }
        hear(connection);
      } catch (SQLException e) {
        if (!isClosed()) {
          LOG.log(WARNING, () -> "lost the ear on " + channel + ": " + e.getMessage());
          drop(connection);
          connection = null;
          awaitClosed(PAUSE);
        }
      }
    }
    drop(connection);
  }

  /** Returns only by a failure of the connection, which closing causes on purpose. */
  private void hear(Connection connection) throws SQLException {
    var notifying = connection.unwrap(PGConnection.class);
    while (!isClosed()) {
      PGNotification[] notifications = notifying.getNotifications((int) SILENCE.toMillis());
      if (notifications == null || notifications.length == 0) {
        try (var statement = connection.createStatement()) {
          statement.execute("select 1");
        }
        continue;
      }
      for (PGNotification notification : notifications) {
        tell(notification.getParameter());
      }
    }
  }

  private void tell(String payload) {
    try {
      heard.accept(payload);
    } catch (RuntimeException e) {
      LOG.log(ERROR, () -> "listener of %s failed on '%s'".formatted(channel, payload), e);
    }
  }

  private Connection connect() throws SQLException {
    var login = new Properties();
    login.setProperty("user", config.application().user());
    login.setProperty("password", config.application().password());
    login.setProperty("ApplicationName", "meterhaus listen " + channel);
    login.setProperty("tcpKeepAlive", "true");
    login.setProperty("connectTimeout", "10");
    Connection connection = DriverManager.getConnection(config.url(), login);
    try (var statement = connection.createStatement()) {
      statement.execute("listen " + channel);
    }
    synchronized (this) {
      if (isClosed()) {
        drop(connection);
      } else {
        current = connection;
      }
    }
    return connection;
  }

  /** Cuts the socket: {@code close} would wait for the read under way. */
  private static void drop(@Nullable Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(WARNING, "could not drop a connection", e);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void awaitClosed(Duration atMost) {
    try {
      boolean _ = closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      // nobody interrupts this thread but the end of the process
      closed.countDown();
    }
  }
}
