package org.meterhaus.dissemination.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.audit.AuditLog;

/**
 * Writes audit rows that have no transaction of their own, durably and many at once: while one
 * commit is under way, whoever comes queues up, and the next one takes all of them along. A commit
 * costs a sync of the disk, whether for one row or a hundred. Thread-safe.
 */
public final class AuditTrail {
  private static final int MAX_BATCH = 500;

  private final Database database;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();

  public AuditTrail(Database database) {
    this.database = database;
  }

  /**
   * Durable when it returns.
   *
   * @throws IllegalStateException if the row could not be written; there must be no answer then
   */
  public void write(AuditLog.Entry entry) {
    var mine = new Waiting(entry);
    queue.add(mine);
    writing.lock();
    try {
      // usually not even once: somebody took this row along; or once, unless the queue is very long
      while (!mine.written && mine.failure == null) {
        writeWaiting();
      }
    } finally {
      writing.unlock();
    }
    if (mine.failure != null) {
      throw new IllegalStateException("the audit row could not be written", mine.failure);
    }
  }

  /** Rows that nobody has taken along yet. */
  int waiting() {
    return queue.size();
  }

  /** Called with the lock held. */
  private void writeWaiting() {
    var batch = new ArrayList<Waiting>();
    for (Waiting next = queue.poll();
        next != null;
        next = batch.size() < MAX_BATCH ? queue.poll() : null) {
      batch.add(next);
    }
    try {
      append(batch);
    } catch (RuntimeException _) {
      // one row that cannot be stored must not cost the others theirs
      batch.forEach(this::writeAlone);
    }
  }

  private void writeAlone(Waiting waiting) {
    try {
      append(List.of(waiting));
    } catch (RuntimeException e) {
      waiting.failure = e;
    }
  }

  private void append(List<Waiting> batch) {
    List<AuditLog.Entry> entries = batch.stream().map(waiting -> waiting.entry).toList();
    database.transact(session -> new AuditLog(session).append(entries));
    batch.forEach(waiting -> waiting.written = true);
  }

  /** Its fields change under the lock only. */
  private static final class Waiting {
    private final AuditLog.Entry entry;
    private boolean written;
    private @Nullable RuntimeException failure;

    Waiting(AuditLog.Entry entry) {
      this.entry = entry;
    }
  }
}
