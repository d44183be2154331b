package org.meterhaus.dlms.server;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.ObisCode;

/** An {@link ObjectDirectory} of objects that never wait. */
record PromptDirectory(ObjectDirectory directory) implements ObjectDirectory {

  @Override
  public @Nullable CosemObject find(int classId, ObisCode logicalName) throws AccessError {
    return directory.find(classId, logicalName);
  }

  @Override
  public Collection<? extends CosemObject> objects() throws AccessError {
    return directory.objects();
  }

  @Override
  public boolean isPrompt() {
    return true;
  }
}
