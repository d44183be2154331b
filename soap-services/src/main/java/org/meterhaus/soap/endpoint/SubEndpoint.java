package org.meterhaus.soap.endpoint;

import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.WebServiceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.sub.Aggregate;
import org.meterhaus.dissemination.sub.Coverage;
import org.meterhaus.dissemination.sub.Figures;
import org.meterhaus.soap.security.Callers;
import org.meterhaus.soap.wire.SubPort;
import org.meterhaus.soap.wire.common.Period;
import org.meterhaus.soap.wire.sub.Aggregates;
import org.meterhaus.soap.wire.sub.Average;
import org.meterhaus.soap.wire.sub.BaseLoad;
import org.meterhaus.soap.wire.sub.Bucket;
import org.meterhaus.soap.wire.sub.Extreme;
import org.meterhaus.soap.wire.sub.Function;
import org.meterhaus.soap.wire.sub.PeakTime;
import org.meterhaus.soap.wire.sub.Percentile;
import org.meterhaus.soap.wire.sub.Sum;

/** Computes functions of the values of a usage point. */
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
    Coverage coverage = bucket.coverage();
    var wire = new Bucket();
    wire.setStart(bucket.start());
    wire.setEnd(bucket.end());
    wire.setExpectedCount(coverage.expectedCount());
    wire.setPresentCount(coverage.presentCount());
    wire.setEstimatedCount(coverage.estimatedCount());
    wire.setCoverage(coverage.share());
    wire.setEstimatedShare(coverage.estimatedShare());
    wire.setWorstQuality(Wire.quality(coverage.worstQuality()));
    wire.setPartial(bucket.partial());
    fill(wire, bucket.figures());
    return wire;
  }

  private static void fill(Bucket wire, Figures figures) {
    wire.setMax(extreme(figures.max()));
    wire.setMin(extreme(figures.min()));
    if (figures.avgWh() != null) {
      var average = new Average();
      average.setValueWh(figures.avgWh());
      wire.setAvg(average);
    }
    if (figures.sumWh() != null) {
      var sum = new Sum();
      sum.setValueWh(figures.sumWh());
      wire.setSum(sum);
    }
    wire.setCount(figures.count());
    wire.setFirst(extreme(figures.first()));
    wire.setLast(extreme(figures.last()));
    wire.setLoadFactor(figures.loadFactor());
    Figures.BaseLoad base = figures.baseLoad();
    if (base != null) {
      var baseLoad = new BaseLoad();
      baseLoad.setValueWh(base.valueWh());
      baseLoad.setPowerW(base.powerW());
      wire.setBaseLoad(baseLoad);
    }
    Figures.PeakTime peak = figures.peakTime();
    if (peak != null) {
      var peakTime = new PeakTime();
      peakTime.setStart(peak.start());
      peakTime.setEnd(peak.end());
      peakTime.setPowerW(peak.powerW());
      wire.setPeakTime(peakTime);
    }
    for (Figures.Percentile each : figures.percentiles()) {
      var percentile = new Percentile();
      percentile.setPercent(each.percent());
      percentile.setValueWh(each.valueWh());
      wire.getPercentile().add(percentile);
    }
  }

  private static @Nullable Extreme extreme(Figures.@Nullable Extreme extreme) {
    if (extreme == null) {
      return null;
    }
    var wire = new Extreme();
    wire.setValueWh(extreme.valueWh());
    wire.setAt(extreme.at());
    return wire;
  }
}
