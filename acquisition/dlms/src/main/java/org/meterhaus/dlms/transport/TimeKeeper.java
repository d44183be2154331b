package org.meterhaus.dlms.transport;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets the connections of one thread look at the time now and then, so that none needs a timer of
 * its own. Used on that thread only.
 */
final class TimeKeeper {

  /** How late a limit may strike. */
  static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** Somebody with limits. */
  interface Timed {

    /**
     * Looks whether something takes too long.
     *
     * @param now of {@link System#nanoTime}
     */
    void look(long now);
  }

  private final EventLoop loop;
  private final List<Timed> all = new ArrayList<>();
  private boolean running;

  TimeKeeper(EventLoop loop) {
    this.loop = loop;
  }

  void add(Timed one) {
    all.add(one);
    if (!running) {
      running = true;
      lookLater();
    }
  }

  void remove(Timed one) {
    all.remove(one);
  }

  private void lookLater() {
    var _ = loop.schedule(this::look, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    // Whoever ends meanwhile is taken off the list itself.
    List.copyOf(all).forEach(each -> each.look(now));
    running = !all.isEmpty();
    if (running) {
      lookLater();
    }
  }
}
