package org.meterhaus.dissemination.utilisation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.cost.Bill;
import org.meterhaus.dissemination.cost.Cost;
import org.meterhaus.dissemination.cost.PriceCalendar;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.ValueQuality;

/**
 * A flat's energy divided among its appliances and the rest. Pure.
 *
 * <p>Only meter intervals in which the flat and every appliance have a value are compared: a gap of
 * an appliance would otherwise look like use that nobody measures. An appliance without any value
 * takes no part; what it uses is in the rest. In each of these intervals the rest is what the
 * appliances leave of the flat's value, at least 0, and the excess what they have beyond it:
 *
 * <pre>flat = appliances + rest - excess</pre>
 *
 * @param comparedCount meter intervals that were compared
 * @param flat over them
 * @param devices over them, in the order of the appliances; null for one without any value
 * @param rest over them
 * @param excessWh by which the appliances together exceed the flat, interval by interval
 * @param excessCount meter intervals in which they do
 * @param excessEstimated whether an estimated value is in one of these
 */
public record Division(
    int comparedCount,
    Part flat,
    List<@Nullable Part> devices,
    Part rest,
    long excessWh,
    int excessCount,
    boolean excessEstimated) {

  private static final int DECIMALS = 4;

  /**
   * @param wh energy, 0 or more
   * @param cost of it, without standing charges; null if there never was a tariff
   */
  public record Part(long wh, @Nullable Cost cost) {}

  /**
   * Of the flat's energy, 0 or more, four decimals, half even; null if the flat used nothing. Adds
   * up to more than 1 where there is an excess.
   */
  public @Nullable BigDecimal share(Part part) {
    return flat.wh() == 0
        ? null
        : BigDecimal.valueOf(part.wh())
            .divide(BigDecimal.valueOf(flat.wh()), DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** Adds up one part. */
  private static final class Sum {
    private final @Nullable Bill bill;
    private long wh;

    Sum(PriceCalendar calendar) {
      bill = calendar.isEmpty() ? null : new Bill(calendar);
    }

    void add(Slots at, int slot, long more) {
      wh += more;
      if (bill != null) {
        bill.add(at.start(slot), more);
      }
    }

    Part part() {
      return new Part(wh, bill == null ? null : bill.cost());
    }
  }

  /**
   * @param flat its meter
   * @param devices with the same slots as the flat
   */
  static Division of(Slots flat, List<Slots> devices, PriceCalendar calendar) {
    List<Slots> counted = devices.stream().filter(device -> device.present() > 0).toList();
    var flatSum = new Sum(calendar);
    var restSum = new Sum(calendar);
    List<Sum> sums = counted.stream().map(_ -> new Sum(calendar)).toList();
    int compared = 0;
    long excessWh = 0;
    int excessCount = 0;
    boolean excessEstimated = false;
    for (int slot = 0; slot < flat.size(); slot++) {
      if (allPresent(flat, counted, slot)) {
        compared++;
        long wh = flat.wh(slot);
        flatSum.add(flat, slot, wh);
        long left = wh;
        for (int i = 0; i < counted.size(); i++) {
          sums.get(i).add(flat, slot, counted.get(i).wh(slot));
          left -= counted.get(i).wh(slot);
        }
        restSum.add(flat, slot, Math.max(0, left));
        if (left < 0) {
          excessWh -= left;
          excessCount++;
          excessEstimated |= anyEstimated(flat, counted, slot);
        }
      }
    }
    var parts = new ArrayList<@Nullable Part>(devices.size());
    for (Slots device : devices) {
      int place = counted.indexOf(device);
      parts.add(place < 0 ? null : sums.get(place).part());
    }
    return new Division(
        compared,
        flatSum.part(),
        Collections.unmodifiableList(parts),
        restSum.part(),
        excessWh,
        excessCount,
        excessEstimated);
  }

  private static boolean allPresent(Slots flat, List<Slots> devices, int slot) {
    return flat.isPresent(slot) && devices.stream().allMatch(device -> device.isPresent(slot));
  }

  private static boolean anyEstimated(Slots flat, List<Slots> devices, int slot) {
    return flat.quality(slot) == ValueQuality.ESTIMATED
        || devices.stream().anyMatch(device -> device.quality(slot) == ValueQuality.ESTIMATED);
  }
}
