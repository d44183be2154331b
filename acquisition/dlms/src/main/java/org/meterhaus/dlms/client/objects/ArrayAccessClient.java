package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ArrayObject;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Array manager (class 123); entries are counted from 1. */
public final class ArrayAccessClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(@Nullable List<ArrayObject> arrayObjectList) {
    public Attributes {
      arrayObjectList = arrayObjectList == null ? null : List.copyOf(arrayObjectList);
    }
  }

  public ArrayAccessClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.ARRAY_MANAGER, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Entries of an array, both ends included; 0 as the last one = to the end. */
  public record Range(int array, int from, int to) {}

  /** An entry and where it goes. */
  public record Entry(int array, int position, Data entry) {}

  /** How many entries an array has. */
  public int count(int array) throws MeterException {
    return Math.toIntExact(invoke(1, array).asLong());
  }

  /** Some entries. */
  public List<Data> entries(Range range) throws MeterException {
    return invoke(2, range).asList();
  }

  /** Inserts an entry behind a position, 0 = in front. */
  public void insert(Entry entry) throws MeterException {
    invoke(3, entry);
  }

  /** Writes an entry. */
  public void update(Entry entry) throws MeterException {
    invoke(4, entry);
  }

  /** Removes entries. */
  public void remove(Range range) throws MeterException {
    invoke(5, range);
  }
}
