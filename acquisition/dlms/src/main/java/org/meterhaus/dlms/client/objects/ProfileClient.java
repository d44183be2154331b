package org.meterhaus.dlms.client.objects;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/**
 * Profile generic (class 7): rows with named columns. Columns and their units are read once, with
 * the first rows, and kept; make another of these after they were changed in the meter.
 */
public final class ProfileClient extends MeterObject {

  /** The attributes from 3 on, without the buffer; null where the meter gives none. */
  public record Settings(
      List<CaptureObject> captureObjects,
      long capturePeriod,
      int sortMethod,
      @Nullable CaptureObject sortObject,
      long entriesInUse,
      long profileEntries) {
    public Settings {
      captureObjects = List.copyOf(captureObjects);
    }
  }

  private static final int BUFFER = 2;
  private static final int CAPTURE_OBJECTS = 3;
  private static final int CAPTURE_PERIOD = 4;
  private static final int SORT_OBJECT = 6;
  private static final int FIRST_SETTING = 3;
  private static final int LAST_SETTING = 8;

  private @Nullable ProfileColumns columns;

  public ProfileClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.PROFILE_GENERIC, logicalName);
  }

  /** One of a version that is not the newest, to write to it. */
  public ProfileClient(DlmsClient meter, ObisCode logicalName, int version) {
    super(meter, InterfaceClass.PROFILE_GENERIC, logicalName, version);
  }

  /** Everything but the rows. */
  public Settings settings() throws MeterException {
    List<AttributeRef> attributes = new ArrayList<>();
    for (int attribute = FIRST_SETTING; attribute <= LAST_SETTING; attribute++) {
      attributes.add(attribute(attribute));
    }
    List<GetResult> results = meter().get(attributes);
    return new Settings(
        ProfileColumns.captureObjects(newest(CAPTURE_OBJECTS, required(results.get(0)))),
        required(results.get(1)).asLong(),
        Math.toIntExact(required(results.get(2)).asLong()),
        results.get(3) instanceof GetResult.Value(Data data) ? sortObject(data) : null,
        required(results.get(4)).asLong(),
        required(results.get(5)).asLong());
  }

  /** What a row holds, with units where they are registers. */
  public ProfileColumns columns() throws MeterException {
    ProfileColumns known = columns;
    if (known == null) {
      long period = get(CAPTURE_PERIOD, Long.class);
      List<CaptureObject> objects = list(CAPTURE_OBJECTS, CaptureObject.class);
      known = new ProfileColumns(objects, units(objects), period);
      columns = known;
    }
    return known;
  }

  /** All rows. */
  public List<ProfileRow> rows() throws MeterException {
    return columns().rows(get(BUFFER));
  }

  /** Rows whose time lies in a range; both ends belong to it. */
  public List<ProfileRow> rows(Instant from, Instant to) throws MeterException {
    return columns().rows(get(BUFFER, new Selection.TimeRange(from, to)));
  }

  /**
   * Rows by number, 1 = the first of the buffer; both ends belong to it.
   *
   * @param to 0 = the last there is
   */
  public List<ProfileRow> rows(long from, long to) throws MeterException {
    return columns().rows(get(BUFFER, new Selection.EntryRange(from, to)));
  }

  /** Empties it. */
  public void reset() throws MeterException {
    invoke(1);
  }

  /** Captures a row now. */
  public void capture() throws MeterException {
    invoke(2);
  }

  /** The units of the columns; null where a column has none or the meter does not tell. */
  private List<@Nullable ScalerUnit> units(List<CaptureObject> objects) throws MeterException {
    List<AttributeRef> wanted = new ArrayList<>();
    for (CaptureObject object : objects) {
      AttributeRef unit = ProfileColumns.unitOf(object);
      if (unit != null) {
        wanted.add(unit);
      }
    }
    List<GetResult> results = meter().get(wanted);
    List<@Nullable ScalerUnit> units = new ArrayList<>();
    int next = 0;
    for (CaptureObject object : objects) {
      boolean has = ProfileColumns.unitOf(object) != null;
      units.add(
          has && results.get(next++) instanceof GetResult.Value(Data data)
              ? ScalerUnit.from(data)
              : null);
    }
    return units;
  }

  private @Nullable CaptureObject sortObject(Data data) throws MeterException {
    return data instanceof Data.NullData ? null : CaptureObject.from(newest(SORT_OBJECT, data));
  }

  private static Data required(GetResult result) throws MeterException {
    return Quantity.data(result);
  }
}
