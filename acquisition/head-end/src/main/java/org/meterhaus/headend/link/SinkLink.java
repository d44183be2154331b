package org.meterhaus.headend.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/** An association with the management device of one sink. Closed after any error but a refusal. */
public final class SinkLink implements AutoCloseable {
  private static final int ROW_OF_METER = 8;
  private static final int GASP_OF_METER = 3;

  private final DlmsClient client;

  private SinkLink(DlmsClient client) {
    this.client = client;
  }

  /**
   * Connects, and makes sure that it is the right sink.
   *
   * @throws MeterException.SecurityRefused if another sink answers
   */
  public static SinkLink open(String sinkId, LinkConfig link, AssociationConfig association)
      throws MeterException {
    DlmsClient client = DlmsClient.open(link.withServerSap(SinkNames.MANAGEMENT_SAP), association);
    try {
      String name = client.get(SinkNames.DEVICE_NAME).asText();
      if (!name.equals(sinkId)) {
        throw new MeterException.SecurityRefused("another sink answers: '%s'".formatted(name));
      }
      return new SinkLink(client);
    } catch (MeterException e) {
      client.close();
      throw e;
    }
  }

  /**
   * Rows of the journal in order of their sequence; the sink may give fewer than there are.
   *
   * @param from first sequence wanted, 1..4294967295
   * @param most rows wanted, 1 or more
   * @return empty if there is nothing from there on
   */
  public List<Data> journal(long from, int most) throws MeterException {
    return client.get(SinkNames.JOURNAL, new Selection.EntryRange(from, from + most - 1)).asList();
  }

  /** Oldest sequence that the journal still has. */
  public long oldest() throws MeterException {
    return client.get(SinkNames.OLDEST).asLong();
  }

  /** Newest sequence of the journal; less than {@link #oldest} if it is empty. */
  public long newest() throws MeterException {
    return client.get(SinkNames.NEWEST).asLong();
  }

  /** What the sink thinks that we have. */
  public long acknowledged() throws MeterException {
    return client.get(SinkNames.ACKNOWLEDGED).asLong();
  }

  /** Tells the sink that we have everything up to {@code sequence}. */
  public void acknowledge(long sequence) throws MeterException {
    client.set(SinkNames.ACKNOWLEDGED, new Data.Long64Unsigned(sequence));
  }

  /** SAP of each logical device by its name: the meters, and the sink itself. */
  public Map<String, Integer> saps() throws MeterException {
    Map<String, Integer> saps = new HashMap<>();
    for (Data device : client.get(SinkNames.SAP_ASSIGNMENT).asList()) {
      List<Data> parts = device.asList();
      if (parts.size() != 2) {
        throw new Malformed("a SAP must have 2 elements but had " + parts.size());
      }
      saps.put(parts.get(1).asText(), Math.toIntExact(parts.get(0).asLong()));
    }
    return saps;
  }

  /** Why the sink cannot reach a meter; empty if it can, or does not know the meter. */
  public Optional<String> whyOffline(String meterId) throws MeterException {
    return meters().stream()
        .filter(row -> row.meter().equals(meterId) && row.state() == MeterRow.State.OFFLINE)
        .map(MeterRow::reason)
        .findFirst();
  }

  /** How the sink last met each of its meters. */
  public List<MeterRow> meters() throws MeterException {
    List<MeterRow> rows = new ArrayList<>();
    for (Data row : client.get(SinkNames.METERS).asList()) {
      List<Data> parts = row.asList();
      if (parts.size() != ROW_OF_METER) {
        throw new Malformed("a row of a meter must have 8 values but had " + parts.size());
      }
      rows.add(
          new MeterRow(
              parts.get(0).asText(),
              MeterRow.State.of(parts.get(2).asLong()),
              CosemDateTime.from(parts.get(3)).toInstant(),
              timeIfAny(parts.get(4)),
              parts.get(5).asText()));
    }
    return rows;
  }

  /** The last gasps that the sink has heard, by meter; a sink of before tells of none. */
  public Map<String, MeterGasp> gasps() throws MeterException {
    Map<String, MeterGasp> gasps = new HashMap<>();
    try {
      for (Data row : client.get(SinkNames.GASPS).asList()) {
        List<Data> parts = row.asList();
        if (parts.size() < GASP_OF_METER) {
          throw new Malformed("a gasp must have 3 values but had " + parts.size());
        }
        gasps.put(
            parts.get(0).asText(),
            new MeterGasp(CosemDateTime.from(parts.get(1)).toInstant(), timeIfAny(parts.get(2))));
      }
    } catch (MeterException.Refused _) {
      // there is no such object: this sink hears none
    }
    return gasps;
  }

  private static Optional<Instant> timeIfAny(Data time) throws Malformed {
    return time instanceof Data.NullData
        ? Optional.empty()
        : Optional.of(CosemDateTime.from(time).toInstant());
  }

  /** What time it is at the sink. */
  public Instant time() throws MeterException {
    return CosemDateTime.from(client.get(SinkNames.CLOCK)).toInstant();
  }

  @Override
  public void close() {
    client.close();
  }
}
