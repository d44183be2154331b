package org.meterhaus.dlms.classes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every interface class that this library has a ready-made object or a typed client for, in every
 * version it has.
 *
 * @see "IEC 62056-6-2; the DLMS UA's Blue Book, parts 2 of editions 12 to 16"
 */
public final class InterfaceClasses {

  /** By class id and version. */
  private static final SortedMap<Integer, NavigableMap<Integer, ClassModel>> CLASSES = read();

  private InterfaceClasses() {}

  /** All of them in all versions, by class id and version. */
  public static List<ClassModel> all() {
    List<ClassModel> all = new ArrayList<>();
    CLASSES.values().forEach(versions -> all.addAll(versions.values()));
    return all;
  }

  /** All of them in the newest version known, by class id. */
  public static List<ClassModel> newest() {
    return CLASSES.values().stream().map(versions -> versions.lastEntry().getValue()).toList();
  }

  /** The versions known of a class, in their order; empty if it is not here. */
  public static List<Integer> versions(int classId) {
    NavigableMap<Integer, ClassModel> versions = CLASSES.get(classId);
    return versions == null ? List.of() : List.copyOf(versions.keySet());
  }

  /**
   * The newest version known of a class.
   *
   * @throws IllegalArgumentException if it is not here
   */
  public static ClassModel of(int classId) {
    NavigableMap<Integer, ClassModel> versions = CLASSES.get(classId);
    if (versions == null) {
      throw new IllegalArgumentException("no interface class " + classId + " is known");
    }
    return versions.lastEntry().getValue();
  }

  /**
   * A version of a class.
   *
   * @throws IllegalArgumentException if it is not here
   */
  public static ClassModel of(int classId, int version) {
    NavigableMap<Integer, ClassModel> versions = CLASSES.get(classId);
    ClassModel model = versions == null ? null : versions.get(version);
    if (model == null) {
      throw new IllegalArgumentException(
          "no version " + version + " of interface class " + classId + " is known");
    }
    return model;
  }

  private static SortedMap<Integer, NavigableMap<Integer, ClassModel>> read() {
    try (InputStream in =
        Objects.requireNonNull(
            InterfaceClasses.class.getResourceAsStream("interface-classes.txt"))) {
      SortedMap<Integer, NavigableMap<Integer, ClassModel>> classes = new TreeMap<>();
      for (ClassModel model :
          Notation.classes(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
        var versions = classes.computeIfAbsent(model.id(), _ -> new TreeMap<>());
        if (versions.put(model.version(), model) != null) {
          throw new IllegalStateException(
              "two classes are " + model.id() + " version " + model.version());
        }
      }
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
