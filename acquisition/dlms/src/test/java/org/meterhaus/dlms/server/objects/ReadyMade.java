package org.meterhaus.dlms.server.objects;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.classes.values.AccountModeAndStatus.PaymentMode;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.ActionSet;
import org.meterhaus.dlms.classes.values.CaptureDefinition;
import org.meterhaus.dlms.classes.values.ChargeScaling;
import org.meterhaus.dlms.classes.values.LimiterActions;
import org.meterhaus.dlms.classes.values.LogicalDeviceName;
import org.meterhaus.dlms.classes.values.MbusData;
import org.meterhaus.dlms.classes.values.PushObject;
import org.meterhaus.dlms.classes.values.TableCells;
import org.meterhaus.dlms.classes.values.TokenStatus;
import org.meterhaus.dlms.classes.values.UnitCharge;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.protection.DataProtector;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.communication.DataProtection;
import org.meterhaus.dlms.server.objects.communication.ImageDigest;
import org.meterhaus.dlms.server.objects.communication.ImageTransfer;
import org.meterhaus.dlms.server.objects.communication.IpSetup;
import org.meterhaus.dlms.server.objects.communication.MbusClient;
import org.meterhaus.dlms.server.objects.communication.PortProtection;
import org.meterhaus.dlms.server.objects.communication.PushSetup;
import org.meterhaus.dlms.server.objects.communication.SapAssignment;
import org.meterhaus.dlms.server.objects.communication.SetupObject;
import org.meterhaus.dlms.server.objects.control.ActivityCalendar;
import org.meterhaus.dlms.server.objects.control.Arbitrator;
import org.meterhaus.dlms.server.objects.control.ArrayAccess;
import org.meterhaus.dlms.server.objects.control.DisconnectUnit;
import org.meterhaus.dlms.server.objects.control.FunctionControl;
import org.meterhaus.dlms.server.objects.control.Limiter;
import org.meterhaus.dlms.server.objects.control.ParameterMonitor;
import org.meterhaus.dlms.server.objects.control.RegisterMonitor;
import org.meterhaus.dlms.server.objects.control.Schedule;
import org.meterhaus.dlms.server.objects.control.Sensor;
import org.meterhaus.dlms.server.objects.control.SingleActionSchedule;
import org.meterhaus.dlms.server.objects.control.SpecialDaysTable;
import org.meterhaus.dlms.server.objects.payment.Account;
import org.meterhaus.dlms.server.objects.payment.Charge;
import org.meterhaus.dlms.server.objects.payment.Credit;
import org.meterhaus.dlms.server.objects.payment.TokenGateway;

/** A device with an object of every class, for tests that hold for all of them. */
public final class ReadyMade {

  public static final Instant START = Instant.parse("2026-06-01T10:00:00Z");
  public static final ObisCode SCRIPTS = ObisCode.of(0, 0, 10, 0, 106, 255);
  public static final ObisCode ENERGY = ObisCode.of(1, 0, 1, 8, 0, 255);
  public static final AttributeRef ENERGY_VALUE =
      new AttributeRef(InterfaceClass.REGISTER, ENERGY, 2);

  /** The time, moved by tests. */
  public final AtomicReference<Instant> time = new AtomicReference<>(START);

  public final List<Bytes> activated = new ArrayList<>();
  public final List<Data> pushed = new ArrayList<>();

  /** What the energy register tells. */
  public final AtomicLong energy = new AtomicLong(5);

  public final DeviceObjects device = new DeviceObjects(time::get, ZoneId.of("Europe/Berlin"));
  public final List<ModelledObject> objects = new ArrayList<>();

  public ReadyMade() throws AccessError {
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
    addMeasuring();
    addCalendars();
    addTransfers();
    addPayment();
  }

  private void addMeasuring() {
    add(new SettableClock(device, Clock.NAME, Duration.ofMinutes(15)));
    add(
        new CapturedProfile(
            device,
            ObisCode.of(1, 0, 99, 1, 0, 255),
            List.of(CaptureObject.CLOCK, new CaptureObject(ENERGY_VALUE, 0)),
            Duration.ofMinutes(15),
            4));
    add(new RegisterActivation(device, ObisCode.of(0, 0, 14, 0, 0, 255), List.of(), List.of()));
    add(
        new RegisterTable(
            device,
            ObisCode.of(1, 0, 98, 10, 0, 255),
            new TableCells(3, ENERGY, List.of(0, 1), 2),
            ScalerUnit.wattHours()));
    add(
        new CompactData(
            device,
            ObisCode.of(0, 0, 66, 0, 0, 255),
            7,
            List.of(PushObject.of(CaptureObject.CLOCK.source()), PushObject.of(ENERGY_VALUE))));
    add(
        new ParameterMonitor(
            device, ObisCode.of(0, 0, 16, 2, 0, 255), List.of(ValueDefinition.of(ENERGY_VALUE))));
    add(new Sensor(device, ObisCode.of(0, 0, 16, 3, 0, 255), Map.of()));
    add(
        new Arbitrator(
            device,
            ObisCode.of(0, 0, 96, 3, 20, 255),
            List.of(ActionItem.NONE, ActionItem.NONE),
            List.of(bits("11"), bits("01")),
            List.of(List.of(1, 2), List.of(5, 1))));
  }

  private void addCalendars() {
    SpecialDaysTable special =
        new SpecialDaysTable(device, ObisCode.of(0, 0, 11, 0, 0, 255), List.of());
    add(special);
    add(new Schedule(device, ObisCode.of(0, 0, 12, 0, 0, 255), List.of(), special));
    add(
        new ActivityCalendar(
            device,
            ObisCode.of(0, 0, 13, 0, 0, 255),
            new ActivityCalendar.Calendar(Bytes.EMPTY, List.of(), List.of(), List.of()),
            special));
  }

  private void addTransfers() {
    add(
        new SapAssignment(
            SapAssignment.NAME, List.of(new LogicalDeviceName(1, Bytes.of(0x41))), _ -> {}));
    add(IpSetup.v4(ObisCode.of(0, 0, 25, 1, 0, 255), Map.of(), SetupObject.Listener.NONE));
    add(IpSetup.v6(ObisCode.of(0, 0, 25, 7, 0, 255), Map.of(), SetupObject.Listener.NONE));
    add(
        new ImageTransfer(
            device,
            ObisCode.of(0, 0, 44, 0, 0, 255),
            64,
            1 << 20,
            new ImageDigest((identifier, image) -> activated.add(image))));
    add(
        new PushSetup(
            device,
            ObisCode.of(0, 0, 25, 9, 0, 255),
            (to, body) -> pushed.add(body),
            Runnable::run,
            new java.util.SplittableRandom(1)));
    add(
        new MbusClient(
            device,
            ObisCode.of(0, 1, 24, 1, 0, 255),
            ObisCode.of(0, 0, 24, 6, 0, 255),
            new SilentBus(),
            List.of()));
    add(new FunctionControl(device, ObisCode.of(0, 0, 44, 1, 0, 255), List.of(), (name, on) -> {}));
    add(
        new DataProtection(
            device,
            ObisCode.of(0, 0, 43, 2, 0, 255),
            new DataProtector(
                SystemTitle.of("MHV", 1),
                InvocationCounter.volatileFrom(1),
                new SecureRandom(),
                _ -> null),
            _ -> {}));
    add(new ArrayAccess(device, ObisCode.of(0, 0, 18, 0, 0, 255), List.of()));
    add(
        new PortProtection(
            device,
            ObisCode.of(0, 0, 44, 2, 0, 255),
            ObisCode.of(0, 0, 25, 0, 0, 255),
            new PortProtection.Patience(2, 60, 2, 600)));
  }

  private void addPayment() {
    ObisCode credit = ObisCode.of(0, 0, 19, 10, 0, 255);
    ObisCode charge = ObisCode.of(0, 0, 19, 20, 0, 255);
    add(
        new Credit(
            device, credit, new Credit.Settings(Credit.Type.TOKEN, 1, 100, 0, 0, false, true)));
    add(
        new Charge(
            device,
            charge,
            new Charge.Settings(
                Charge.Type.CONSUMPTION_BASED,
                1,
                new UnitCharge(
                    new ChargeScaling(0, 0), ValueDefinition.of(ENERGY_VALUE), List.of()),
                0,
                true,
                0,
                0)));
    Account account =
        new Account(
            device,
            ObisCode.of(0, 0, 19, 0, 0, 255),
            PaymentMode.PREPAYMENT,
            List.of(credit),
            List.of(charge));
    add(account);
    add(
        new TokenGateway(
            device,
            ObisCode.of(0, 0, 19, 40, 0, 255),
            account,
            _ -> new TokenGateway.Token.Refused(TokenStatus.Code.FORMAT_FAILURE)));
  }

  /** A bit-string of these digits. */
  static Data.BitString bits(String digits) {
    byte[] octets = new byte[(digits.length() + 7) / 8];
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) == '1') {
        octets[i / 8] |= (byte) (0x80 >> (i % 8));
      }
    }
    return new Data.BitString(Bytes.copyOf(octets), digits.length());
  }

  private void add(ModelledObject object) {
    objects.add(device.add(object));
  }

  /** Lets time pass and the device notice. */
  public void pass(Duration step) {
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

  /** A bus on which nobody answers. */
  private static final class SilentBus implements MbusClient.MbusPort {
    @Override
    public int install(int address) throws AccessError {
      throw silence();
    }

    @Override
    public void deinstall(int address) throws AccessError {
      throw silence();
    }

    @Override
    public Answer capture(int address, List<CaptureDefinition> wanted) throws AccessError {
      throw silence();
    }

    @Override
    public void resetAlarm(int address) throws AccessError {
      throw silence();
    }

    @Override
    public void synchronizeClock(int address, Instant time) throws AccessError {
      throw silence();
    }

    @Override
    public void send(int address, List<MbusData> data) throws AccessError {
      throw silence();
    }

    @Override
    public void useKey(int address, Bytes key) throws AccessError {
      throw silence();
    }

    @Override
    public void transferKey(int address, Bytes encryptedKey) throws AccessError {
      throw silence();
    }

    private static AccessError silence() {
      return new AccessError(DataAccessResult.HARDWARE_FAULT);
    }
  }
}
