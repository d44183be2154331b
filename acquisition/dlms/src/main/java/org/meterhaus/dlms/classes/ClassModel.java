package org.meterhaus.dlms.classes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of an interface class as the standard describes it.
 *
 * @param id 0..65535
 * @param version 0..255
 * @param name the standard's
 * @param behaviour what the ready-made object does, one or two sentences
 * @param attributes 2, 3, .. without a gap; 1 is the logical name in every class
 * @param methods 1, 2, .. without a gap
 */
public record ClassModel(
    int id,
    int version,
    String name,
    String behaviour,
    List<AttributeModel> attributes,
    List<MethodModel> methods) {

  /**
   * An attribute.
   *
   * @param index 2..
   * @param name the standard's
   * @param writable whether the ready-made object can be written to; rights may be narrower
   */
  public record AttributeModel(int index, String name, boolean writable, ValueType type) {}

  /**
   * A method.
   *
   * @param index 1..
   * @param name the standard's
   * @param returned null if nothing
   */
  public record MethodModel(
      int index, String name, ValueType parameter, @Nullable ValueType returned) {}

  public ClassModel {
    attributes = List.copyOf(attributes);
    methods = List.copyOf(methods);
    for (int i = 0; i < attributes.size(); i++) {
      if (attributes.get(i).index() != i + 2) {
        throw new IllegalArgumentException("a gap before " + attributes.get(i) + " of " + name);
      }
    }
    for (int i = 0; i < methods.size(); i++) {
      if (methods.get(i).index() != i + 1) {
        throw new IllegalArgumentException("a gap before " + methods.get(i) + " of " + name);
      }
    }
  }

  /** The attribute, or null if there is none such or it is the logical name. */
  public @Nullable AttributeModel attribute(int index) {
    return index < 2 || index > attributes.size() + 1 ? null : attributes.get(index - 2);
  }

  /** The method, or null if there is none such. */
  public @Nullable MethodModel method(int index) {
    return index < 1 || index > methods.size() ? null : methods.get(index - 1);
  }

  /** Index of the last attribute, 1 if there is the logical name only. */
  public int lastAttribute() {
    return attributes.size() + 1;
  }

  /**
   * Index of the attribute with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int indexOf(String attribute) {
    for (AttributeModel each : attributes) {
      if (each.name().equals(attribute)) {
        return each.index();
      }
    }
    throw new IllegalArgumentException(name + " has no attribute " + attribute);
  }
}
