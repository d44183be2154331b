package org.meterhaus.sink.journal;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An append-only journal of what the sink took, numbered 1, 2, 3, ... without holes.
 *
 * <p>Nothing can be read before it is durable. All that is offered while one fsync runs goes into
 * the next one together. When the medium refuses (disk full), what was being written is undone,
 * every offer is refused with {@link JournalStopped}, reading goes on, and the journal takes again
 * by itself when there is room. Thread-safe.
 */
public final class Journal implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Journal.class.getName());
  private static final String PROBE = "probe";
  private static final int LEAST_ROOM = 64 << 10;
  private static final int GROUP_BYTES = 4 << 20;

  private final Storage storage;
  private final JournalConfig config;
  private final InstantSource clock;
  private final Map<String, Instant> marks;
  private final Watermark watermark;
  private final Thread writer;

  /** Guards the queue, the status, the watermark and the two flags. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition work = lock.newCondition();
  private final Deque<Pending> queue = new ArrayDeque<>();
  private JournalStatus status = new JournalStatus.Taking();
  private boolean retentionDue = true;
  private boolean closing;

  /** Guards the segments: readers share it, the writer takes it to publish and to delete. */
  private final ReentrantReadWriteLock segmentsLock = new ReentrantReadWriteLock();

  private final Deque<Segment> segments;

  // the writer's own
  private Storage.Appender appender;
  private int roomNeeded = LEAST_ROOM;

  private record Pending(JournalEntry.Content content, CompletableFuture<Long> sequence) {}

  private Journal(
      Storage storage, JournalConfig config, InstantSource clock, Recovery found, Watermark mark) {
    this.storage = storage;
    this.config = config;
    this.clock = clock;
    this.segments = found.segments();
    this.appender = found.appender();
    this.marks = new ConcurrentHashMap<>(found.marks());
    this.watermark = mark;
    this.writer = Thread.ofPlatform().name("journal-writer").daemon().unstarted(this::run);
  }

  /**
   * Opens the journal and checks all of it; a tail torn by a kill is cut off. Takes over the
   * storage, also when it fails.
   *
   * @throws JournalDamaged if what had been durable does not read back
   */
  public static Journal open(Storage storage, JournalConfig config, InstantSource clock)
      throws IOException {
    try {
      storage.delete(PROBE);
      Recovery found = Recovery.of(storage);
      Journal journal = new Journal(storage, config, clock, found, Watermark.open(storage));
      journal.writer.start();
      return journal;
    } catch (IOException e) {
      storage.close();
      throw e;
    }
  }

  /**
   * Stores a record; returns when it is durable.
   *
   * @return its sequence
   * @throws JournalStopped if it was not stored
   * @throws InterruptedException if interrupted while waiting: it may or may not be stored
   */
  public long append(JournalEntry.Content content) throws JournalStopped, InterruptedException {
    Pending pending = new Pending(content, new CompletableFuture<>());
    lock.lock();
    try {
      if (closing) {
        throw new JournalStopped("it is closed");
      }
      if (status instanceof JournalStatus.Stopped(Instant _, String reason)) {
        throw new JournalStopped(reason);
      }
      queue.add(pending);
      work.signal();
    } finally {
      lock.unlock();
    }
    try {
      return pending.sequence.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JournalStopped stopped) {
        throw stopped;
      }
      throw new IllegalStateException("the journal's writer failed", e);
    }
  }

  /**
   * Reads durable records in order, from {@code from} (or the oldest there is) on.
   *
   * @param to last sequence wanted
   * @param maxBytes stop before the records on disk exceed this, but return one at least
   * @return empty if there is none in that range
   * @throws JournalDamaged if a record does not read back
   */
  public List<JournalEntry> read(long from, long to, long maxBytes) throws IOException {
    segmentsLock.readLock().lock();
    try {
      List<JournalEntry> entries = new ArrayList<>();
      long wanted = Math.max(from, segments.getFirst().first());
      long left = maxBytes;
      for (Segment segment : segments) {
        if (wanted >= segment.next() || wanted > to || (left <= 0 && !entries.isEmpty())) {
          continue;
        }
        List<JournalEntry> part = segment.read(storage, wanted, to, left);
        entries.addAll(part);
        wanted += part.size();
        left = wanted < segment.next() ? 0 : left - part.stream().mapToLong(Journal::size).sum();
      }
      return entries;
    } finally {
      segmentsLock.readLock().unlock();
    }
  }

  /** Oldest sequence that can be read, or will be if the journal is empty; 1 or more. */
  public long oldest() {
    segmentsLock.readLock().lock();
    try {
      return segments.getFirst().first();
    } finally {
      segmentsLock.readLock().unlock();
    }
  }

  /** Newest durable sequence; {@link #oldest()} - 1 if there is none. */
  public long newest() {
    segmentsLock.readLock().lock();
    try {
      return segments.getLast().next() - 1;
    } finally {
      segmentsLock.readLock().unlock();
    }
  }

  /** The newest instant that durable records of a stream cover, kept or not. */
  public Optional<Instant> mark(String stream) {
    return Optional.ofNullable(marks.get(stream));
  }

  /** Newest sequence that the reader has durably; 0 if none. */
  public long acknowledged() {
    lock.lock();
    try {
      return watermark.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The reader has everything up to {@code sequence} durably; older acknowledgements are ignored.
   *
   * @param sequence 0..{@link #newest()}
   * @throws IOException if it could not be noted; the old one stands
   */
  public void acknowledge(long sequence) throws IOException {
    long newest = newest();
    if (sequence < 0 || sequence > newest) {
      throw new IllegalArgumentException(
          "acknowledged sequence must be 0..%d but was %d".formatted(newest, sequence));
    }
    lock.lock();
    try {
      if (sequence > watermark.get()) {
        watermark.set(sequence);
        retentionDue = true;
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether records are taken now. */
  public JournalStatus status() {
    lock.lock();
    try {
      return status;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses what is not yet written, and gives the storage back. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closing) {
        return;
      }
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException _) {
        interrupted = true; // a half-closed journal would keep its lock file: finish first
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try (storage) {
      appender.close();
    }
  }

  private void run() {
    while (true) {
      List<Pending> group;
      boolean stopped;
      lock.lock();
      try {
        awaitWork();
        stopped = status instanceof JournalStatus.Stopped;
        group = takeGroup();
        if (closing) {
          group.addAll(queue);
          queue.clear();
          refuse(group, "it is closed");
          return;
        }
        retentionDue = false;
      } finally {
        lock.unlock();
      }
      if (stopped) {
        tryToGoOn();
      } else if (!group.isEmpty()) {
        write(group);
      }
      retain();
    }
  }

  private void awaitWork() {
    if (status instanceof JournalStatus.Stopped) {
      long left = config.retryAfter().toNanos();
      while (left > 0 && !closing) {
        try {
          left = work.awaitNanos(left);
        } catch (InterruptedException _) {
          // nobody interrupts this thread; were it done, the wait goes on
        }
      }
      return;
    }
    while (queue.isEmpty() && !retentionDue && !closing) {
      work.awaitUninterruptibly();
    }
  }

  private List<Pending> takeGroup() {
    List<Pending> group = new ArrayList<>();
    long bytes = 0;
    while (!queue.isEmpty() && (group.isEmpty() || bytes < GROUP_BYTES)) {
      Pending pending = queue.remove();
      group.add(pending);
      bytes += pending.content.payload().size();
    }
    return group;
  }

  private void write(List<Pending> group) {
    List<JournalEntry> entries = new ArrayList<>();
    List<ByteBuffer> frames = new ArrayList<>();
    long durable = newest();
    for (Pending pending : group) {
      Instant now = Instant.ofEpochMilli(clock.millis());
      var entry = new JournalEntry(durable + 1 + entries.size(), now, pending.content);
      entries.add(entry);
      frames.add(Frame.encode(new Frame.Kept(entry, durable)));
    }
    ByteBuffer bytes = ByteBuffer.allocate(frames.stream().mapToInt(ByteBuffer::remaining).sum());
    frames.forEach(frame -> bytes.put(frame.duplicate()));
    bytes.flip();
    try {
      rollIfFull();
      appender.write(bytes.duplicate(), segments.getLast().end());
      appender.force();
    } catch (IOException e) {
      roomNeeded = Math.max(LEAST_ROOM, bytes.remaining());
      stop(e);
      refuse(group, e.toString());
      return;
    }
    publish(entries, frames);
    for (int i = 0; i < group.size(); i++) {
      group.get(i).sequence.complete(entries.get(i).sequence());
    }
  }

  private void publish(List<JournalEntry> entries, List<ByteBuffer> frames) {
    segmentsLock.writeLock().lock();
    try {
      for (int i = 0; i < entries.size(); i++) {
        segments.getLast().add(frames.get(i).remaining(), entries.get(i).recordedAt());
      }
    } finally {
      segmentsLock.writeLock().unlock();
    }
    entries.forEach(entry -> Recovery.note(new Frame.Kept(entry, 0), marks));
  }

  private void rollIfFull() throws IOException {
    Segment full = segments.getLast();
    if (full.end() < config.segmentBytes()) {
      return;
    }
    Frame.Header header = new Frame.Header(full.next(), marks);
    Storage.Appender next = Recovery.begin(storage, header);
    appender.close();
    appender = next;
    segmentsLock.writeLock().lock();
    try {
      segments.add(new Segment(header.first(), Frame.encode(header).remaining()));
    } finally {
      segmentsLock.writeLock().unlock();
    }
  }

  private void stop(IOException cause) {
    LOG.log(ERROR, "journal {0} takes nothing until there is room: {1}", storage, cause);
    lock.lock();
    try {
      status = new JournalStatus.Stopped(clock.instant(), cause.toString());
      refuse(new ArrayList<>(queue), cause.toString());
      queue.clear();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Undoes what a failed write left, and takes again if the medium really stores as much as it
   * refused before. After a failed fsync the page cache cannot be trusted, so the tail is written
   * anew, never forced again.
   */
  private void tryToGoOn() {
    try {
      appender.close();
      appender = storage.open(segments.getLast().name());
      appender.truncate(segments.getLast().end());
      appender.force();
      retain();
      try (Storage.Appender probe = storage.open(PROBE)) {
        probe.write(ByteBuffer.allocate(roomNeeded), 0);
        probe.force();
      } finally {
        storage.delete(PROBE);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "journal {0} still takes nothing: {1}", storage, e);
      return;
    }
    lock.lock();
    try {
      status = new JournalStatus.Taking();
    } finally {
      lock.unlock();
    }
    LOG.log(INFO, "journal {0} has room again and goes on after record {1}", storage, newest());
  }

  private void retain() {
    long acknowledged = acknowledged();
    Instant youngest = clock.instant().minus(config.keepAtLeast());
    segmentsLock.writeLock().lock();
    try {
      while (segments.size() > 1
          && segments.getFirst().next() - 1 <= acknowledged
          && !segments.getFirst().newestRecordedAt().isAfter(youngest)) {
        storage.delete(segments.getFirst().name());
        segments.removeFirst();
      }
    } catch (IOException e) {
      LOG.log(WARNING, "journal {0} could not delete an old segment: {1}", storage, e);
    } finally {
      segmentsLock.writeLock().unlock();
    }
  }

  private static void refuse(List<Pending> group, String reason) {
    group.forEach(p -> p.sequence.completeExceptionally(new JournalStopped(reason)));
  }

  private static long size(JournalEntry entry) {
    return entry.content().payload().size() + 64L;
  }
}
