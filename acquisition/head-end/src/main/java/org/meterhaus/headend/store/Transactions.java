package org.meterhaus.headend.store;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Database;

/**
 * Transactions until closing. Once {@link #close} has returned none is under way and none begins,
 * so that threads can be interrupted without tearing a connection to the database. Thread-safe.
 */
public final class Transactions implements AutoCloseable {
  private final Database database;

  /** Shared by transactions, taken alone to close. */
  private final ReentrantReadWriteLock underWay = new ReentrantReadWriteLock();

  private boolean closed; // guarded by underWay

  public Transactions(Database database) {
    this.database = database;
  }

  /**
   * As {@link Database#inTransaction}.
   *
   * @throws CancellationException if closed
   */
  public <T> T inTransaction(Function<StatelessSession, T> work) {
    underWay.readLock().lock();
    try {
      if (closed) {
        throw new CancellationException("the head-end is closing");
      }
      return database.inTransaction(work);
    } finally {
      underWay.readLock().unlock();
    }
  }

  /** {@link #inTransaction} for work without a result. */
  public void transact(Consumer<StatelessSession> work) {
    boolean _ =
        inTransaction(session -> {
          work.accept(session);
          return true;
        });
  }

  /** Waits for transactions under way, and refuses any more. */
  @Override
  public void close() {
    underWay.writeLock().lock();
    try {
      closed = true;
    } finally {
      underWay.writeLock().unlock();
    }
  }
}
