package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.CaptureDefinition;
import org.meterhaus.dlms.classes.values.MbusData;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** M-Bus client (class 72, version 1). */
public final class MbusClientClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable ObisCode mbusPortReference,
      @Nullable List<CaptureDefinition> captureDefinition,
      @Nullable Long capturePeriod,
      @Nullable Integer primaryAddress,
      @Nullable Long identificationNumber,
      @Nullable Integer manufacturerId,
      @Nullable Integer version,
      @Nullable Integer deviceType,
      @Nullable Integer accessNumber,
      @Nullable Integer status,
      @Nullable Integer alarm,
      @Nullable Integer configuration,
      @Nullable Integer encryptionKeyStatus) {
    public Attributes {
      captureDefinition = captureDefinition == null ? null : List.copyOf(captureDefinition);
    }
  }

  public MbusClientClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.MBUS_CLIENT, logicalName);
  }

  /** One of a version that is not the newest, to write to it. */
  public MbusClientClient(DlmsClient meter, ObisCode logicalName, int version) {
    super(meter, InterfaceClass.MBUS_CLIENT, logicalName, version);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Installs the slave; 0 = any free address. */
  public void install(int address) throws MeterException {
    invoke(1, address);
  }

  /** Forgets the slave. */
  public void deinstall() throws MeterException {
    invoke(2);
  }

  /** Reads the slave now. */
  public void capture() throws MeterException {
    invoke(3);
  }

  /** Resets its alarm. */
  public void resetAlarm() throws MeterException {
    invoke(4);
  }

  /** Sets its clock to the meter's. */
  public void synchronizeClock() throws MeterException {
    invoke(5);
  }

  /** Sends it data. */
  public void send(List<MbusData> data) throws MeterException {
    invoke(6, data);
  }

  /** Tells the meter its key; empty = none. */
  public void setEncryptionKey(Bytes key) throws MeterException {
    invoke(7, key);
  }

  /** Sends it an encrypted key. */
  public void transferKey(Bytes encryptedKey) throws MeterException {
    invoke(8, encryptedKey);
  }
}
