package org.meterhaus.soap.endpoint;

import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.WebServiceContext;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.readings.ExtractData;
import org.meterhaus.dissemination.time.Periods;
import org.meterhaus.soap.security.Callers;
import org.meterhaus.soap.wire.TimePort;
import org.meterhaus.soap.wire.common.Period;
import org.meterhaus.soap.wire.time.Bucket;
import org.meterhaus.soap.wire.time.ClockChange;
import org.meterhaus.soap.wire.time.ExactPeriod;
import org.meterhaus.soap.wire.time.Series;
import org.meterhaus.soap.wire.time.SystemTime;

/** What time it is, what a period means, and the readings in one. */
@WebService(
    endpointInterface = "org.meterhaus.soap.wire.TimePort",
    serviceName = "TimeService",
    portName = "TimePort",
    targetNamespace = "urn:meterhaus:time:v1")
public final class TimeEndpoint implements TimePort {
  private final org.meterhaus.dissemination.time.SystemTime systemTime;
  private final Periods periods;
  private final ExtractData extractData;
  private final Callers callers;

  @Resource
  @SuppressWarnings("NullAway.Init") // by Metro, before the first request
  private WebServiceContext context;

  public TimeEndpoint(
      org.meterhaus.dissemination.time.SystemTime systemTime,
      Periods periods,
      ExtractData extractData,
      Callers callers) {
    this.systemTime = systemTime;
    this.periods = periods;
    this.extractData = extractData;
    this.callers = callers;
  }

  @Override
  public SystemTime getSystemTime(@Nullable String zone) {
    var answer = systemTime.now(zone);
    var wire = new SystemTime();
    wire.setTime(answer.time());
    wire.setZone(answer.zone().getId());
    wire.setUtcOffset(answer.utcOffset());
    wire.setLastClockChange(answer.lastClockChange());
    wire.setNextClockChange(answer.nextClockChange());
    return wire;
  }

  @Override
  public ExactPeriod computePeriod(Period period, String zone, @Nullable String resolution) {
    var answer = periods.compute(Wire.expression(period), zone, resolution);
    var wire = new ExactPeriod();
    wire.setExpression(answer.expression());
    wire.setInterval(Wire.interval(answer.interval()));
    wire.setZone(answer.zone().getId());
    wire.setResolution(answer.resolution());
    answer.buckets().forEach(bucket -> wire.getBucket().add(bucket(bucket)));
    answer.clockChanges().forEach(change -> wire.getClockChange().add(clockChange(change)));
    return wire;
  }

  @Override
  public Series extractData(String usagePoint, Period period, @Nullable String resolution) {
    var series =
        extractData.ofUsagePoint(
            callers.of(context), usagePoint, Wire.expression(period), resolution);
    var wire = new Series();
    wire.setUsagePoint(series.id());
    wire.setInterval(Wire.interval(series.interval()));
    wire.setZone(series.zone().getId());
    wire.setResolution(series.resolution());
    wire.setUnit("Wh");
    wire.setExpectedCount(series.expectedCount());
    wire.setPresentCount(series.presentCount());
    wire.setDataUntil(series.dataUntil());
    series.values().forEach(value -> wire.getValue().add(Wire.value(value)));
    return wire;
  }

  private static Bucket bucket(Periods.Bucket bucket) {
    var wire = new Bucket();
    wire.setStart(bucket.start());
    wire.setEnd(bucket.end());
    wire.setPartial(bucket.partial());
    return wire;
  }

  private static ClockChange clockChange(Periods.ClockChange change) {
    var wire = new ClockChange();
    wire.setDay(change.day());
    wire.setLength(change.length());
    return wire;
  }
}
