package org.meterhaus.soap.endpoint;

import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.WebServiceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.sub.Aggregate;
import org.meterhaus.soap.security.Callers;
import org.meterhaus.soap.wire.SubPort;
import org.meterhaus.soap.wire.common.Period;
import org.meterhaus.soap.wire.sub.Aggregates;
import org.meterhaus.soap.wire.sub.Average;
import org.meterhaus.soap.wire.sub.Bucket;
import org.meterhaus.soap.wire.sub.Extreme;
import org.meterhaus.soap.wire.sub.Function;
import org.meterhaus.soap.wire.sub.Sum;

/** Computes maximum, minimum, average and sum. */
@WebService(
    endpointInterface = "org.meterhaus.soap.wire.SubPort",
    serviceName = "SubService",
    portName = "SubPort",
    targetNamespace = "urn:meterhaus:sub:v1")
public final class SubEndpoint implements SubPort {
  private final Aggregate aggregate;
  private final Callers callers;

  @Resource
  @SuppressWarnings("NullAway.Init") // by Metro, before the first request
  private WebServiceContext context;

  public SubEndpoint(Aggregate aggregate, Callers callers) {
    this.aggregate = aggregate;
    this.callers = callers;
  }

  @Override
  public Aggregates aggregate(
      String usagePoint, Period period, String bucketLength, List<Function> functions) {
    var names = functions.stream().map(Function::value).distinct().toList();
    var answer =
        aggregate.ofUsagePoint(
            callers.of(context), usagePoint, Wire.expression(period), bucketLength, names);
    var wire = new Aggregates();
    wire.setUsagePoint(answer.id());
    wire.setInterval(Wire.interval(answer.interval()));
    wire.setZone(answer.zone().getId());
    wire.setBucketLength(answer.bucket());
    wire.setUnit("Wh");
    wire.setExpectedCount(answer.expectedCount());
    wire.setPresentCount(answer.presentCount());
    wire.setDataUntil(answer.dataUntil());
    answer.buckets().forEach(bucket -> wire.getBucket().add(bucket(bucket)));
    return wire;
  }

  private static Bucket bucket(Aggregate.Bucket bucket) {
    var wire = new Bucket();
    wire.setStart(bucket.start());
    wire.setEnd(bucket.end());
    wire.setExpectedCount(bucket.expectedCount());
    wire.setPresentCount(bucket.presentCount());
    wire.setWorstQuality(Wire.quality(bucket.worstQuality()));
    wire.setPartial(bucket.partial());
    wire.setMax(extreme(bucket.max()));
    wire.setMin(extreme(bucket.min()));
    if (bucket.avgWh() != null) {
      var average = new Average();
      average.setValueWh(bucket.avgWh());
      wire.setAvg(average);
    }
    if (bucket.sumWh() != null) {
      var sum = new Sum();
      sum.setValueWh(bucket.sumWh());
      wire.setSum(sum);
    }
    return wire;
  }

  private static @Nullable Extreme extreme(Aggregate.@Nullable Extreme extreme) {
    if (extreme == null) {
      return null;
    }
    var wire = new Extreme();
    wire.setValueWh(extreme.valueWh());
    wire.setAt(extreme.at());
    return wire;
  }
}
