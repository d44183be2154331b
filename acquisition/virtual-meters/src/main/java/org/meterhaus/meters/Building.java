package org.meterhaus.meters;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A building with its flats, the people in them, and a meter for each flat; what the sample's
 * {@code building.json} says.
 *
 * @param id such as {@code lindenhof}
 * @param zone the zone whose calendar the building lives by
 * @param organisation who runs it
 * @param sink id of the building's data concentrator
 * @param units flats; ids of units, customers, meters and devices are unique
 */
public record Building(
    String id,
    String name,
    ZoneId zone,
    String organisation,
    String sink,
    List<Section> sections,
    List<Unit> units) {

  /** Part of a building, such as a staircase. */
  public record Section(String id, String name) {}

  /** Who lives in a flat. */
  public record Customer(String id, String name, String address, String phone, String email) {}

  /**
   * A flat; its id is also that of its usage point.
   *
   * @param section id of a section of the building
   * @param label as people say, such as {@code 2nd floor left}
   * @param areaM2 10..1000
   * @param persons 1..20
   * @param devices appliances with a channel of their own, in the order of their channels
   */
  public record Unit(
      String id,
      String section,
      String label,
      int areaM2,
      int persons,
      Customer customer,
      Meter meter,
      List<Device> devices) {

    public Unit {
      require(
          areaM2 >= 10 && areaM2 <= 1000,
          "areaM2 of %s must be 10..1000 but was %d".formatted(id, areaM2));
      require(
          persons >= 1 && persons <= 20,
          "persons of %s must be 1..20 but was %d".formatted(id, persons));
      devices = List.copyOf(devices);
      int channels = meter.recording().channels().size();
      require(
          devices.size() == channels - 1,
          "%s must have a device for each of the recording's %d appliances but had %d"
              .formatted(id, channels - 1, devices.size()));
      for (int i = 0; i < devices.size(); i++) {
        Device device = devices.get(i);
        require(
            device.channel() == i + 1,
            "channel of %s must be %d but was %d".formatted(device.id(), i + 1, device.channel()));
        requireWithinFuse(device.id(), meter.recording().largestWh(i + 1), device.maxWh());
      }
      for (Fault fault : meter.faults().all()) {
        require(
            !(fault instanceof Fault.OfProfile damage)
                || (damage.channel() >= 0 && damage.channel() < channels),
            "a fault of %s must be on channel 0..%d but was %s".formatted(id, channels - 1, fault));
      }
    }

    /** The main channel and one for each appliance. */
    public List<Channel> channels() {
      List<Channel> all = new ArrayList<>();
      all.add(new Channel(meter.id(), 0, meter.maxWh(), null));
      for (Device device : devices) {
        all.add(new Channel(meter.id(), device.channel(), device.maxWh(), device));
      }
      return all;
    }
  }

  /**
   * The meter of a flat.
   *
   * @param id COSEM logical device name: {@code MHV} and 13 digits
   * @param recording what it measures
   * @param startWh main register when commissioned, 0..999_999_999; those of appliances start at 0
   * @param maxWh the most that the fuse lets through in one interval
   * @param faults what it does wrong
   */
  public record Meter(String id, Recording recording, long startWh, int maxWh, Faults faults) {

    public Meter {
      require(
          id.matches("MHV[0-9]{13}"),
          "meter id must be MHV and 13 digits but was '%s'".formatted(id));
      require(
          startWh >= 0 && startWh <= 999_999_999,
          "startWh of %s must be 0..999999999 but was %d".formatted(id, startWh));
      requireWithinFuse(id, recording.largestWh(0), maxWh);
      require(
          faults.interval().equals(recording.interval()),
          "faults of %s must have intervals of %s".formatted(id, recording.interval()));
    }
  }

  /**
   * An appliance.
   *
   * @param id such as {@code A-09-kettle}
   * @param kind such as {@code washing-machine}
   * @param channel of the flat's meter, 1 or more
   * @param switchable whether its channel has a disconnect control
   * @param maxWh the most that its fuse lets through in one interval
   */
  public record Device(
      String id, String name, String kind, int channel, boolean switchable, int maxWh) {}

  /**
   * One measured quantity of a meter.
   *
   * @param number 0 for the whole home, otherwise the appliance's; group B of its OBIS codes
   * @param maxWh the most that is possible in one interval
   * @param device the appliance, or null for the whole home
   */
  public record Channel(String meterId, int number, int maxWh, @Nullable Device device) {

    /** OBIS code of the energy register: what a channel is known by outside the meter. */
    public String obis() {
      return "1.%d.1.8.0.255".formatted(number);
    }

    /** OBIS code of the disconnect control. */
    public String relayObis() {
      return "0.%d.96.3.10.255".formatted(number);
    }
  }

  public Building {
    sections = List.copyOf(sections);
    units = List.copyOf(units);
    require(!units.isEmpty(), "building %s must have units".formatted(id));
    requireUnique("section", sections.stream().map(Section::id));
    requireUnique("unit", units.stream().map(Unit::id));
    requireUnique("customer", units.stream().map(unit -> unit.customer().id()));
    requireUnique("meter", units.stream().map(unit -> unit.meter().id()));
    requireUnique("device", units.stream().flatMap(u -> u.devices().stream()).map(Device::id));
    Set<String> known = new HashSet<>(sections.stream().map(Section::id).toList());
    for (Unit unit : units) {
      require(
          known.contains(unit.section()),
          "section of %s must be one of %s but was '%s'"
              .formatted(unit.id(), known, unit.section()));
    }
  }

  /**
   * Reads a building and the recordings beside it.
   *
   * @param file {@code building.json}; recordings are in the directory {@code recordings} beside it
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if something in them is wrong; the message says where
   */
  public static Building read(Path file) throws IOException {
    return read(file, file.resolveSibling("recordings"));
  }

  /** As {@link #read(Path)}, with the recordings in another directory. */
  public static Building read(Path file, Path recordings) throws IOException {
    return BuildingFile.read(file, recordings);
  }

  /** The unit with an id. */
  public Optional<Unit> unit(String unitId) {
    return find(unitId, Unit::id);
  }

  /** The unit whose meter has an id. */
  public Optional<Unit> unitOfMeter(String meterId) {
    return find(meterId, unit -> unit.meter().id());
  }

  /**
   * Every interval that is not delivered once and as measured.
   *
   * @param from start of the period, inclusive
   * @param to end of the period, exclusive
   * @return by unit, channel and time
   */
  public List<Damage> damages(Instant from, Instant to) {
    List<Damage> all = new ArrayList<>();
    for (Unit unit : units) {
      Recording recording = unit.meter().recording();
      Duration step = recording.interval();
      for (int channel = 0; channel < recording.channels().size(); channel++) {
        Instant first = recording.intervalStart(from);
        Instant start = first.isBefore(from) ? first.plus(step) : first;
        for (; start.isBefore(to); start = start.plus(step)) {
          Fault.OfProfile fault = unit.meter().faults().at(channel, start);
          if (fault != null) {
            all.add(new Damage(unit.meter().id(), channel, start, fault));
          }
        }
      }
    }
    return all;
  }

  private Optional<Unit> find(String key, Function<Unit, String> keyOf) {
    return units.stream().filter(unit -> keyOf.apply(unit).equals(key)).findFirst();
  }

  private static void requireWithinFuse(String id, int largestWh, int maxWh) {
    require(
        maxWh >= largestWh,
        "maxWh of %s must be at least the recording's largest value %d but was %d"
            .formatted(id, largestWh, maxWh));
  }

  private static void requireUnique(String what, Stream<String> ids) {
    Set<String> seen = new HashSet<>();
    ids.forEach(id ->
        require(!id.isBlank() && seen.add(id), "%s id '%s' must be unique".formatted(what, id)));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
