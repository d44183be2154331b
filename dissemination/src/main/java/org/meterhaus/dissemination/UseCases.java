package org.meterhaus.dissemination;

import org.meterhaus.dissemination.add.AddReadings;
import org.meterhaus.dissemination.alarms.AlarmRules;
import org.meterhaus.dissemination.alarms.Alarms;
import org.meterhaus.dissemination.customer.CustomerInformation;
import org.meterhaus.dissemination.customer.ReportFault;
import org.meterhaus.dissemination.customer.SignIn;
import org.meterhaus.dissemination.customer.Tokens;
import org.meterhaus.dissemination.devices.CommandStatus;
import org.meterhaus.dissemination.devices.DetectFaults;
import org.meterhaus.dissemination.devices.Devices;
import org.meterhaus.dissemination.devices.SwitchDevice;
import org.meterhaus.dissemination.push.PushRegistrations;
import org.meterhaus.dissemination.readings.Availability;
import org.meterhaus.dissemination.readings.ExtractData;
import org.meterhaus.dissemination.sections.CompareSections;
import org.meterhaus.dissemination.sub.Aggregate;
import org.meterhaus.dissemination.time.Periods;
import org.meterhaus.dissemination.time.SystemTime;

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
    CompareSections compareSections) {}
