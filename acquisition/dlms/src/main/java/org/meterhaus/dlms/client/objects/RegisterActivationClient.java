package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ObjectDefinition;
import org.meterhaus.dlms.classes.values.RegisterActivationMask;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Register activation (class 6). */
public final class RegisterActivationClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable List<ObjectDefinition> registerAssignment,
      @Nullable List<RegisterActivationMask> maskList,
      @Nullable Bytes activeMask) {
    public Attributes {
      registerAssignment = registerAssignment == null ? null : List.copyOf(registerAssignment);
      maskList = maskList == null ? null : List.copyOf(maskList);
    }
  }

  public RegisterActivationClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.REGISTER_ACTIVATION, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Assigns a register. */
  public void addRegister(ObjectDefinition register) throws MeterException {
    invoke(1, register);
  }

  /** Adds a mask, or replaces the one of its name. */
  public void addMask(RegisterActivationMask mask) throws MeterException {
    invoke(2, mask);
  }

  /** Deletes a mask. */
  public void deleteMask(Bytes name) throws MeterException {
    invoke(3, name);
  }

  /** Makes a mask the active one. */
  public void activate(Bytes name) throws MeterException {
    set(4, name);
  }
}
