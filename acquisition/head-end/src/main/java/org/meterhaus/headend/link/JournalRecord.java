package org.meterhaus.headend.link;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;

/**
 * Rows of a meter's load profile as a sink journaled them.
 *
 * @param sequence in the sink's journal, 1 or more
 * @param meterId COSEM logical device name
 * @param profile logical name of the load profile
 * @param capturedAt when the sink read them
 * @param period time between two rows; zero if not known
 * @param columns what a row holds
 * @param rows A-XDR of an array of rows
 */
public record JournalRecord(
    long sequence,
    String meterId,
    ObisCode profile,
    Instant capturedAt,
    Duration period,
    List<Column> columns,
    Bytes rows) {
  private static final int PARTS = 7;

  /**
   * A column.
   *
   * @param scalerUnit what its numbers mean; empty if it is no register
   */
  public record Column(CaptureObject source, Optional<ScalerUnit> scalerUnit) {}

  public JournalRecord {
    columns = List.copyOf(columns);
  }

  /** Sequence of a row of the sink's journal, without looking at the rest. */
  public static long sequence(Data row) throws Malformed {
    List<Data> parts = row.asList();
    if (parts.isEmpty()) {
      throw new Malformed("a row of a journal must not be empty");
    }
    return parts.getFirst().asLong();
  }

  /** From a row of the sink's journal. */
  public static JournalRecord from(Data row) throws Malformed {
    List<Data> parts = row.asList();
    if (parts.size() != PARTS) {
      throw new Malformed("a row of a journal must have 7 values but had " + parts.size());
    }
    List<Column> columns = new ArrayList<>();
    for (Data column : parts.get(5).asList()) {
      columns.add(column(column));
    }
    try {
      return new JournalRecord(
          parts.get(0).asLong(),
          parts.get(1).asText(),
          ObisCode.of(parts.get(2).asOctets()),
          CosemDateTime.from(parts.get(3)).toInstant(),
          Duration.ofSeconds(parts.get(4).asLong()),
          columns,
          parts.get(6).asOctets());
    } catch (IllegalArgumentException e) {
      throw new Malformed("a row of a journal: " + e.getMessage());
    }
  }

  /** The rows. */
  public List<Data> decodedRows() throws Malformed {
    return DataCodec.decode(rows, DataLimits.DEFAULT).asList();
  }

  private static Column column(Data data) throws Malformed {
    List<Data> parts = data.asList();
    if (parts.size() != 2) {
      throw new Malformed("a column must have 2 elements but had " + parts.size());
    }
    Optional<ScalerUnit> unit =
        parts.get(1) instanceof Data.NullData
            ? Optional.empty()
            : Optional.of(ScalerUnit.from(parts.get(1)));
    return new Column(CaptureObject.from(parts.get(0)), unit);
  }
}
