package org.meterhaus.dlms.classes.values;

import java.util.List;
import org.meterhaus.dlms.Bytes;

/** A function and the objects it is made of. */
public record FunctionBlock(Bytes name, List<ObjectDefinition> objects) {
  public FunctionBlock {
    objects = List.copyOf(objects);
  }
}
