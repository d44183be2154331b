package org.meterhaus.dlms.server.objects;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ObjectDefinition;
import org.meterhaus.dlms.classes.values.RegisterActivationMask;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/**
 * Register activation (class 6, version 0): which registers of a tariff count now. The meter asks
 * {@link #counts} before it adds to a register. A mask of the same name is replaced.
 */
public final class RegisterActivation extends HeldObject {

  private static final int ASSIGNMENT = 2;
  private static final int MASKS = 3;
  private static final int ACTIVE_MASK = 4;
  private static final int ADD_REGISTER = 1;
  private static final int ADD_MASK = 2;
  private static final int MAX = 255;

  /** An activation with these registers and masks; no mask is active. */
  public RegisterActivation(
      DeviceObjects device,
      ObisCode logicalName,
      List<ObjectDefinition> registers,
      List<RegisterActivationMask> masks) {
    super(InterfaceClass.REGISTER_ACTIVATION, logicalName, device.turn());
    hold(ASSIGNMENT, registers);
    hold(MASKS, masks);
  }

  /** Name of the active mask, empty if none is. */
  public Bytes activeMask() {
    Bytes[] name = new Bytes[1];
    exclusively(() -> name[0] = octets(ACTIVE_MASK));
    return name[0];
  }

  /** Whether a register is in the active mask; one that is not assigned never is. */
  public boolean counts(int classId, ObisCode register) {
    boolean[] found = new boolean[1];
    exclusively(() -> {
      int index =
          listOf(ASSIGNMENT, ObjectDefinition.class)
                  .indexOf(new ObjectDefinition(classId, register))
              + 1;
      Bytes active = octets(ACTIVE_MASK);
      found[0] =
          listOf(MASKS, RegisterActivationMask.class).stream()
              .anyMatch(mask -> mask.maskName().equals(active) && mask.indexList().contains(index));
    });
    return found[0];
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    switch (method) {
      case ADD_REGISTER -> {
        List<ObjectDefinition> registers =
            new ArrayList<>(listOf(ASSIGNMENT, ObjectDefinition.class));
        add(registers, TypedValues.decode(parameter, ObjectDefinition.class));
        hold(ASSIGNMENT, registers);
      }
      case ADD_MASK -> {
        RegisterActivationMask mask = TypedValues.decode(parameter, RegisterActivationMask.class);
        List<RegisterActivationMask> masks = without(mask.maskName());
        add(masks, mask);
        hold(MASKS, masks);
      }
      default -> {
        Bytes name = parameter.asOctets();
        List<RegisterActivationMask> masks = without(name);
        if (masks.size() == listOf(MASKS, RegisterActivationMask.class).size()) {
          throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
        }
        hold(MASKS, masks);
        if (octets(ACTIVE_MASK).equals(name)) {
          hold(ACTIVE_MASK, Bytes.EMPTY);
        }
      }
    }
    return new Data.NullData();
  }

  private List<RegisterActivationMask> without(Bytes name) {
    List<RegisterActivationMask> masks =
        new ArrayList<>(listOf(MASKS, RegisterActivationMask.class));
    masks.removeIf(mask -> mask.maskName().equals(name));
    return masks;
  }

  private static <T> void add(List<T> list, T element) throws AccessError {
    if (list.size() >= MAX) {
      throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
    }
    list.add(element);
  }
}
