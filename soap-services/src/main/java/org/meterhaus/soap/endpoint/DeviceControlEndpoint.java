package org.meterhaus.soap.endpoint;

import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.WebServiceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.devices.CommandStatus;
import org.meterhaus.dissemination.devices.DetectFaults;
import org.meterhaus.dissemination.devices.Devices;
import org.meterhaus.dissemination.devices.SwitchDevice;
import org.meterhaus.soap.security.Callers;
import org.meterhaus.soap.wire.DeviceControlPort;
import org.meterhaus.soap.wire.common.Channel;
import org.meterhaus.soap.wire.common.Period;
import org.meterhaus.soap.wire.device.Action;
import org.meterhaus.soap.wire.device.Command;
import org.meterhaus.soap.wire.device.CommandState;
import org.meterhaus.soap.wire.device.Cost;
import org.meterhaus.soap.wire.device.Device;
import org.meterhaus.soap.wire.device.DeviceState;
import org.meterhaus.soap.wire.device.Finding;
import org.meterhaus.soap.wire.device.Findings;
import org.meterhaus.soap.wire.device.Switch;
import org.meterhaus.soap.wire.device.Utilisation;

/** Appliances: their state, their use, their faults, and switching them. */
@WebService(
    endpointInterface = "org.meterhaus.soap.wire.DeviceControlPort",
    serviceName = "DeviceControlService",
    portName = "DeviceControlPort",
    targetNamespace = "urn:meterhaus:device:v1")
public final class DeviceControlEndpoint implements DeviceControlPort {
  private final Devices devices;
  private final DetectFaults detectFaults;
  private final SwitchDevice switchDevice;
  private final CommandStatus commandStatus;
  private final Callers callers;

  @Resource
  @SuppressWarnings("NullAway.Init") // by Metro, before the first request
  private WebServiceContext context;

  public DeviceControlEndpoint(
      Devices devices,
      DetectFaults detectFaults,
      SwitchDevice switchDevice,
      CommandStatus commandStatus,
      Callers callers) {
    this.devices = devices;
    this.detectFaults = detectFaults;
    this.switchDevice = switchDevice;
    this.commandStatus = commandStatus;
    this.callers = callers;
  }

  @Override
  public List<Device> listDevices() {
    return devices.list(callers.of(context)).stream().map(DeviceControlEndpoint::device).toList();
  }

  @Override
  public DeviceState getDeviceState(String device) {
    return state(devices.state(callers.of(context), device));
  }

  @Override
  public Utilisation getDeviceUtilisation(
      String device, Period period, @Nullable String resolution) {
    var answer =
        devices.utilisation(callers.of(context), device, Wire.expression(period), resolution);
    var series = answer.series();
    var wire = new Utilisation();
    wire.setDevice(series.id());
    wire.setInterval(Wire.interval(series.interval()));
    wire.setZone(answer.zone().getId());
    wire.setResolution(series.resolution());
    wire.setUnit("Wh");
    wire.setSumWh(answer.sumWh());
    wire.setUsagePointSumWh(answer.usagePointSumWh());
    wire.setShare(answer.share());
    wire.setExpectedCount(series.expectedCount());
    wire.setPresentCount(series.presentCount());
    wire.setWorstQuality(Wire.quality(answer.worstQuality()));
    wire.setDataUntil(series.dataUntil());
    series.values().forEach(value -> wire.getValue().add(Wire.value(value)));
    if (answer.cost() != null) {
      var cost = new Cost();
      cost.setCurrency(org.meterhaus.dissemination.cost.Cost.CURRENCY);
      cost.setAmountCt(answer.cost().energyCt());
      cost.setUnpricedWh(answer.cost().unpricedWh());
      wire.setCost(cost);
    }
    return wire;
  }

  @Override
  public Findings detectFaults(String device, @Nullable Period period) {
    var answer =
        detectFaults.detect(
            callers.of(context), device, period == null ? null : Wire.expression(period));
    var wire = new Findings();
    wire.setDevice(answer.device());
    wire.setInterval(Wire.interval(answer.interval()));
    wire.setZone(answer.zone().getId());
    answer.findings().forEach(finding -> wire.getFinding().add(finding(finding)));
    return wire;
  }

  @Override
  public Command switchDevice(String device, Action action, String idempotencyKey) {
    return command(
        switchDevice.accept(
            callers.of(context),
            new SwitchDevice.NewCommand(device, action.value(), idempotencyKey)));
  }

  @Override
  public Command getCommandStatus(String command) {
    return command(commandStatus.get(callers.of(context), command));
  }

  private static Device device(Devices.Device device) {
    var channel = new Channel();
    channel.setObis(device.channel().obis());
    channel.setUnit(device.channel().unit());
    channel.setIntervalLength(device.channel().intervalLength());
    var wire = new Device();
    wire.setId(device.id());
    wire.setName(device.name());
    wire.setKind(device.kind());
    wire.setUsagePoint(device.usagePoint());
    wire.setSwitchable(device.switchable());
    wire.setState(state(device.state()));
    wire.setChannel(channel);
    return wire;
  }

  private static DeviceState state(Devices.State state) {
    var wire = new DeviceState();
    wire.setReported(Switch.fromValue(state.reported()));
    wire.setReportedAt(state.reportedAt());
    return wire;
  }

  private static Finding finding(DetectFaults.Finding finding) {
    var wire = new Finding();
    wire.setRule(finding.rule());
    wire.setInterval(Wire.interval(finding.interval()));
    wire.setObservedW(finding.observedW());
    wire.setExpectedLowW(finding.expectedLowW());
    wire.setExpectedHighW(finding.expectedHighW());
    wire.setExplanation(finding.explanation());
    wire.setId(finding.id().toString());
    wire.setState(finding.state());
    wire.setConfidence(finding.confidence());
    wire.setMeasure(finding.measure());
    wire.setClears(finding.clears());
    wire.setFeedback(finding.feedback());
    return wire;
  }

  private static Command command(org.meterhaus.dissemination.devices.Command command) {
    var wire = new Command();
    wire.setId(command.id().toString());
    wire.setDevice(command.device());
    wire.setAction(Action.fromValue(command.action()));
    wire.setState(CommandState.fromValue(command.state()));
    wire.setReason(command.reason());
    wire.setCreatedAt(command.createdAt());
    wire.setExpiresAt(command.expiresAt());
    wire.setFinishedAt(command.finishedAt());
    return wire;
  }
}
