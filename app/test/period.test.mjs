import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  contains,
  dayIn,
  expression,
  hourIn,
  isDay,
  next,
  periodOf,
  plusDays,
  previous,
} from "../target/js/period.js";

describe("A period", () => {
  it("is a day, a week from Monday, or a month of the calendar", () => {
    assert.equal(expression(periodOf("day", "2026-11-20")), "2026-11-20/2026-11-21");
    assert.equal(expression(periodOf("week", "2026-11-20")), "2026-11-16/2026-11-23");
    assert.equal(expression(periodOf("week", "2026-11-16")), "2026-11-16/2026-11-23");
    assert.equal(expression(periodOf("week", "2026-11-22")), "2026-11-16/2026-11-23");
    assert.equal(expression(periodOf("month", "2026-11-30")), "2026-11-01/2026-12-01");
    assert.equal(expression(periodOf("month", "2026-12-31")), "2026-12-01/2027-01-01");
    assert.equal(expression(periodOf("month", "2028-02-29")), "2028-02-01/2028-03-01");
  });

  it("has neighbours that touch it, for years", () => {
    for (const span of ["day", "week", "month"]) {
      let period = periodOf(span, "2023-12-30");
      for (let i = 0; i < 800; i++) {
        const later = next(period);
        assert.equal(later.start, period.end);
        assert.deepEqual(previous(later), period);
        assert.ok(contains(period, period.start));
        assert.ok(!contains(period, period.end));
        period = later;
      }
    }
  });

  it("knows the day and the hour in the building's zone, not in the reader's", () => {
    const lateInNewYork = new Date("2026-11-20T23:30:00Z");
    assert.equal(dayIn("Europe/Berlin", lateInNewYork), "2026-11-21");
    assert.equal(hourIn("Europe/Berlin", lateInNewYork), 0);
    assert.equal(dayIn("America/New_York", lateInNewYork), "2026-11-20");
    assert.equal(hourIn("America/New_York", lateInNewYork), 18);
  });

  it("counts days over a change of the clocks", () => {
    assert.equal(plusDays("2026-10-24", 2), "2026-10-26");
    assert.equal(plusDays("2026-03-30", -2), "2026-03-28");
  });

  it("takes only days that exist", () => {
    assert.ok(isDay("2028-02-29"));
    assert.ok(!isDay("2026-02-29"));
    assert.ok(!isDay("2026-2-1"));
    assert.ok(!isDay("today"));
  });
});
