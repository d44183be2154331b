package org.meterhaus.dissemination;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.meterhaus.db.Database;
import org.meterhaus.dissemination.access.AuditTrail;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.add.AddReadings;
import org.meterhaus.dissemination.alarms.AlarmRules;
import org.meterhaus.dissemination.alarms.Alarms;
import org.meterhaus.dissemination.cost.EnergyCost;
import org.meterhaus.dissemination.customer.CustomerInformation;
import org.meterhaus.dissemination.customer.ReportFault;
import org.meterhaus.dissemination.customer.SignIn;
import org.meterhaus.dissemination.customer.Tokens;
import org.meterhaus.dissemination.devices.CommandStatus;
import org.meterhaus.dissemination.devices.DetectFaults;
import org.meterhaus.dissemination.devices.Devices;
import org.meterhaus.dissemination.devices.SwitchDevice;
import org.meterhaus.dissemination.groups.AlikeCustomers;
import org.meterhaus.dissemination.operator.EditReadings;
import org.meterhaus.dissemination.operator.GroupReport;
import org.meterhaus.dissemination.operator.OperatorInformation;
import org.meterhaus.dissemination.operator.OutageReports;
import org.meterhaus.dissemination.operator.Reprocess;
import org.meterhaus.dissemination.push.PushRegistrations;
import org.meterhaus.dissemination.readings.Availability;
import org.meterhaus.dissemination.readings.ExtractData;
import org.meterhaus.dissemination.readings.ListRevisions;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.sections.CompareSections;
import org.meterhaus.dissemination.sub.Aggregate;
import org.meterhaus.dissemination.sub.AggregateGroup;
import org.meterhaus.dissemination.sub.ComparePeriods;
import org.meterhaus.dissemination.time.Periods;
import org.meterhaus.dissemination.time.SystemTime;
import org.meterhaus.dissemination.utilisation.Utilisation;

/**
 * Everything that the faces can ask for, ready to be called. Thread-safe, as is each use case; both
 * faces share one.
 *
 * <p>Refusals come as {@link org.meterhaus.dissemination.access.RefusedException}.
 */
public record UseCases(
    Periods periods,
    SystemTime systemTime,
    ExtractData extractData,
    Availability availability,
    AddReadings addReadings,
    Aggregate aggregate,
    AggregateGroup aggregateGroup,
    ComparePeriods comparePeriods,
    Utilisation utilisation,
    EnergyCost energyCost,
    SignIn signIn,
    Tokens tokens,
    CustomerInformation customerInformation,
    ReportFault reportFault,
    Devices devices,
    DetectFaults detectFaults,
    SwitchDevice switchDevice,
    CommandStatus commandStatus,
    Alarms alarms,
    AlarmRules alarmRules,
    PushRegistrations pushRegistrations,
    CompareSections compareSections,
    OperatorInformation operatorInformation,
    OutageReports outageReports,
    GroupReport groupReport,
    AlikeCustomers alikeCustomers,
    EditReadings editReadings,
    Reprocess reprocess,
    ListRevisions listRevisions) {

  /**
   * Wires everything.
   *
   * @param random for tokens, salts and ids
   */
  public static UseCases on(
      Database database, Settings settings, InstantSource clock, SecureRandom random) {
    var audit = new AuditTrail(database);
    var gate = new Gate(database, clock, audit);
    var tokens = new Tokens(database, clock, random);
    ReadingLimits reading = settings.reading();
    Supplier<UUID> ids = () -> randomId(random);
    return new UseCases(
        new Periods(clock, reading.maxValues()),
        new SystemTime(clock),
        new ExtractData(gate, reading),
        new Availability(gate, reading),
        new AddReadings(gate),
        new Aggregate(gate, reading),
        new AggregateGroup(gate, reading),
        new ComparePeriods(gate, reading),
        new Utilisation(gate, reading),
        new EnergyCost(gate, reading),
        new SignIn(database, clock, random, settings.signIn(), tokens, audit),
        tokens,
        new CustomerInformation(gate, reading),
        new ReportFault(gate, ids),
        new Devices(gate, reading),
        new DetectFaults(gate),
        new SwitchDevice(gate, settings.commands(), ids),
        new CommandStatus(gate),
        new Alarms(gate),
        new AlarmRules(gate),
        new PushRegistrations(gate, ids),
        new CompareSections(gate, reading),
        new OperatorInformation(gate),
        new OutageReports(gate),
        new GroupReport(gate),
        new AlikeCustomers(gate),
        new EditReadings(gate, ids),
        new Reprocess(gate, ids),
        new ListRevisions(gate));
  }

  /** Version 4 of RFC 9562, from the generator that was given. */
  private static UUID randomId(SecureRandom random) {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
