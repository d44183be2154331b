package org.meterhaus.push.receiver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The newest messages, in memory only. Safe for use by many threads at once. */
final class Inbox {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<ReceivedMessage> messages = new ArrayDeque<>();
  private final int capacity;
  private long sequence;

  Inbox(int capacity) {
    this.capacity = capacity;
  }

  ReceivedMessage add(String namePrefix, SendRequest request, Instant at) {
    lock.lock();
    try {
      sequence++;
      var message =
          new ReceivedMessage(
              sequence,
              namePrefix + sequence,
              request.token(),
              request.title(),
              request.body(),
              request.data(),
              at);
      messages.addLast(message);
      if (messages.size() > capacity) {
        messages.removeFirst();
      }
      arrived.signalAll();
      return message;
    } finally {
      lock.unlock();
    }
  }

  List<ReceivedMessage> all() {
    lock.lock();
    try {
      return List.copyOf(messages);
    } finally {
      lock.unlock();
    }
  }

  Optional<ReceivedMessage> await(Predicate<ReceivedMessage> wanted, Duration atMost)
      throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (true) {
        Optional<ReceivedMessage> found = messages.stream().filter(wanted).findFirst();
        if (found.isPresent() || left <= 0) {
          return found;
        }
        left = arrived.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
