package org.meterhaus.sink.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.objects.Clock;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.sink.collect.MeterTable;
import org.meterhaus.sink.journal.Journal;
import org.meterhaus.sink.journal.JournalStatus;
import org.meterhaus.sink.roles.MeterId;
import org.meterhaus.sink.roles.RequestPath;

/** The logical devices that a sink offers: 1 manages, 16 and on are the meters. */
public final class SinkDevices {
  private static final long MOST_BYTES_AN_ANSWER = 1 << 20;

  private SinkDevices() {}

  /**
   * All logical devices.
   *
   * @param sinkId the management device's name, 1..16 characters of ASCII
   * @param meters in the order of their SAPs
   */
  public static List<LogicalDevice> of(
      String sinkId,
      List<MeterId> meters,
      DeviceSecurity security,
      Journal journal,
      MeterTable table,
      RequestPath path,
      InstantSource clock) {
    SortedMap<Integer, String> saps = new TreeMap<>();
    saps.put(SinkNames.MANAGEMENT_SAP, sinkId);
    Map<MeterId, Integer> sapOf = new HashMap<>();
    for (MeterId meter : meters) {
      int sap = SinkNames.FIRST_METER_SAP + sapOf.size();
      saps.put(sap, meter.value());
      sapOf.put(meter, sap);
    }
    List<LogicalDevice> devices = new ArrayList<>();
    devices.add(
        new LogicalDevice(
            SinkNames.MANAGEMENT_SAP,
            security,
            ObjectDirectory.of(
                DataObject.constant(SinkNames.DEVICE_NAME, Data.OctetString.ofAscii(sinkId)),
                new Clock(SinkNames.CLOCK, clock, ZoneOffset.UTC),
                new SapAssignment(saps),
                new JournalProfile(journal, MOST_BYTES_AN_ANSWER),
                new DataObject(SinkNames.OLDEST, () -> new Data.Long64Unsigned(journal.oldest())),
                new DataObject(SinkNames.NEWEST, () -> new Data.Long64Unsigned(journal.newest())),
                new Acknowledged(journal),
                new DataObject(SinkNames.STATUS, () -> status(journal, table)),
                new DataObject(SinkNames.METERS, () -> meters(table, sapOf)),
                new DataObject(SinkNames.GASPS, () -> gasps(table)))));
    for (MeterId meter : meters) {
      int sap = SinkNames.FIRST_METER_SAP + devices.size() - 1;
      devices.add(new LogicalDevice(sap, security, new PassThrough(path, meter)));
    }
    return devices;
  }

  /**
   * Structure: takes readings (boolean), stopped since (date-time, null-data if it takes), why not
   * (utf8-string), meters (long-unsigned), meters that answer (long-unsigned).
   */
  private static Data status(Journal journal, MeterTable table) {
    Data meters = new Data.LongUnsigned(table.rows().size());
    Data online = new Data.LongUnsigned(table.online());
    return switch (journal.status()) {
      case JournalStatus.Taking _ ->
          Data.Structure.of(
              new Data.Bool(true), new Data.NullData(), new Data.Utf8String(""), meters, online);
      case JournalStatus.Stopped(Instant since, String reason) ->
          Data.Structure.of(
              new Data.Bool(false), time(since), new Data.Utf8String(reason), meters, online);
    };
  }

  /**
   * Array of structures: meter (octet-string), SAP (long-unsigned), state (enum: 0 unknown, 1
   * online, 2 offline), since (date-time), last contact (date-time, null-data if never), why
   * offline (utf8-string), clock offset in seconds (double-long, null-data if not read), registers
   * (array of structures: logical name, raw value, scaler_unit or null-data).
   */
  private static Data meters(MeterTable table, Map<MeterId, Integer> sapOf) {
    List<Data> rows = new ArrayList<>();
    for (MeterTable.Row row : table.rows()) {
      Integer sap = sapOf.get(row.meter());
      rows.add(
          Data.Structure.of(
              Data.OctetString.ofAscii(row.meter().value()),
              new Data.LongUnsigned(sap == null ? 0 : sap),
              new Data.Enumerated(
                  switch (row.state()) {
                    case UNKNOWN -> 0;
                    case ONLINE -> 1;
                    case OFFLINE -> 2;
                  }),
              time(row.since()),
              row.lastContact().map(SinkDevices::time).orElseGet(Data.NullData::new),
              new Data.Utf8String(row.reason()),
              row.clockOffset().map(SinkDevices::seconds).orElseGet(Data.NullData::new),
              new Data.Array(row.registers().stream().map(SinkDevices::register).toList())));
    }
    return new Data.Array(rows);
  }

  /**
   * Array of structures, one for each meter that ever said that its power was going: meter
   * (octet-string), when we heard it (date-time), when it said that its power is back, or answered
   * again (date-time, null-data if it did neither). An object of its own, since head-ends of before
   * count the elements of the other's rows.
   */
  private static Data gasps(MeterTable table) {
    List<Data> rows = new ArrayList<>();
    for (MeterTable.Row row : table.rows()) {
      row.gasp()
          .ifPresent(gasp ->
              rows.add(
                  Data.Structure.of(
                      Data.OctetString.ofAscii(row.meter().value()),
                      time(gasp.at()),
                      gasp.overAt().map(SinkDevices::time).orElseGet(Data.NullData::new))));
    }
    return new Data.Array(rows);
  }

  private static Data register(MeterTable.Register register) {
    return Data.Structure.of(
        register.name().toData(),
        register.value(),
        register.scalerUnit().map(ScalerUnit::toData).orElseGet(Data.NullData::new));
  }

  private static Data seconds(Duration duration) {
    long seconds = duration.toSeconds();
    return new Data.DoubleLong(
        (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, seconds)));
  }

  private static Data time(Instant instant) {
    return CosemDateTime.of(instant, ZoneOffset.UTC).toData();
  }
}
