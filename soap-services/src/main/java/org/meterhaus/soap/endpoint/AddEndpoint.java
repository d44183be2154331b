package org.meterhaus.soap.endpoint;

import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.WebServiceContext;
import java.util.List;
import org.meterhaus.dissemination.add.AddReadings;
import org.meterhaus.soap.security.Callers;
import org.meterhaus.soap.wire.AddPort;
import org.meterhaus.soap.wire.add.NewReading;
import org.meterhaus.soap.wire.add.Outcome;
import org.meterhaus.soap.wire.add.Verdict;

/** Takes readings that a customer hands in. */
@WebService(
    endpointInterface = "org.meterhaus.soap.wire.AddPort",
    serviceName = "AddService",
    portName = "AddPort",
    targetNamespace = "urn:meterhaus:add:v1")
public final class AddEndpoint implements AddPort {
  private final AddReadings addReadings;
  private final Callers callers;

  @Resource
  @SuppressWarnings("NullAway.Init") // by Metro, before the first request
  private WebServiceContext context;

  public AddEndpoint(AddReadings addReadings, Callers callers) {
    this.addReadings = addReadings;
    this.callers = callers;
  }

  @Override
  public List<Verdict> addReadings(String usagePoint, List<NewReading> readings) {
    var parsed =
        readings.stream()
            .map(reading -> new AddReadings.NewReading(reading.getStart(), reading.getValueWh()))
            .toList();
    var answer = addReadings.add(callers.of(context), usagePoint, parsed);
    return answer.verdicts().stream().map(AddEndpoint::verdict).toList();
  }

  private static Verdict verdict(AddReadings.Verdict verdict) {
    var wire = new Verdict();
    wire.setStart(verdict.start());
    wire.setOutcome(Outcome.fromValue(verdict.outcome().wireName()));
    wire.setCode(verdict.code());
    return wire;
  }
}
