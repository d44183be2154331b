package org.meterhaus.dlms.server.objects;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;

/**
 * Profile generic (class 7, version 1) that captures its rows itself and keeps them in memory;
 * {@link ProfileGeneric} is the one over rows that are somewhere else. A column that cannot be read
 * is null-data. Periods begin at local midnight.
 */
public final class CapturedProfile extends HeldObject implements TimeDriven {

  /** sort_method. */
  public enum SortMethod implements TypedValues.Coded {
    FIFO(1),
    LIFO(2),
    LARGEST(3),
    SMALLEST(4),
    NEAREST_TO_ZERO(5),
    FARTHEST_FROM_ZERO(6);

    private final int code;

    SortMethod(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  private static final int BUFFER = 2;
  private static final int CAPTURE_OBJECTS = 3;
  private static final int CAPTURE_PERIOD = 4;
  private static final int SORT_METHOD = 5;
  private static final int SORT_OBJECT = 6;
  private static final int ENTRIES_IN_USE = 7;
  private static final int PROFILE_ENTRIES = 8;
  private static final int RESET = 1;
  private static final int CAPTURE = 2;

  /** Most rows that are kept in memory. */
  private static final long MAX_ENTRIES = 1_000_000;

  private static final CaptureObject NOTHING =
      CaptureObject.of(0, ObisCode.of(0, 0, 0, 0, 0, 0), 0);

  private final DeviceObjects device;
  private final List<Data> rows = new ArrayList<>();
  private @Nullable Instant due;

  /**
   * A profile sorted by time, first-in first-out.
   *
   * @param period whole seconds; zero = captured when asked only
   * @param entries rows it keeps, 1..1000000; a client may write no more either
   */
  public CapturedProfile(
      DeviceObjects device,
      ObisCode logicalName,
      List<CaptureObject> columns,
      Duration period,
      long entries) {
    this(device, logicalName, columns, period, entries, SortMethod.FIFO, NOTHING);
  }

  /**
   * A profile sorted in any way.
   *
   * @param sortObject the column it is sorted by, where the method looks at one
   */
  public CapturedProfile(
      DeviceObjects device,
      ObisCode logicalName,
      List<CaptureObject> columns,
      Duration period,
      long entries,
      SortMethod sortMethod,
      CaptureObject sortObject) {
    super(InterfaceClass.PROFILE_GENERIC, logicalName, device.turn());
    this.device = device;
    hold(CAPTURE_OBJECTS, columns);
    hold(CAPTURE_PERIOD, period.toSeconds());
    hold(SORT_METHOD, sortMethod);
    hold(SORT_OBJECT, sortObject);
    hold(PROFILE_ENTRIES, entries);
    due = Periods.next(device, device.now(), number(CAPTURE_PERIOD));
  }

  /** Captures a row now. */
  public void capture() {
    exclusively(() -> insert(row()));
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    if (attribute != BUFFER || selection == null) {
      return super.get(attribute, selection);
    }
    device.turn().lock();
    try {
      return RowSelection.select(columns(), rows, selection);
    } finally {
      device.turn().unlock();
    }
  }

  @Override
  public Data read(int attribute) {
    return switch (attribute) {
      case BUFFER -> new Data.Array(rows);
      case ENTRIES_IN_USE -> new Data.DoubleLongUnsigned(rows.size());
      default -> held(attribute);
    };
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    if (attribute == PROFILE_ENTRIES && value.asLong() > MAX_ENTRIES) {
      throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
    }
    super.write(attribute, value);
    rows.clear();
    due = Periods.next(device, device.now(), number(CAPTURE_PERIOD));
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    switch (method) {
      case RESET -> rows.clear();
      case CAPTURE -> insert(row());
      // The methods of version 0 take what are the access parameters of the two selectors.
      default -> {
        Selection selection = Selection.from(method - CAPTURE, parameter);
        return RowSelection.select(columns(), rows, selection);
      }
    }
    return new Data.NullData();
  }

  @Override
  public List<AttributeAccess> attributes() {
    List<AttributeAccess> all = new ArrayList<>(super.attributes());
    all.set(BUFFER - 1, new AttributeAccess(BUFFER, AttributeAccess.Mode.READ_ONLY, List.of(1, 2)));
    return all;
  }

  @Override
  public @Nullable Instant due() {
    return due;
  }

  @Override
  public void tick(Instant now) {
    if (due != null && !due.isAfter(now)) {
      insert(row());
      due = Periods.next(device, due, number(CAPTURE_PERIOD));
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    due = Periods.next(device, to, number(CAPTURE_PERIOD));
  }

  private List<CaptureObject> columns() {
    return listOf(CAPTURE_OBJECTS, CaptureObject.class);
  }

  private Data row() {
    List<Data> values = new ArrayList<>();
    for (CaptureObject column : columns()) {
      values.add(value(column));
    }
    return new Data.Structure(values);
  }

  private Data value(CaptureObject column) {
    try {
      return device.read(column);
    } catch (AccessError _) {
      return new Data.NullData(); // the standard's word for a value that is not there
    }
  }

  /** Puts a row where it belongs, and lets the least wanted go if there are too many. */
  private void insert(Data row) {
    SortMethod method = as(SORT_METHOD, SortMethod.class);
    int column = columns().indexOf(as(SORT_OBJECT, CaptureObject.class));
    switch (method) {
      case FIFO -> rows.add(row);
      case LIFO -> rows.addFirst(row);
      case LARGEST, SMALLEST, NEAREST_TO_ZERO, FARTHEST_FROM_ZERO ->
          rows.add(place(method, column, row), row);
    }
    while (rows.size() > number(PROFILE_ENTRIES)) {
      if (method == SortMethod.FIFO) {
        rows.removeFirst();
      } else {
        rows.removeLast();
      }
    }
  }

  /** Behind all rows that are wanted as much or more. */
  private int place(SortMethod method, int column, Data row) {
    BigDecimal wanted = rank(method, column, row);
    int place = rows.size();
    while (place > 0 && rank(method, column, rows.get(place - 1)).compareTo(wanted) < 0) {
      place--;
    }
    return place;
  }

  /** The higher, the further in front. */
  private static BigDecimal rank(SortMethod method, int column, Data row) {
    BigDecimal value = column < 0 ? null : TypedValues.number(RowSelection.value(row, column));
    if (value == null) {
      return BigDecimal.ZERO;
    }
    return switch (method) {
      case FIFO, LIFO -> BigDecimal.ZERO;
      case LARGEST -> value;
      case SMALLEST -> value.negate();
      case NEAREST_TO_ZERO -> value.abs().negate();
      case FARTHEST_FROM_ZERO -> value.abs();
    };
  }
}
