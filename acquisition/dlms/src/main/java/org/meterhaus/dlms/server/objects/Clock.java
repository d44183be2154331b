package org.meterhaus.dlms.server.objects;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;

/**
 * Clock (class 8, version 0), read-only: the time comes from the machine.
 *
 * @param now the time
 * @param zone the zone it is shown in
 */
public record Clock(ObisCode logicalName, InstantSource now, ZoneId zone) implements CosemObject {

  /** The usual name of a clock. */
  public static final ObisCode NAME = ObisCode.of(0, 0, 1, 0, 0, 255);

  private static final int BASE_INTERNAL_CRYSTAL = 1;

  @Override
  public int classId() {
    return InterfaceClass.CLOCK;
  }

  @Override
  public int version() {
    return 0;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    Attributes.requireNoSelection(selection);
    Instant instant = now.instant();
    ZoneRules rules = zone.getRules();
    boolean daylightSaving = rules.isDaylightSavings(instant);
    int status = daylightSaving ? CosemDateTime.DAYLIGHT_SAVING : 0;
    return switch (attribute) {
      case 1 -> logicalName.toData();
      case 2 ->
          CosemDateTime.of(instant, rules.getOffset(instant)).withClockStatus(status).toData();
      case 3 -> new Data.Long16(-rules.getStandardOffset(instant).getTotalSeconds() / 60);
      case 4 -> new Data.Unsigned8(status);
      case 5 -> boundary(rules, instant, true);
      case 6 -> boundary(rules, instant, false);
      case 7 -> new Data.Integer8((int) rules.getDaylightSavings(instant).toMinutes());
      case 8 -> new Data.Bool(rules.nextTransition(instant) != null);
      case 9 -> new Data.Enumerated(BASE_INTERNAL_CRYSTAL);
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  @Override
  public List<AttributeAccess> attributes() {
    return Attributes.readOnly(9);
  }

  /** The next moment daylight saving begins or ends; all fields not specified if never. */
  private static Data boundary(ZoneRules rules, Instant after, boolean begin) {
    var transition = rules.nextTransition(after);
    // Two transitions at most lie between now and the next of the kind wanted.
    for (int i = 0; i < 2 && transition != null; i++) {
      if (rules.isDaylightSavings(transition.getInstant()) == begin) {
        return CosemDateTime.of(transition.getInstant(), transition.getOffsetBefore()).toData();
      }
      transition = rules.nextTransition(transition.getInstant());
    }
    int none = CosemDateTime.NOT_SPECIFIED;
    return new CosemDateTime(
            CosemDateTime.NO_YEAR,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            CosemDateTime.NO_DEVIATION,
            none)
        .toData();
  }
}
