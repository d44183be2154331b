package org.meterhaus.sink.serve;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.sink.journal.Journal;

/** The head-end's watermark: a data object that it writes when it has everything so far durably. */
record Acknowledged(Journal journal) implements CosemObject {
  private static final System.Logger LOG = System.getLogger(Acknowledged.class.getName());

  @Override
  public int classId() {
    return InterfaceClass.DATA;
  }

  @Override
  public int version() {
    return 0;
  }

  @Override
  public ObisCode logicalName() {
    return SinkNames.ACKNOWLEDGED;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    return switch (attribute) {
      case 1 -> logicalName().toData();
      case 2 -> new Data.Long64Unsigned(journal.acknowledged());
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  /**
   * Refuses a sequence that is not there: that head-end talks to another journal than it thinks.
   */
  @Override
  public void set(int attribute, Data value) throws AccessError, Malformed {
    if (attribute != 2) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    long sequence = value.asLong();
    if (sequence < 0 || sequence > journal.newest()) {
      throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    }
    try {
      journal.acknowledge(sequence);
    } catch (IOException e) {
      LOG.log(ERROR, "cannot note the acknowledgement of " + sequence, e);
      throw new AccessError(DataAccessResult.HARDWARE_FAULT);
    }
  }

  @Override
  public List<AttributeAccess> attributes() {
    return List.of(AttributeAccess.readOnly(1), AttributeAccess.readAndWrite(2));
  }
}
