package org.meterhaus.dlms.server.objects.payment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.classes.values.ChargeTableElement;
import org.meterhaus.dlms.classes.values.UnitCharge;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.RegisterActivation;

/**
 * The prices of a unit charge that are in force at a moment, by the index of each element of its
 * charge table:
 *
 * <ul>
 *   <li>six octets: the logical name of a tariff register, of the class and attribute of the
 *       commodity; its price is for what that one counts;
 *   <li>the name of a mask of a Register activation of the device: in force while that mask is
 *       active, for what the commodity counts;
 *   <li>empty, or the only price there is: in force while no other is, for what the commodity
 *       counts.
 * </ul>
 *
 * @param current for a unit of the commodity, or for a period; zero if no price is in force
 * @param byRegister for a unit of a tariff register
 */
record Prices(BigDecimal current, Map<AttributeRef, BigDecimal> byRegister) {

  private static final int NAME_OCTETS = 6;

  Prices {
    byRegister = Map.copyOf(byRegister);
  }

  /** The prices of this moment, in units of the currency for a unit of the commodity. */
  static Prices inForce(DeviceObjects device, UnitCharge charge) {
    List<Bytes> active = activeMasks(device);
    Map<AttributeRef, BigDecimal> byRegister = new HashMap<>();
    ChargeTableElement current = null;
    for (ChargeTableElement element : charge.table()) {
      Bytes index = element.index();
      if (index.size() == NAME_OCTETS && !charge.commodity().isNone()) {
        byRegister.put(register(charge, index), price(charge, element));
      } else if (active.contains(index)
          || (current == null && (index.isEmpty() || charge.table().size() == 1))) {
        current = element;
      }
    }
    return new Prices(current == null ? BigDecimal.ZERO : price(charge, current), byRegister);
  }

  /** The registers whose consumption has a price, at one time or another. */
  static List<AttributeRef> registers(UnitCharge charge) {
    List<AttributeRef> registers = new ArrayList<>();
    if (charge.commodity().isNone()) {
      return registers;
    }
    registers.add(charge.commodity().attribute());
    for (ChargeTableElement element : charge.table()) {
      if (element.index().size() == NAME_OCTETS) {
        registers.add(register(charge, element.index()));
      }
    }
    return registers;
  }

  /** What a unit of a register costs. */
  BigDecimal of(AttributeRef register) {
    return byRegister.getOrDefault(register, current);
  }

  private static AttributeRef register(UnitCharge charge, Bytes name) {
    AttributeRef commodity = charge.commodity().attribute();
    return new AttributeRef(commodity.classId(), ObisCode.of(name), commodity.attribute());
  }

  private static BigDecimal price(UnitCharge charge, ChargeTableElement element) {
    return BigDecimal.valueOf(element.chargePerUnit())
        .scaleByPowerOfTen(charge.scaling().priceScale());
  }

  private static List<Bytes> activeMasks(DeviceObjects device) {
    List<Bytes> active = new ArrayList<>();
    for (CosemObject object : device.objects()) {
      if (object instanceof RegisterActivation activation && !activation.activeMask().isEmpty()) {
        active.add(activation.activeMask());
      }
    }
    return active;
  }
}
