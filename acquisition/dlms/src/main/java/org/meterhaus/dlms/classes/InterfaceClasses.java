package org.meterhaus.dlms.classes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every interface class that this library has a ready-made object or a typed client for, in the
 * version it has.
 *
 * @see "IEC 62056-6-2; the DLMS UA's Blue Book, parts 2 of editions 12 to 16"
 */
public final class InterfaceClasses {

  private static final SortedMap<Integer, ClassModel> BY_ID = read();

  private InterfaceClasses() {}

  /** All of them, by class id. */
  public static List<ClassModel> all() {
    return List.copyOf(BY_ID.values());
  }

  /**
   * One of them.
   *
   * @throws IllegalArgumentException if it is not here
   */
  public static ClassModel of(int classId) {
    ClassModel model = BY_ID.get(classId);
    if (model == null) {
      throw new IllegalArgumentException("no interface class " + classId + " is known");
    }
    return model;
  }

  private static SortedMap<Integer, ClassModel> read() {
    try (InputStream in =
        Objects.requireNonNull(
            InterfaceClasses.class.getResourceAsStream("interface-classes.txt"))) {
      SortedMap<Integer, ClassModel> byId = new TreeMap<>();
      for (ClassModel model :
          Notation.classes(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
        if (byId.put(model.id(), model) != null) {
          throw new IllegalStateException("two classes are " + model.id());
        }
      }
      return byId;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
