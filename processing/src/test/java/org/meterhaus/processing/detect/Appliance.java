package org.meterhaus.processing.detect;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Days of appliances as homes have them, the same for the same seed. */
enum Appliance {
  /** Cycles all day, a little more in the afternoon: 25 to 60 Wh an hour. */
  FRIDGE {
    @Override
    int[] day(RandomGenerator random, boolean away) {
      return hours(hour -> 28 + (hour > 12 && hour < 20 ? 12 : 0) + random.nextInt(20));
    }
  },
  /** Boils in the morning and the evening, and at times in between; draws nothing else. */
  KETTLE {
    @Override
    int[] day(RandomGenerator random, boolean away) {
      int[] day = new int[24];
      if (!away) {
        day[6 + random.nextInt(2)] = 60 + random.nextInt(40);
        day[17 + random.nextInt(3)] = 50 + random.nextInt(60);
        day[10 + random.nextInt(6)] += random.nextInt(3) == 0 ? 45 : 0;
      }
      return day;
    }
  },
  /** Rests at 6 W, runs in the evening at 90 to 120 W for some hours. */
  TELEVISION {
    @Override
    int[] day(RandomGenerator random, boolean away) {
      int[] day = hours(_ -> 6 + random.nextInt(2));
      int from = 17 + random.nextInt(3);
      for (int hour = from; !away && hour < Math.min(24, from + 2 + random.nextInt(4)); hour++) {
        day[hour] = 90 + random.nextInt(30);
      }
      return day;
    }
  },
  /** Every second day or so, about 1 kWh. */
  DISHWASHER {
    @Override
    int[] day(RandomGenerator random, boolean away) {
      int[] day = hours(_ -> 1);
      if (!away && random.nextInt(5) < 3) {
        int start = 12 + random.nextInt(8);
        day[start] = 650 + random.nextInt(150);
        day[start + 1] = 300 + random.nextInt(100);
      }
      return day;
    }
  };

  static final LocalDate START = LocalDate.of(2026, 1, 5);

  abstract int[] day(RandomGenerator random, boolean away);

  /** So many sound days. */
  List<int[]> days(long seed, int count) {
    return days(seed, count, _ -> 0);
  }

  /**
   * So many sound days.
   *
   * @param away not 0 on days on which nobody is at home
   */
  List<int[]> days(long seed, int count, IntUnaryOperator away) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var days = new ArrayList<int[]>();
    for (int day = 0; day < count; day++) {
      days.add(day(random, away.applyAsInt(day) != 0));
    }
    return days;
  }

  /** Puts something on the hours of the days {@code [from, until)}. */
  static List<int[]> with(List<int[]> days, int from, int until, IntUnaryOperator fault) {
    var changed = new ArrayList<>(days);
    for (int day = from; day < until; day++) {
      changed.set(day, Arrays.stream(days.get(day)).map(fault).toArray());
    }
    return changed;
  }

  static DeviceDay deviceDay(int day, int[] hours) {
    return DeviceDay.of(START.plusDays(day), hours);
  }

  static List<DeviceDay> deviceDays(List<int[]> days) {
    var all = new ArrayList<DeviceDay>();
    for (int day = 0; day < days.size(); day++) {
      all.add(deviceDay(day, days.get(day)));
    }
    return all;
  }

  private static int[] hours(IntUnaryOperator of) {
    int[] day = new int[24];
    Arrays.setAll(day, of);
    return day;
  }
}
