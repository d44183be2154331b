import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  barsOfBuckets,
  barsOfValues,
  countMarks,
  gridStep,
  largest,
  sumWh,
  top,
  ticks,
} from "../target/js/bars.js";

const HALF_HOUR = 1_800_000;

function values(...parts) {
  return parts.map(([valueWh, quality, rule = null], at) => ({
    start: new Date(Date.UTC(2026, 10, 20) + at * HALF_HOUR).toISOString(),
    valueWh,
    quality,
    rule,
  }));
}

function bucket(sum, presentCount, expectedCount, worstQuality) {
  return {
    start: "2026-11-19T23:00:00Z",
    end: "2026-11-20T23:00:00Z",
    partial: false,
    sum: { valueWh: sum },
    presentCount,
    expectedCount,
    worstQuality,
  };
}

describe("Columns", () => {
  it("keep the band of an estimate, which the scale has to reach", () => {
    const [first, second] = values([100, "measured"], [80, "estimated", "linear"]);
    const bars = barsOfValues([first, { ...second, band: { lowWh: 30, highWh: 140 } }], HALF_HOUR);

    assert.deepEqual(bars.map((bar) => bar.band), [null, { lowWh: 30, highWh: 140 }]);
    assert.equal(top(bars), 140);
    assert.equal(top([]), 0);
  });


  it("keep a gap a gap, never zero", () => {
    const bars = barsOfValues(
      values([100, "measured"], [null, "missing"], [0, "measured"], [null, "pending"]),
      HALF_HOUR,
    );
    assert.deepEqual(bars.map((bar) => bar.wh), [100, null, 0, null]);
    assert.deepEqual(bars.map((bar) => bar.mark), ["measured", "missing", "measured", "pending"]);
    assert.equal(sumWh(bars), 100);
    assert.equal(sumWh(bars.slice(1, 2)), null);
    assert.equal(sumWh([]), null);
  });

  it("end where the next begins, and the last after a step", () => {
    const bars = barsOfValues(values([1, "measured"], [2, "measured"]), HALF_HOUR);
    assert.equal(bars[0].end.getTime(), bars[1].start.getTime());
    assert.equal(bars[1].end.getTime() - bars[1].start.getTime(), HALF_HOUR);
  });

  it("carry the rule by which a value was estimated", () => {
    const [bar] = barsOfValues(values([7, "estimated", "register-difference"]), HALF_HOUR);
    assert.equal(bar.rule, "register-difference");
  });

  it("say when a sum is of a part only", () => {
    const marks = barsOfBuckets([
      bucket(4800, 48, 48, "measured"),
      bucket(4800, 48, 48, "estimated"),
      bucket(4700, 47, 48, "missing"),
      bucket(2400, 24, 48, "pending"),
      bucket(null, 0, 48, "missing"),
      bucket(null, 0, 48, "pending"),
    ]).map((bar) => bar.mark);
    assert.deepEqual(marks, [
      "measured",
      "estimated",
      "incomplete",
      "incomplete",
      "missing",
      "pending",
    ]);
  });

  it("never draw a sum that nothing is behind", () => {
    assert.equal(barsOfBuckets([bucket(0, 0, 48, "missing")])[0].wh, null);
  });

  it("are counted by mark in a fixed order, without the marks there are none of", () => {
    const bars = barsOfValues(
      values([1, "estimated"], [null, "pending"], [2, "measured"], [3, "estimated"]),
      HALF_HOUR,
    );
    assert.deepEqual(countMarks(bars), [
      ["measured", 1],
      ["estimated", 2],
      ["pending", 1],
    ]);
  });

  it("have a first of the largest, and none where there is nothing", () => {
    const bars = barsOfValues(values([3, "measured"], [9, "measured"], [9, "measured"]), HALF_HOUR);
    assert.equal(largest(bars), bars[1]);
    assert.equal(largest(barsOfValues(values([null, "missing"]), HALF_HOUR)), null);
  });
});

describe("A scale", () => {
  it("has round steps, at most as many as asked for, that reach the largest", () => {
    for (let max = 0.7; max < 1e6; max *= 1.37) {
      const step = gridStep(max, 4);
      assert.ok(step * 4 >= max * (1 - 1e-12), `${max}: ${step}`);
      assert.ok(step * 4 < max * 5, `${max}: ${step} is too coarse`);
      const digits = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
      assert.ok([1, 2, 2.5, 5].some((round) => Math.abs(round - digits) < 1e-6), `${step}`);
    }
  });

  it("is there even when all is zero", () => {
    assert.ok(gridStep(0, 4) > 0);
  });
});

describe("Labels under the columns", () => {
  const zone = "Europe/Berlin";
  const between = (start, end, stepMs) => {
    const bars = [];
    for (let at = Date.parse(start); at < Date.parse(end); at += stepMs) {
      bars.push({ start: new Date(at), end: new Date(at + stepMs), wh: 1, mark: "measured" });
    }
    return bars;
  };

  it("mark every sixth hour of the wall clock, also when the clocks change", () => {
    const long = between("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", HALF_HOUR);
    assert.equal(long.length, 50);
    assert.deepEqual(
      ticks(long, "day", zone).map((tick) => tick.at),
      [0, 14, 26, 38], // 06:00 is seven hours after midnight on that day
    );
  });

  it("span a whole day each in a week", () => {
    const bars = between("2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z", 6 * HALF_HOUR);
    const found = ticks(bars, "week", zone);
    assert.equal(found.length, 7);
    assert.deepEqual(found.map((tick) => tick.width), [8, 8, 8, 8, 8, 8, 8]);
  });

  it("mark every seventh day of a month", () => {
    const bars = between("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", 48 * HALF_HOUR);
    assert.deepEqual(
      ticks(bars, "month", zone).map((tick) => tick.at),
      [0, 7, 14, 21, 28],
    );
  });
});
