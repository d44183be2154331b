package org.meterhaus.meters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When the appliances of one meter were switched: the history in the order it happened. Immutable.
 *
 * <p>Current stops at once; energy is counted by the interval, so an appliance that is switched off
 * records nothing from the next interval boundary on (at once if it is switched exactly on one).
 *
 * @param events by time, oldest first; an appliance without an event is connected
 */
public record Switching(List<Event> events) {

  /** Everything connected, ever. */
  public static final Switching NONE = new Switching(List.of());

  /**
   * One operation of one disconnect control.
   *
   * @param at when
   * @param channel of the appliance, 1 or more
   * @param connected what it is since
   */
  public record Event(Instant at, int channel, boolean connected) {
    public Event {
      if (channel < 1) {
        throw new IllegalArgumentException("channel must be 1 or more but was " + channel);
      }
    }
  }

  public Switching {
    events = List.copyOf(events);
    for (int i = 1; i < events.size(); i++) {
      if (events.get(i).at().isBefore(events.get(i - 1).at())) {
        throw new IllegalArgumentException("events must be in order of time: " + events.get(i));
      }
    }
  }

  /** This history and one more event. */
  public Switching with(Event event) {
    List<Event> more = new ArrayList<>(events);
    more.add(event);
    return new Switching(more);
  }

  /** Whether the appliance is connected at {@code t}. */
  public boolean connected(int channel, Instant t) {
    boolean connected = true;
    for (Event event : events) {
      if (event.at().isAfter(t)) {
        break;
      }
      if (event.channel() == channel) {
        connected = event.connected();
      }
    }
    return connected;
  }

  /** Whether the appliance is connected after the last event. */
  public boolean connected(int channel) {
    return connected(channel, Instant.MAX);
  }

  /** A stretch of whole intervals in which a channel records nothing. */
  record Pause(Instant from, Instant to) {}

  /**
   * The pauses of a channel, oldest first.
   *
   * @return whole intervals; a pause that has not ended yet ends at {@link Instant#MAX}
   */
  List<Pause> pauses(int channel, Recording recording) {
    List<Pause> pauses = new ArrayList<>();
    Instant since = Instant.MAX;
    for (Event event : events) {
      if (event.channel() == channel) {
        Instant boundary = boundaryFrom(event.at(), recording);
        boolean pausing = !since.equals(Instant.MAX);
        if (!event.connected() && !pausing) {
          since = boundary;
        } else if (event.connected() && pausing) {
          if (since.isBefore(boundary)) {
            pauses.add(new Pause(since, boundary));
          }
          since = Instant.MAX;
        }
      }
    }
    if (!since.equals(Instant.MAX)) {
      pauses.add(new Pause(since, Instant.MAX));
    }
    return pauses;
  }

  private static Instant boundaryFrom(Instant t, Recording recording) {
    Instant start = recording.intervalStart(t);
    return start.equals(t) ? t : start.plus(recording.interval());
  }
}
