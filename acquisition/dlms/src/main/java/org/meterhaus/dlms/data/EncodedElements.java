package org.meterhaus.dlms.data;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * Elements of an array that are written without being made first, such as the rows of a profile
 * kept encoded or computed when they are read. A list like any other for who looks at its elements.
 *
 * <p>Must not change once it is part of a value.
 */
public abstract class EncodedElements extends AbstractList<Data> implements RandomAccess {

  /** How many octets {@link #writeTo} writes, 0..2147483647; a guess will do. */
  public abstract int encodedOctets();

  /** Writes each element with its tag, as {@link DataCodec#encode(Data, OctetWriter)} would. */
  public abstract void writeTo(OctetWriter out);
}
