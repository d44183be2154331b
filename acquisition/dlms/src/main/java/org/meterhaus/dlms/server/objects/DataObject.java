package org.meterhaus.dlms.server.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.classes.InterfaceClasses;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/**
 * Data (class 1, version 0): attribute 2 is whatever the source gives.
 *
 * @param value asked at every read
 * @param sink takes what is written, null if nothing may be
 */
public record DataObject(ObisCode logicalName, Source value, @Nullable Sink sink)
    implements ModelledObject {

  private static final ClassModel MODEL = InterfaceClasses.of(InterfaceClass.DATA);

  /** Gives a value when it is read; may block. */
  public interface Source {
    Data read() throws AccessError;
  }

  /** Takes a value when it is written; may block. */
  public interface Sink {
    /**
     * A value of the type the source gives.
     *
     * @throws Malformed if it makes no sense
     */
    void write(Data value) throws AccessError, Malformed;
  }

  /** A value that cannot be written. */
  public DataObject(ObisCode logicalName, Source value) {
    this(logicalName, value, null);
  }

  /** A value that never changes. */
  public static DataObject constant(ObisCode logicalName, Data value) {
    return new DataObject(logicalName, () -> value);
  }

  /** A value that is kept in memory until it is written. */
  public static DataObject variable(ObisCode logicalName, Data initial) {
    var held = new java.util.concurrent.atomic.AtomicReference<>(initial);
    return new DataObject(logicalName, held::get, held::set);
  }

  @Override
  public ClassModel model() {
    return MODEL;
  }

  @Override
  public Data read(int attribute) throws AccessError {
    return value.read();
  }

  @Override
  public boolean writable(int attribute) {
    return attribute == 2 && sink != null;
  }

  @Override
  public void write(int attribute, Data written) throws AccessError, Malformed {
    Data before = value.read();
    if (before.tag() != written.tag()) {
      throw new Malformed("expected " + before.typeName() + " but was " + written.typeName());
    }
    if (sink != null) {
      sink.write(written);
    }
  }
}
