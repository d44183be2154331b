package org.meterhaus.dlms.server;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.ObisCode;

/**
 * Finds the objects of a logical device; asked anew for every request, so it may make objects as
 * they are asked for. A gateway returns, for any class and name, an object that passes each call
 * on.
 *
 * <p>The current association (class 15, 0.0.40.0.0.255) is served by the server itself and need not
 * be here. May block; called by several connections at once.
 */
public interface ObjectDirectory {

  /** The object of this class and name, or null if there is none. */
  @Nullable CosemObject find(int classId, ObisCode logicalName) throws AccessError;

  /** What the association's object_list shows, in its order. */
  Collection<? extends CosemObject> objects() throws AccessError;

  /**
   * Whether none of its objects, nor finding them, ever waits for anything: a line, a disk, another
   * meter. Requests are then answered on the thread that carries the socket, which saves two
   * changes of thread each; what takes long holds up others there.
   */
  default boolean isPrompt() {
    return false;
  }

  /** The same objects, which never wait for anything. */
  default ObjectDirectory prompt() {
    return isPrompt() ? this : new PromptDirectory(this);
  }

  /** A fixed set of objects. */
  static ObjectDirectory of(CosemObject... objects) {
    return new FixedDirectory(List.of(objects));
  }

  /**
   * A fixed set of objects.
   *
   * @throws IllegalArgumentException if two have the same class and name
   */
  static ObjectDirectory of(Collection<? extends CosemObject> objects) {
    return new FixedDirectory(List.copyOf(objects));
  }
}
