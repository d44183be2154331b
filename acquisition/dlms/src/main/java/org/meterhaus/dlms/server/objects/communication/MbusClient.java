package org.meterhaus.dlms.server.objects.communication;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.CaptureDefinition;
import org.meterhaus.dlms.classes.values.MbusData;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.ExtendedRegister;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * M-Bus client (class 72, version 1): a slave on the bus of the meter. What is captured goes into
 * extended registers, in the order of the capture definition. Address 0 is a slave that is not
 * installed.
 */
public final class MbusClient extends HeldObject implements TimeDriven {

  private static final int PORT_REFERENCE = 2;
  private static final int CAPTURE_DEFINITION = 3;
  private static final int CAPTURE_PERIOD = 4;
  private static final int PRIMARY_ADDRESS = 5;
  private static final int IDENTIFICATION = 6;
  private static final int ACCESS_NUMBER = 10;
  private static final int STATUS = 11;
  private static final int ALARM = 12;
  private static final int CONFIGURATION = 13;
  private static final int KEY_STATUS = 14;

  private static final int KEY_SET = 1;
  private static final int KEY_TRANSFERRED = 2;
  private static final int KEY_SET_AND_TRANSFERRED = 3;

  private final DeviceObjects device;
  private final MbusPort port;
  private final List<ExtendedRegister> targets;
  private @Nullable Instant due;

  /** The bus. May block, while nothing else happens in the device. */
  public interface MbusPort {

    /** Who a slave is: identification number, manufacturer, version, device type of its header. */
    record Identity(long identification, int manufacturer, int version, int deviceType) {}

    /**
     * What a slave answered.
     *
     * @param values as many as were asked for, null-data for one it did not send
     */
    record Answer(
        Identity identity,
        int accessNumber,
        int status,
        int alarm,
        int configuration,
        List<Data> values) {
      public Answer {
        values = List.copyOf(values);
      }
    }

    /**
     * Finds a slave and gives it an address.
     *
     * @param address 1..250, 0 = any that is free
     * @return the address it has, 1..250
     */
    int install(int address) throws AccessError;

    /** Forgets it, with its key. */
    void deinstall(int address) throws AccessError;

    Answer capture(int address, List<CaptureDefinition> wanted) throws AccessError;

    void resetAlarm(int address) throws AccessError;

    void synchronizeClock(int address, Instant time) throws AccessError;

    void send(int address, List<MbusData> data) throws AccessError;

    /** The meter uses this key for the slave from now on; empty = none. */
    void useKey(int address, Bytes key) throws AccessError;

    /** Sends an encrypted key to the slave. */
    void transferKey(int address, Bytes encryptedKey) throws AccessError;
  }

  /**
   * A slave that is not installed.
   *
   * @param portReference the M-Bus master port setup
   * @param targets where values go
   */
  public MbusClient(
      DeviceObjects device,
      ObisCode logicalName,
      ObisCode portReference,
      MbusPort port,
      List<ExtendedRegister> targets) {
    super(InterfaceClass.MBUS_CLIENT, logicalName, device.turn());
    this.device = device;
    this.port = port;
    this.targets = List.copyOf(targets);
    hold(PORT_REFERENCE, portReference);
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (attribute == CAPTURE_PERIOD) {
      due = device.nextPeriod(device.now(), number(CAPTURE_PERIOD));
    }
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    if (method == 1) {
      hold(PRIMARY_ADDRESS, port.install((int) parameter.asLong()));
      return new Data.NullData();
    }
    int address = (int) number(PRIMARY_ADDRESS);
    if (address == 0) {
      throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
    }
    switch (method) {
      case 2 -> deinstall(address);
      case 3 -> capture(address);
      case 4 -> {
        port.resetAlarm(address);
        hold(ALARM, 0);
      }
      case 5 -> port.synchronizeClock(address, device.now());
      case 6 -> port.send(address, TypedValues.decodeList(parameter, MbusData.class));
      case 7 -> setKey(address, parameter.asOctets());
      default -> {
        port.transferKey(address, parameter.asOctets());
        boolean set = number(KEY_STATUS) == KEY_SET;
        hold(KEY_STATUS, set ? KEY_SET_AND_TRANSFERRED : KEY_TRANSFERRED);
      }
    }
    return new Data.NullData();
  }

  @Override
  public @Nullable Instant due() {
    return due;
  }

  @Override
  public void tick(Instant now) {
    if (due == null || due.isAfter(now)) {
      return;
    }
    due = device.nextPeriod(now, number(CAPTURE_PERIOD));
    int address = (int) number(PRIMARY_ADDRESS);
    if (address != 0) {
      try {
        capture(address);
      } catch (AccessError _) {
        // a slave that does not answer keeps its old values, with their capture time
      }
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    due = device.nextPeriod(to, number(CAPTURE_PERIOD));
  }

  private void deinstall(int address) throws AccessError {
    port.deinstall(address);
    hold(PRIMARY_ADDRESS, 0);
    hold(KEY_STATUS, 0);
    for (int attribute = IDENTIFICATION; attribute <= CONFIGURATION; attribute++) {
      hold(attribute, 0);
    }
  }

  private void setKey(int address, Bytes key) throws AccessError {
    port.useKey(address, key);
    boolean transferred = number(KEY_STATUS) >= KEY_TRANSFERRED;
    if (key.isEmpty()) {
      hold(KEY_STATUS, 0);
    } else {
      hold(KEY_STATUS, transferred ? KEY_SET_AND_TRANSFERRED : KEY_SET);
    }
  }

  private void capture(int address) throws AccessError {
    List<CaptureDefinition> wanted = listOf(CAPTURE_DEFINITION, CaptureDefinition.class);
    MbusPort.Answer answer = port.capture(address, wanted);
    hold(IDENTIFICATION, answer.identity().identification());
    hold(IDENTIFICATION + 1, answer.identity().manufacturer());
    hold(IDENTIFICATION + 2, answer.identity().version());
    hold(IDENTIFICATION + 3, answer.identity().deviceType());
    hold(ACCESS_NUMBER, answer.accessNumber());
    hold(STATUS, answer.status());
    hold(ALARM, answer.alarm());
    hold(CONFIGURATION, answer.configuration());
    int count = Math.min(targets.size(), answer.values().size());
    for (int i = 0; i < count; i++) {
      targets.get(i).store(answer.values().get(i), new Data.Unsigned8(answer.status()));
    }
  }
}
