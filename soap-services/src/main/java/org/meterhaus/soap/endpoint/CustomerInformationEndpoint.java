package org.meterhaus.soap.endpoint;

import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.WebServiceContext;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.customer.CustomerInformation;
import org.meterhaus.dissemination.customer.ReportFault;
import org.meterhaus.soap.security.Callers;
import org.meterhaus.soap.wire.CustomerInformationPort;
import org.meterhaus.soap.wire.customer.Customer;
import org.meterhaus.soap.wire.customer.FaultReport;
import org.meterhaus.soap.wire.customer.LastMonth;
import org.meterhaus.soap.wire.customer.UsagePointUse;

/** What is known about the caller, and reports of faults. */
@WebService(
    endpointInterface = "org.meterhaus.soap.wire.CustomerInformationPort",
    serviceName = "CustomerInformationService",
    portName = "CustomerInformationPort",
    targetNamespace = "urn:meterhaus:customer:v1")
public final class CustomerInformationEndpoint implements CustomerInformationPort {
  private final CustomerInformation customers;
  private final ReportFault reportFault;
  private final Callers callers;

  @Resource
  @SuppressWarnings("NullAway.Init") // by Metro, before the first request
  private WebServiceContext context;

  public CustomerInformationEndpoint(
      CustomerInformation customers, ReportFault reportFault, Callers callers) {
    this.customers = customers;
    this.reportFault = reportFault;
    this.callers = callers;
  }

  @Override
  public Customer getCustomer() {
    var customer = customers.me(callers.of(context));
    var wire = new Customer();
    wire.setId(customer.id());
    wire.setName(customer.name());
    wire.setAddress(customer.address());
    wire.setPhone(customer.phone());
    wire.setEmail(customer.email());
    return wire;
  }

  @Override
  public LastMonth getLastMonthUsage() {
    var answer = customers.lastMonth(callers.of(context));
    var wire = new LastMonth();
    wire.setInterval(Wire.interval(answer.interval()));
    wire.setZone(answer.zone().getId());
    answer.usagePoints().forEach(use -> wire.getUsagePoint().add(use(use)));
    return wire;
  }

  @Override
  public FaultReport reportFault(
      @Nullable String usagePoint, @Nullable String device, String description) {
    var fault =
        reportFault.report(
            callers.of(context), new ReportFault.NewFault(usagePoint, device, description));
    var wire = new FaultReport();
    wire.setId(fault.id().toString());
    wire.setUsagePoint(fault.usagePoint());
    wire.setDevice(fault.device());
    wire.setDescription(fault.description());
    wire.setState(fault.state());
    wire.setCreatedAt(fault.createdAt());
    return wire;
  }

  private static UsagePointUse use(CustomerInformation.Use use) {
    var wire = new UsagePointUse();
    wire.setId(use.id());
    wire.setSumWh(use.sumWh());
    wire.setExpectedCount(use.expectedCount());
    wire.setPresentCount(use.presentCount());
    wire.setWorstQuality(Wire.quality(use.worstQuality()));
    wire.setDataUntil(use.dataUntil());
    return wire;
  }
}
