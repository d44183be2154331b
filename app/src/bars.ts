/** From what the API answers to what a chart draws. Pure. */

import type { Band, Bucket, Quality, Rule, Value } from "./types.js";
import { hourIn } from "./period.js";

/** `incomplete`: a sum over fewer meter intervals than there should be; at least, not exactly. */
export type Mark = Quality | "incomplete";

export const MARKS: readonly Mark[] = [
  "measured",
  "estimated",
  "edited",
  "incomplete",
  "missing",
  "pending",
];

/** One column. `wh` is null where there is nothing to draw; that is never zero. */
export interface Bar {
  start: Date;
  end: Date;
  wh: number | null;
  mark: Mark;
  rule: Rule | null;
  /** Where the true value of an estimate most likely is. */
  band: Band | null;
  /** Meter intervals in it that have a value, and how many there should be; 1 of 1 for a single one. */
  present: number;
  expected: number;
}

/** `stepMs` is the length of the last value, whose end the API may leave out. */
export function barsOfValues(values: readonly Value[], stepMs: number): Bar[] {
  return values.map((value, index) => {
    const start = new Date(value.start);
    const following = value.end ?? values[index + 1]?.start;
    return {
      start,
      end: following === undefined ? new Date(start.getTime() + stepMs) : new Date(following),
      wh: value.valueWh,
      mark: value.quality,
      rule: value.rule,
      band: value.band ?? null,
      present: value.valueWh === null ? 0 : 1,
      expected: 1,
    };
  });
}

export function barsOfBuckets(buckets: readonly Bucket[]): Bar[] {
  return buckets.map((bucket) => {
    const wh = bucket.presentCount === 0 ? null : (bucket.sum?.valueWh ?? null);
    return {
      start: new Date(bucket.start),
      end: new Date(bucket.end),
      wh,
      mark: markOf(bucket, wh),
      rule: null,
      band: null,
      present: bucket.presentCount,
      expected: bucket.expectedCount,
    };
  });
}

function markOf(bucket: Bucket, wh: number | null): Mark {
  if (wh === null) {
    return bucket.worstQuality === "pending" ? "pending" : "missing";
  }
  return bucket.presentCount < bucket.expectedCount ? "incomplete" : bucket.worstQuality;
}

/** Over what is there; null if nothing is. */
export function sumWh(bars: readonly Bar[]): number | null {
  const there = bars.filter((bar) => bar.wh !== null);
  return there.length === 0 ? null : there.reduce((sum, bar) => sum + (bar.wh ?? 0), 0);
}

/** How many columns there are of each mark, in the order of `MARKS`; marks without any are left out. */
export function countMarks(bars: readonly Bar[]): [Mark, number][] {
  return MARKS.map((mark): [Mark, number] => [
    mark,
    bars.filter((bar) => bar.mark === mark).length,
  ]).filter(([, count]) => count > 0);
}

/** The first of the largest. */
export function largest(bars: readonly Bar[]): Bar | null {
  return bars.reduce<Bar | null>(
    (best, bar) => (bar.wh !== null && (best?.wh ?? -1) < bar.wh ? bar : best),
    null,
  );
}

/** What a scale has to reach: the largest column, and the upper ends of the bands. */
export function top(bars: readonly Bar[]): number {
  return bars.reduce((most, bar) => Math.max(most, bar.wh ?? 0, bar.band?.highWh ?? 0), 0);
}

/** A round step of 1, 2, 2.5 or 5 times a power of ten, so that at most `lines` of them reach `max`. */
export function gridStep(max: number, lines: number): number {
  if (max <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(max / lines));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power * lines >= max) ?? 10;
  return factor * power;
}

/** A label under the columns: at column `at`, or in the middle of `width` columns from there. */
export interface Tick {
  at: number;
  width: number;
  date: Date;
}

/** Every six hours of a day, every day of a week, every seventh day of a month. */
export function ticks(bars: readonly Bar[], span: "day" | "week" | "month", zone: string): Tick[] {
  const found: Tick[] = [];
  bars.forEach((bar, at) => {
    const tick = { at, width: 1, date: bar.start };
    switch (span) {
      case "day":
        if (isFullHour(bar.start, zone, 6)) {
          found.push(tick);
        }
        break;
      case "week":
        if (isFullHour(bar.start, zone, 24)) {
          found.push(tick);
        } else {
          const last = found.at(-1);
          if (last !== undefined) {
            last.width = at - last.at + 1;
          }
        }
        break;
      case "month":
        if (at % 7 === 0) {
          found.push(tick);
        }
        break;
    }
  });
  return found;
}

function isFullHour(at: Date, zone: string, every: number): boolean {
  return at.getUTCMinutes() === 0 && hourIn(zone, at) % every === 0;
}
