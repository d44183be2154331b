package org.meterhaus.rest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.meterhaus.dissemination.UseCases;
import org.meterhaus.rest.alarms.AlarmResource;
import org.meterhaus.rest.alarms.AlarmRuleResource;
import org.meterhaus.rest.customers.BuildingResource;
import org.meterhaus.rest.customers.CustomerResource;
import org.meterhaus.rest.customers.FaultResource;
import org.meterhaus.rest.customers.SectionResource;
import org.meterhaus.rest.customers.TokenResource;
import org.meterhaus.rest.devices.CommandResource;
import org.meterhaus.rest.devices.DeviceResource;
import org.meterhaus.rest.edge.BearerFilter;
import org.meterhaus.rest.edge.BodyLimitFilter;
import org.meterhaus.rest.edge.HeaderFilter;
import org.meterhaus.rest.edge.JsonFormat;
import org.meterhaus.rest.operator.EditResource;
import org.meterhaus.rest.operator.GroupResource;
import org.meterhaus.rest.operator.JobResource;
import org.meterhaus.rest.operator.OperatorResource;
import org.meterhaus.rest.operator.OutageResource;
import org.meterhaus.rest.problems.ProblemMapper;
import org.meterhaus.rest.problems.ProblemResource;
import org.meterhaus.rest.push.PushRegistrationResource;
import org.meterhaus.rest.readings.UsagePointResource;
import org.meterhaus.rest.time.PeriodResource;
import org.meterhaus.rest.time.TimeResource;
import org.meterhaus.rest.trace.TraceFilter;

/**
 * The REST face, composed by hand: what is not in these two lists does not exist. The server puts
 * them at {@code /api/v1}.
 */
public final class RestApplication {

  /** Every resource; routes are derived from it, in tests too. */
  public static final List<Class<?>> RESOURCES =
      List.of(
          RootResource.class,
          TokenResource.class,
          CustomerResource.class,
          FaultResource.class,
          SectionResource.class,
          BuildingResource.class,
          UsagePointResource.class,
          DeviceResource.class,
          CommandResource.class,
          AlarmResource.class,
          AlarmRuleResource.class,
          PushRegistrationResource.class,
          TimeResource.class,
          PeriodResource.class,
          ProblemResource.class,
          OperatorResource.class,
          OutageResource.class,
          GroupResource.class,
          EditResource.class,
          JobResource.class);

  /** The largest body that any of the resources has use for, with room to spare. */
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private RestApplication() {}

  /**
   * Resources and providers, each one thread-safe object.
   *
   * @param useCases what they ask
   * @param random for trace ids
   */
  public static Set<Object> singletons(UseCases useCases, RandomGenerator random) {
    return Set.of(
        new TraceFilter(random),
        new BearerFilter(useCases.tokens()),
        new BodyLimitFilter(MAX_BODY_BYTES),
        new HeaderFilter(),
        new JsonFormat(),
        new ProblemMapper(),
        new RootResource(),
        new TokenResource(useCases.signIn(), useCases.tokens()),
        new CustomerResource(useCases.customerInformation(), useCases.aggregateGroup()),
        new FaultResource(useCases.reportFault()),
        new SectionResource(useCases.compareSections(), useCases.aggregateGroup()),
        new BuildingResource(useCases.aggregateGroup()),
        new UsagePointResource(useCases),
        new DeviceResource(
            useCases.devices(),
            useCases.detectFaults(),
            useCases.switchDevice(),
            useCases.aggregate()),
        new CommandResource(useCases.commandStatus()),
        new AlarmResource(useCases.alarms()),
        new AlarmRuleResource(useCases.alarmRules()),
        new PushRegistrationResource(useCases.pushRegistrations()),
        new TimeResource(useCases.systemTime()),
        new PeriodResource(useCases.periods()),
        new ProblemResource(),
        new OperatorResource(useCases.operatorInformation()),
        new OutageResource(useCases.outageReports()),
        new GroupResource(useCases.groupReport()),
        new EditResource(useCases.editReadings()),
        new JobResource(useCases.reprocess()));
  }

  /** Settings of Jersey: no generated WADL, and no container error page in place of an answer. */
  public static Map<String, Object> properties() {
    return Map.of(
        "jersey.config.server.wadl.disableWadl", true,
        "jersey.config.server.response.setStatusOverSendError", true);
  }
}
