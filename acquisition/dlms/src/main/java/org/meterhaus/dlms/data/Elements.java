package org.meterhaus.dlms.data;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The elements of an array or structure: immutable, and for those who made the array themselves
 * without the copy that {@link List#of(Object[])} takes.
 */
final class Elements extends AbstractList<Data> implements RandomAccess {

  private static final Elements NONE = new Elements(new Data[0]);

  private final Data[] elements;

  private Elements(Data[] owned) {
    this.elements = owned;
  }

  /** Takes the array over. */
  static Elements of(Data[] owned) {
    for (Data element : owned) {
      Objects.requireNonNull(element);
    }
    return owned.length == 0 ? NONE : new Elements(owned);
  }

  /** A list that never changes, with the same elements. */
  static List<Data> of(List<Data> elements) {
    return elements instanceof Elements || elements instanceof EncodedElements
        ? elements
        : of(elements.toArray(Data[]::new));
  }

  @Override
  public Data get(int index) {
    return elements[index];
  }

  @Override
  public int size() {
    return elements.length;
  }
}
