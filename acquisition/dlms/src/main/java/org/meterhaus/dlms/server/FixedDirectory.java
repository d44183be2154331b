package org.meterhaus.dlms.server;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.ObisCode;

/** {@link ObjectDirectory} of objects that are all known beforehand. */
final class FixedDirectory implements ObjectDirectory {

  private record Key(int classId, ObisCode logicalName) {}

  private final List<CosemObject> objects;
  private final Map<Key, CosemObject> byKey = new HashMap<>();

  FixedDirectory(List<CosemObject> objects) {
    this.objects = objects;
    for (CosemObject object : objects) {
      Key key = new Key(object.classId(), object.logicalName());
      if (byKey.put(key, object) != null) {
        throw new IllegalArgumentException("two objects are " + key);
      }
    }
  }

  @Override
  public @Nullable CosemObject find(int classId, ObisCode logicalName) {
    return byKey.get(new Key(classId, logicalName));
  }

  @Override
  public Collection<CosemObject> objects() {
    return objects;
  }
}
