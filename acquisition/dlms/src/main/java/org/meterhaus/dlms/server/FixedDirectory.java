package org.meterhaus.dlms.server;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.ObisCode;

/**
 * {@link ObjectDirectory} of objects that are all known beforehand: a hash table of nothing but the
 * objects, since a process may have ten thousand directories.
 */
final class FixedDirectory implements ObjectDirectory {

  private final List<CosemObject> objects;

  /** Open addressing, at least half of it free; its length is a power of two. */
  private final @Nullable CosemObject[] table;

  FixedDirectory(List<CosemObject> objects) {
    this.objects = objects;
    this.table = new CosemObject[Integer.highestOneBit(Math.max(1, objects.size())) * 4];
    for (CosemObject object : objects) {
      int place = place(object.classId(), object.logicalName());
      if (table[place] != null) {
        throw new IllegalArgumentException(
            "two objects are " + object.classId() + "/" + object.logicalName());
      }
      table[place] = object;
    }
  }

  @Override
  public @Nullable CosemObject find(int classId, ObisCode logicalName) {
    return table[place(classId, logicalName)];
  }

  @Override
  public Collection<CosemObject> objects() {
    return objects;
  }

  /** Where the object is, or would be. */
  private int place(int classId, ObisCode logicalName) {
    int mask = table.length - 1;
    // The octets of similar names differ in few low bits: multiplied, they differ in the high ones.
    int hash = (31 * logicalName.hashCode() + classId) * 0x9E3779B9;
    int place = (hash >>> 16) & mask;
    while (true) {
      CosemObject there = table[place];
      if (there == null
          || (there.classId() == classId && there.logicalName().equals(logicalName))) {
        return place;
      }
      place = (place + 1) & mask;
    }
  }
}
