package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ConfirmationParameters;
import org.meterhaus.dlms.classes.values.PushObject;
import org.meterhaus.dlms.classes.values.RepetitionDelay;
import org.meterhaus.dlms.classes.values.SendDestination;
import org.meterhaus.dlms.classes.values.Window;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Push setup (class 40, versions 0 to 2). */
public final class PushSetupClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable List<PushObject> pushObjectList,
      @Nullable SendDestination sendDestinationAndMethod,
      @Nullable List<Window> communicationWindow,
      @Nullable Integer randomisationStartInterval,
      @Nullable Integer numberOfRetries,
      @Nullable RepetitionDelay repetitionDelay,
      @Nullable Bytes portReference,
      @Nullable Integer pushClientSap,
      @Nullable List<Data> pushProtectionParameters,
      @Nullable Integer pushOperationMethod,
      @Nullable ConfirmationParameters confirmationParameters,
      @Nullable CosemDateTime lastConfirmationDateTime) {
    public Attributes {
      pushObjectList = pushObjectList == null ? null : List.copyOf(pushObjectList);
      communicationWindow = communicationWindow == null ? null : List.copyOf(communicationWindow);
      pushProtectionParameters =
          pushProtectionParameters == null ? null : List.copyOf(pushProtectionParameters);
    }
  }

  public PushSetupClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.PUSH_SETUP, logicalName);
  }

  /** One of a version that is not the newest, to write to it. */
  public PushSetupClient(DlmsClient meter, ObisCode logicalName, int version) {
    super(meter, InterfaceClass.PUSH_SETUP, logicalName, version);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Writes what is pushed. */
  public void writeObjects(List<PushObject> objects) throws MeterException {
    set(2, objects);
  }

  /** Writes where it goes. */
  public void writeDestination(SendDestination destination) throws MeterException {
    set(3, destination);
  }

  /** Writes when it may go; empty = always. */
  public void writeWindows(List<Window> windows) throws MeterException {
    set(4, windows);
  }

  /** Writes how long the start is delayed at most, by chance: 0..65535 s. */
  public void writeRandomisation(int seconds) throws MeterException {
    set(5, seconds);
  }

  /** Writes how often it is tried again, 0..255. */
  public void writeRetries(int retries) throws MeterException {
    set(6, retries);
  }

  /** Writes how long it waits between attempts. */
  public void writeRepetitionDelay(RepetitionDelay delay) throws MeterException {
    set(7, delay);
  }

  /** Pushes now. */
  public void push() throws MeterException {
    invoke(1);
  }

  /** Gives up what is waiting. */
  public void reset() throws MeterException {
    invoke(2);
  }
}
