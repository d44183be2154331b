package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.EmergencyProfile;
import org.meterhaus.dlms.classes.values.LimiterActions;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Limiter (class 71). */
public final class LimiterClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable ValueDefinition monitoredValue,
      @Nullable Data thresholdActive,
      @Nullable Data thresholdNormal,
      @Nullable Data thresholdEmergency,
      @Nullable Long minOverThresholdDuration,
      @Nullable Long minUnderThresholdDuration,
      @Nullable EmergencyProfile emergencyProfile,
      @Nullable List<Integer> emergencyProfileGroupIdList,
      @Nullable Boolean emergencyProfileActive,
      @Nullable LimiterActions actions) {
    public Attributes {
      emergencyProfileGroupIdList =
          emergencyProfileGroupIdList == null ? null : List.copyOf(emergencyProfileGroupIdList);
    }
  }

  public LimiterClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.LIMITER, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Writes the threshold, of the type of the monitored value. */
  public void writeThresholdNormal(Data threshold) throws MeterException {
    set(4, threshold);
  }

  /** Writes the threshold of emergencies. */
  public void writeThresholdEmergency(Data threshold) throws MeterException {
    set(5, threshold);
  }

  /** Writes how long the value has to be over it, 0..4294967295 s. */
  public void writeMinOverThresholdDuration(long seconds) throws MeterException {
    set(6, seconds);
  }

  /** Writes how long the value has to be under it, 0..4294967295 s. */
  public void writeMinUnderThresholdDuration(long seconds) throws MeterException {
    set(7, seconds);
  }

  /** Writes when there is an emergency. */
  public void writeEmergencyProfile(EmergencyProfile profile) throws MeterException {
    set(8, profile);
  }

  /** Writes what is run. */
  public void writeActions(LimiterActions actions) throws MeterException {
    set(11, actions);
  }
}
