package org.meterhaus.dlms.server.objects;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.ActionSet;
import org.meterhaus.dlms.classes.values.LimiterActions;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/** A device with an object of every class, for tests that hold for all of them. */
final class ReadyMade {

  static final Instant START = Instant.parse("2026-06-01T10:00:00Z");
  static final ObisCode SCRIPTS = ObisCode.of(0, 0, 10, 0, 106, 255);
  static final ObisCode ENERGY = ObisCode.of(1, 0, 1, 8, 0, 255);
  static final AttributeRef ENERGY_VALUE = new AttributeRef(InterfaceClass.REGISTER, ENERGY, 2);

  /** The time, moved by tests. */
  final AtomicReference<Instant> time = new AtomicReference<>(START);

  /** What the energy register tells. */
  final AtomicLong energy = new AtomicLong(5);

  final DeviceObjects device = new DeviceObjects(time::get, ZoneId.of("Europe/Berlin"));
  final List<ModelledObject> objects = new ArrayList<>();

  ReadyMade() throws AccessError {
    add(DataObject.variable(ObisCode.of(0, 0, 96, 1, 0, 255), new Data.LongUnsigned(1)));
    add(
        new Register(
            ENERGY,
            () -> new Data.DoubleLongUnsigned(energy.get()),
            ScalerUnit.wattHours(),
            () -> energy.set(0)));
    add(new ScriptTable(device, SCRIPTS, List.of()));
    add(
        new ExtendedRegister(
            device,
            ObisCode.of(1, 0, 1, 6, 0, 255),
            ScalerUnit.watts(),
            new Data.DoubleLongUnsigned(7),
            new Data.NullData()));
    add(
        new DemandRegister(
            device,
            ObisCode.of(1, 0, 1, 4, 0, 255),
            ScalerUnit.watts(),
            Duration.ofMinutes(15),
            1));
    ValueDefinition monitored = ValueDefinition.of(ENERGY_VALUE);
    add(
        new RegisterMonitor(
            device,
            ObisCode.of(0, 0, 16, 1, 0, 255),
            monitored,
            List.of(new Data.DoubleLongUnsigned(10)),
            List.of(new ActionSet(ActionItem.NONE, ActionItem.NONE))));
    add(
        new Limiter(
            device,
            ObisCode.of(0, 0, 17, 0, 0, 255),
            new Limiter.Settings(
                monitored,
                new Data.DoubleLongUnsigned(10),
                new Data.DoubleLongUnsigned(5),
                60,
                30,
                List.of(1),
                new LimiterActions(ActionItem.NONE, ActionItem.NONE))));
    add(
        new SingleActionSchedule(
            device, ObisCode.of(0, 0, 15, 0, 0, 255), ActionItem.NONE, 1, List.of()));
    add(new DisconnectUnit(device, ObisCode.of(0, 0, 96, 3, 10, 255), 4, new TestRelay()));
    for (int setup : List.of(23, 25, 41, 43, 44, 45, 47, 63, 74)) {
      add(new SetupObject(setup, ObisCode.of(0, 0, setup, 0, 0, 255), Map.of()));
    }
  }

  private void add(ModelledObject object) {
    objects.add(device.add(object));
  }

  /** Lets time pass and the device notice. */
  void pass(Duration step) {
    time.updateAndGet(now -> now.plus(step));
    device.tick();
  }

  /** A contact that does as it is told. */
  static final class TestRelay implements DisconnectControl.Relay {
    private volatile boolean connected = true;

    @Override
    public boolean connected() {
      return connected;
    }

    @Override
    public void switchTo(boolean wanted) {
      connected = wanted;
    }
  }
}
