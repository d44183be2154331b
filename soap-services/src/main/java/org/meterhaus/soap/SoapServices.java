package org.meterhaus.soap;

import java.time.InstantSource;
import java.util.List;
import org.meterhaus.dissemination.UseCases;
import org.meterhaus.soap.endpoint.AddEndpoint;
import org.meterhaus.soap.endpoint.CustomerInformationEndpoint;
import org.meterhaus.soap.endpoint.DeviceControlEndpoint;
import org.meterhaus.soap.endpoint.SubEndpoint;
import org.meterhaus.soap.endpoint.TimeEndpoint;
import org.meterhaus.soap.security.Callers;
import org.meterhaus.soap.security.ReplayGuard;
import org.meterhaus.soap.wire.AddPort;
import org.meterhaus.soap.wire.CustomerInformationPort;
import org.meterhaus.soap.wire.DeviceControlPort;
import org.meterhaus.soap.wire.SubPort;
import org.meterhaus.soap.wire.TimePort;

/** Composes the five services over the use cases. Stateless. */
final class SoapServices {

  private SoapServices() {}

  static List<SoapService<?>> over(UseCases useCases, InstantSource clock) {
    var callers =
        new Callers(
            useCases.signIn(),
            useCases.tokens(),
            new ReplayGuard(ReplayGuard.Settings.DEFAULT, clock));
    return List.of(
        new SoapService<>(
            "TimeService",
            "time.xsd",
            "urn:meterhaus:time:v1",
            TimePort.class,
            new TimeEndpoint(
                useCases.systemTime(), useCases.periods(), useCases.extractData(), callers)),
        new SoapService<>(
            "AddService",
            "add.xsd",
            "urn:meterhaus:add:v1",
            AddPort.class,
            new AddEndpoint(useCases.addReadings(), callers)),
        new SoapService<>(
            "SubService",
            "sub.xsd",
            "urn:meterhaus:sub:v1",
            SubPort.class,
            new SubEndpoint(useCases.aggregate(), callers)),
        new SoapService<>(
            "CustomerInformationService",
            "customer.xsd",
            "urn:meterhaus:customer:v1",
            CustomerInformationPort.class,
            new CustomerInformationEndpoint(
                useCases.customerInformation(), useCases.reportFault(), callers)),
        new SoapService<>(
            "DeviceControlService",
            "device.xsd",
            "urn:meterhaus:device:v1",
            DeviceControlPort.class,
            new DeviceControlEndpoint(
                useCases.devices(),
                useCases.detectFaults(),
                useCases.switchDevice(),
                useCases.commandStatus(),
                callers)));
  }
}
