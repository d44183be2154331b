package org.meterhaus.sink.collect;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.sink.roles.MeterId;

/**
 * Rows of a load profile as the meter gave them, with all that is needed to understand them later:
 * a record of the journal.
 *
 * @param capturedAt when the sink read them, 10 ms resolution
 * @param rows A-XDR of an array of rows, each a structure with a value for every column
 */
public record ProfileReading(MeterId meter, Profile profile, Instant capturedAt, Bytes rows) {
  private static final int PARTS = 6;

  /** The journal's stream that these rows belong to. */
  public static String stream(MeterId meter, ObisCode profile) {
    return meter + "/" + profile;
  }

  /**
   * What stands in the journal, and behind the sequence number in a row that the head-end reads:
   * meter (octet-string), profile (octet-string), captured at (octet-string, date-time), capture
   * period in seconds (double-long-unsigned), columns (array), rows (octet-string).
   */
  public List<Data> toParts() {
    return List.of(
        Data.OctetString.ofAscii(meter.value()),
        profile.name().toData(),
        CosemDateTime.of(capturedAt, ZoneOffset.UTC).toData(),
        new Data.DoubleLongUnsigned(profile.period().toSeconds()),
        new Data.Array(profile.columns().stream().map(Column::toData).toList()),
        new Data.OctetString(rows));
  }

  /** A-XDR of a structure of the parts. */
  public Bytes toPayload() {
    return DataCodec.encode(new Data.Structure(toParts()));
  }

  /** The opposite of {@link #toPayload}. */
  public static ProfileReading from(Bytes payload) throws Malformed {
    List<Data> parts = DataCodec.decode(payload, DataLimits.DEFAULT).asList();
    if (parts.size() != PARTS) {
      throw new Malformed("journal record must have 6 parts but had " + parts.size());
    }
    List<Column> columns = new ArrayList<>();
    for (Data column : parts.get(4).asList()) {
      columns.add(Column.from(column));
    }
    try {
      return new ProfileReading(
          new MeterId(parts.get(0).asText()),
          new Profile(
              ObisCode.of(parts.get(1).asOctets()),
              Duration.ofSeconds(parts.get(3).asLong()),
              columns),
          CosemDateTime.from(parts.get(2)).toInstant(),
          parts.get(5).asOctets());
    } catch (IllegalArgumentException e) {
      throw new Malformed("journal record: " + e.getMessage());
    }
  }
}
