package org.meterhaus.meters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** The JSON format of a building (samples/README.md). */
final class BuildingFile {
  private static final String FORMAT = "meterhaus-building-1";

  private final Path recordings;
  private final ZoneId zone;

  private BuildingFile(Path recordings, ZoneId zone) {
    this.recordings = recordings;
    this.zone = zone;
  }

  static Building read(Path file, Path recordings) throws IOException {
    String name = String.valueOf(file.getFileName());
    try {
      Json root = new Json(name, new ObjectMapper().readTree(Files.readAllBytes(file)));
      return root.as(json -> building(recordings, json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private record Head(String id, String name, ZoneId zone, String organisation) {}

  private static Building building(Path recordings, Json json) {
    if (!json.text("format").equals(FORMAT)) {
      throw new IllegalArgumentException("format must be " + FORMAT);
    }
    Head head = json.object("building").as(BuildingFile::head);
    BuildingFile file = new BuildingFile(recordings, head.zone());
    return new Building(
        head.id(),
        head.name(),
        head.zone(),
        head.organisation(),
        json.text("sink"),
        json.list("sections", s -> new Building.Section(s.text("id"), s.text("name"))),
        json.list("units", file::unit));
  }

  private static Head head(Json json) {
    return new Head(
        json.text("id"), json.text("name"), zone(json.text("zone")), json.text("organisation"));
  }

  private Building.Unit unit(Json json) {
    return new Building.Unit(
        json.text("id"),
        json.text("section"),
        json.text("label"),
        json.integer("areaM2"),
        json.integer("persons"),
        json.object("customer").as(BuildingFile::customer),
        meter(json),
        json.listOrEmpty("devices", BuildingFile::device));
  }

  private Building.Meter meter(Json unit) {
    Json meter = unit.object("meter");
    Recording recording = recording(meter.text("recording"));
    List<Fault> faults = unit.listOrEmpty("faults", BuildingFile::fault);
    return meter.as(json ->
        new Building.Meter(
            json.text("id"),
            recording,
            json.integer("startWh"),
            json.integer("maxWh"),
            new Faults(recording.interval(), faults)));
  }

  private Recording recording(String id) {
    if (!id.matches("[A-Za-z0-9_]+")) {
      throw new IllegalArgumentException("recording must be letters, digits and _ but was " + id);
    }
    try {
      ZoneOffset winter = zone.getRules().getStandardOffset(Instant.EPOCH);
      return Recording.read(recordings.resolve(id + ".csv"), winter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Building.Customer customer(Json json) {
    return new Building.Customer(
        json.text("id"),
        json.text("name"),
        json.text("address"),
        json.text("phone"),
        json.text("email"));
  }

  private static Building.Device device(Json json) {
    return new Building.Device(
        json.text("id"),
        json.text("name"),
        json.text("kind"),
        json.integer("channel"),
        json.bool("switchable"),
        json.integer("maxWh"));
  }

  private static Fault fault(Json json) {
    Weekly when = when(json);
    return switch (json.text("kind")) {
      case "lost" -> new Fault.Lost(json.integer("channel"), when, json.integer("intervals"));
      case "repeated" ->
          new Fault.Repeated(json.integer("channel"), when, json.integer("intervals"));
      case "spike" -> new Fault.Spike(json.integer("channel"), when, json.integer("addWh"));
      case "offline" -> new Fault.Offline(when, duration(json.text("duration")));
      default ->
          throw new IllegalArgumentException(
              "kind must be lost, repeated, spike or offline but was " + json.text("kind"));
    };
  }

  private static Weekly when(Json json) {
    try {
      DayOfWeek day = json.has("day") ? DayOfWeek.valueOf(json.text("day")) : null;
      return new Weekly(day, LocalTime.parse(json.text("time")));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage() + ": " + text, e);
    }
  }

  private static ZoneId zone(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("zone: " + e.getMessage(), e);
    }
  }
}
