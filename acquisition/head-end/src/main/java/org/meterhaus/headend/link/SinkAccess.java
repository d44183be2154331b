package org.meterhaus.headend.link;

import java.util.Map;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.LinkConfig;

/** Opens links to one sink and through it to its meters. Thread-safe. */
public final class SinkAccess {
  private final String sinkId;
  private final LinkConfig link;
  private final AssociationConfig association;

  /** SAPs as the sink told them last; a meter that turns out to be elsewhere makes us ask again. */
  private volatile Map<String, Integer> saps = Map.of();

  public SinkAccess(String sinkId, LinkConfig link, AssociationConfig association) {
    this.sinkId = sinkId;
    this.link = link;
    this.association = association;
  }

  /** Its id. */
  public String sinkId() {
    return sinkId;
  }

  /** A new association with the management device. */
  public SinkLink management() throws MeterException {
    return SinkLink.open(sinkId, link, association);
  }

  /**
   * A new association with a meter, which has told its name itself.
   *
   * @throws MeterException.Refused if the sink cannot reach it
   * @throws NoSuchMeter if the sink does not know it
   */
  public MeterLink meter(String meterId) throws MeterException, NoSuchMeter {
    Integer known = saps.get(meterId);
    if (known != null) {
      MeterLink found = MeterLink.open(link, known, association);
      if (isIt(found, meterId)) {
        return found;
      }
      found.close();
    }
    try (SinkLink management = management()) {
      saps = Map.copyOf(management.saps());
    }
    Integer sap = saps.get(meterId);
    if (sap == null) {
      throw new NoSuchMeter(sinkId, meterId);
    }
    MeterLink found = MeterLink.open(link, sap, association);
    if (isIt(found, meterId)) {
      return found;
    }
    found.close();
    throw new NoSuchMeter(sinkId, meterId);
  }

  private static boolean isIt(MeterLink found, String meterId) throws MeterException {
    try {
      return found.name().equals(meterId);
    } catch (MeterException e) {
      found.close();
      throw e;
    }
  }

  /** The sink has no such meter. */
  public static final class NoSuchMeter extends Exception {
    NoSuchMeter(String sinkId, String meterId) {
      super("sink %s has no meter %s".formatted(sinkId, meterId));
    }
  }
}
