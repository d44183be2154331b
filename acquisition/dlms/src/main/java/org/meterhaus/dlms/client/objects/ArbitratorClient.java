package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Arbitrator (class 68). */
public final class ArbitratorClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable List<ActionItem> actions,
      @Nullable List<Data.BitString> permissionsTable,
      @Nullable List<Data> weightingsTable,
      @Nullable List<Data.BitString> mostRecentRequestsTable,
      @Nullable Integer lastOutcome) {
    public Attributes {
      actions = actions == null ? null : List.copyOf(actions);
      permissionsTable = permissionsTable == null ? null : List.copyOf(permissionsTable);
      weightingsTable = weightingsTable == null ? null : List.copyOf(weightingsTable);
      mostRecentRequestsTable =
          mostRecentRequestsTable == null ? null : List.copyOf(mostRecentRequestsTable);
    }
  }

  public ArbitratorClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.ARBITRATOR, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Who asks for which actions, a bit for each. */
  public record Request(int actor, Data.BitString actions) {}

  /** Asks for actions. */
  public void request(Request request) throws MeterException {
    invoke(1, request);
  }

  /** Forgets all requests. */
  public void reset() throws MeterException {
    invoke(2);
  }
}
