/** Numbers and times as people read them, in the page's language and the building's zone. */

export class Format {
  private readonly times: Intl.DateTimeFormat;

  constructor(
    readonly language: string,
    readonly zone: string,
  ) {
    this.times = this.dates({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  /** Whole Wh below a kWh; above, three figures that matter. */
  energy(wh: number): string {
    const { number, unit } = this.energyParts(wh);
    return `${number}\u00a0${unit}`;
  }

  /** As short as a scale needs it. */
  scale(wh: number): string {
    return wh < 1000
      ? `${this.number(wh, 0, 1)}\u00a0Wh`
      : `${this.number(wh / 1000, 0, 2)}\u00a0kWh`;
  }

  energyParts(wh: number): { number: string; unit: string } {
    if (Math.abs(wh) < 1000) {
      return { number: this.number(wh, 0, wh > 0 && wh < 10 && !Number.isInteger(wh) ? 1 : 0), unit: "Wh" };
    }
    const kwh = wh / 1000;
    const digits = kwh >= 100 ? 0 : kwh >= 10 ? 1 : 2;
    return { number: this.number(kwh, digits, digits), unit: "kWh" };
  }

  power(watts: number): string {
    return watts < 1000
      ? `${this.number(watts, 0, 0)}\u00a0W`
      : `${this.number(watts / 1000, 0, 2)}\u00a0kW`;
  }

  percent(share: number, digits = share < 0.1 ? 1 : 0): string {
    return new Intl.NumberFormat(this.language, {
      style: "percent",
      maximumFractionDigits: digits,
    }).format(share);
  }

  number(value: number, least: number, most: number): string {
    return new Intl.NumberFormat(this.language, {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
    }).format(value);
  }

  /** "€3.18" */
  money(amount: number, currency: string): string {
    return new Intl.NumberFormat(this.language === "en" ? "en-GB" : this.language, {
      style: "currency",
      currency,
    }).format(amount);
  }

  /** "33.94 ct/kWh" */
  price(ctPerKwh: number): string {
    return `${this.number(ctPerKwh, 2, 4)}\u00a0ct/kWh`;
  }

  time(at: Date): string {
    return this.times.format(at);
  }

  /** "Fri 20 Nov" */
  shortDay(at: Date): string {
    return this.dates({ weekday: "short", day: "numeric", month: "short" }).format(at);
  }

  weekday(at: Date): string {
    return this.dates({ weekday: "short" }).format(at);
  }

  dayOfMonth(at: Date): string {
    return this.dates({ day: "numeric" }).format(at);
  }

  /** "Friday, 20 November" */
  longDay(at: Date): string {
    return this.dates({ weekday: "long", day: "numeric", month: "long" }).format(at);
  }

  month(at: Date): string {
    return this.dates({ month: "long", year: "numeric" }).format(at);
  }

  moment(at: Date): string {
    return `${this.shortDay(at)}, ${this.time(at)}`;
  }

  /** Times alone within a day, days alone where both ends are a midnight. */
  range(start: Date, end: Date): string {
    const wholeDays = this.time(start) === "00:00" && this.time(end) === "00:00";
    if (wholeDays) {
      const last = new Date(end.getTime() - 1);
      return this.shortDay(start) === this.shortDay(last)
        ? this.shortDay(start)
        : `${this.shortDay(start)} – ${this.shortDay(last)}`;
    }
    return `${this.time(start)}–${this.time(end)}`;
  }

  private dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const language = this.language === "en" ? "en-GB" : this.language;
    return new Intl.DateTimeFormat(language, { timeZone: this.zone, ...options });
  }
}
