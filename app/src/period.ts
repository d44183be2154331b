/** Days, weeks and months of a building's calendar, as ISO dates; the server turns them into instants. Pure. */

export type Span = "day" | "week" | "month";

export const SPANS: readonly Span[] = ["day", "week", "month"];

/** Half-open: `end` is the first day after it. */
export interface Period {
  span: Span;
  start: string;
  end: string;
}

const DAY_MS = 86_400_000;

/** The period of that span that the day is in; weeks begin on Monday. */
export function periodOf(span: Span, day: string): Period {
  switch (span) {
    case "day":
      return { span, start: day, end: plusDays(day, 1) };
    case "week": {
      const start = plusDays(day, -((utc(day).getUTCDay() + 6) % 7));
      return { span, start, end: plusDays(start, 7) };
    }
    case "month": {
      const first = utc(day);
      first.setUTCDate(1);
      const after = new Date(first);
      after.setUTCMonth(after.getUTCMonth() + 1);
      return { span, start: iso(first), end: iso(after) };
    }
  }
}

export function previous(period: Period): Period {
  return periodOf(period.span, plusDays(period.start, -1));
}

export function next(period: Period): Period {
  return periodOf(period.span, period.end);
}

/** As the API wants it. */
export function expression(period: Period): string {
  return `${period.start}/${period.end}`;
}

export function contains(period: Period, day: string): boolean {
  return period.start <= day && day < period.end;
}

/** The calendar day of an instant in a zone. */
export function dayIn(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** Hour of the day, 0..23, of an instant in a zone. */
export function hourIn(zone: string, at: Date): number {
  const hour = new Intl.DateTimeFormat("en", { timeZone: zone, hour: "2-digit", hourCycle: "h23" });
  return Number(hour.format(at));
}

/** Whether the text is a date that exists. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && iso(utc(text)) === text;
}

export function plusDays(day: string, days: number): string {
  return iso(new Date(utc(day).getTime() + days * DAY_MS));
}

export function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function iso(date: Date): string {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}
