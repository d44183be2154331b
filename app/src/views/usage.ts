import { html, nothing, type TemplateResult } from "lit";
import { barsOfBuckets, barsOfValues, largest, sumWh, type Bar } from "../bars.js";
import type { Format } from "../format.js";
import {
  contains,
  dayIn,
  expression,
  hourIn,
  periodOf,
  plusDays,
  previous,
  type Period,
} from "../period.js";
import { periodInWords, segments } from "../parts/period-choice.js";
import type { Aggregates, Availability, EnergyCost, Readings, UsagePoint } from "../types.js";
import { Loader, View } from "../view.js";
import { costTable } from "../parts/cost.js";
import "../parts/chart.js";

const REFRESH_MS = 60_000;
const STEP_MS = 30 * 60_000;
/** Before this hour of a new day there is little to see of it. */
const EARLY_HOUR = 6;

interface Shown {
  /** Which one it is; while another is loading, not the chosen one. */
  period: Period;
  bars: Bar[];
  dataUntil: string | null;
  /** Of the period before, where both are whole. */
  beforeWh: number | null;
  /** Null where it could not be had; the readings are shown all the same. */
  cost: EnergyCost | null;
}

type Drawn = Pick<Shown, "bars" | "dataUntil">;

/** What a flat uses, by day, week or month. */
export class Usage extends View {
  static override properties = {
    ...View.properties,
    point: { state: true },
    period: { state: true },
    latest: { state: true },
  };

  declare point: UsagePoint | null;
  declare period: Period | null;
  declare latest: string;
  private readonly start = new Loader<Availability>(this);
  private readonly shown = new Loader<Shown>(this);
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.point = null;
    this.period = null;
    this.latest = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.point ??= this.ctx.home.points[0] ?? null;
    this.begin();
    this.timer = setInterval(() => {
      if (!document.hidden && this.period !== null && contains(this.period, this.today())) {
        this.load(true);
      }
    }, REFRESH_MS);
  }

  override disconnectedCallback(): void {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  /** Asks first how far the readings go, so that the first picture is not an empty day. */
  private begin(): void {
    const point = this.point;
    if (point === null) {
      return;
    }
    void this.start.run(async () => {
      const availability = await this.ctx.api.get<Availability>(
        `usage-points/${encodeURIComponent(point.id)}/availability`,
      );
      const until = new Date(availability.dataUntil ?? Date.now());
      const day = dayIn(this.zone, until);
      this.latest = this.today();
      this.period = periodOf(
        "day",
        hourIn(this.zone, until) < EARLY_HOUR ? plusDays(day, -1) : day,
      );
      this.load(false);
      return availability;
    });
  }

  private today(): string {
    return dayIn(this.zone, new Date());
  }

  private choose(period: Period): void {
    this.period = period;
    this.latest = this.today();
    this.load(true);
  }

  private load(keep: boolean): void {
    const { point, period } = this;
    if (point === null || period === null) {
      return;
    }
    const path = `usage-points/${encodeURIComponent(point.id)}`;
    void this.shown.run(async () => {
      const [now, before, cost] = await Promise.all([
        period.span === "day" ? this.readings(path, period) : this.buckets(path, period),
        this.whole(path, previous(period)),
        this.cost(path, period),
      ]);
      const complete = now.bars.every((bar) => bar.present === bar.expected);
      return { period, ...now, beforeWh: complete ? before : null, cost };
    }, keep);
  }

  private async readings(path: string, period: Period): Promise<Drawn> {
    const answer = await this.ctx.api.get<Readings>(`${path}/readings`, {
      interval: expression(period),
    });
    return { bars: barsOfValues(answer.values, STEP_MS), dataUntil: answer.dataUntil };
  }

  private async buckets(path: string, period: Period): Promise<Drawn> {
    const answer = await this.ctx.api.get<Aggregates>(`${path}/aggregates`, {
      interval: expression(period),
      bucket: period.span === "week" ? "PT3H" : "P1D",
      fn: "sum",
    });
    return { bars: barsOfBuckets(answer.buckets), dataUntil: answer.dataUntil };
  }

  private async cost(path: string, period: Period): Promise<EnergyCost | null> {
    try {
      return await this.ctx.api.get<EnergyCost>(`${path}/cost`, { interval: expression(period) });
    } catch {
      return null;
    }
  }

  /** The sum of a period, null if a part of it is not there. */
  private async whole(path: string, period: Period): Promise<number | null> {
    const answer = await this.ctx.api.get<Aggregates>(`${path}/aggregates`, {
      interval: expression(period),
      bucket: "P1D",
      fn: "sum",
    });
    const bars = barsOfBuckets(answer.buckets);
    return bars.every((bar) => bar.present === bar.expected) ? sumWh(bars) : null;
  }

  protected override render(): TemplateResult {
    const { point } = this;
    if (point === null) {
      return html`<h1 tabindex="-1">${this.t.usage}</h1><p>${this.t.nothingYet}</p>`;
    }
    return html`
      <p class="overline">${point.building.name} · ${point.section.name} · ${point.label}</p>
      ${this.pointChoice(point)}
      ${this.start.render(this.t, () => this.page(point))}
    `;
  }

  private pointChoice(point: UsagePoint): TemplateResult | typeof nothing {
    const { points } = this.ctx.home;
    return points.length < 2
      ? nothing
      : segments(
          this.t.flatChoice,
          points.map((each) => ({ value: each.id, text: each.label })),
          point.id,
          (id) => {
            this.point = points.find((each) => each.id === id) ?? point;
            this.load(false);
          },
        );
  }

  private page(point: UsagePoint): TemplateResult {
    const { period } = this;
    if (period === null) {
      return html``;
    }
    const format = this.format(this.zone);
    const now = this.shown.value;
    const words = periodInWords(now?.period ?? period, this.ctx.language);
    return html`
      <div class="hero ${this.shown.loading ? "loading" : ""}">
        <div>
          <h1 tabindex="-1">
            ${now === null ? html`<span class="figure-huge">–</span>` : this.total(now, format)}
            <span class="hero-period">${words}</span>
          </h1>
          ${now === null ? nothing : this.change(now)}
        </div>
        ${now === null ? nothing : this.facts(now, format)}
      </div>
      <mh-period-choice .period=${period} .latest=${this.latest} .format=${format} .t=${this.t}
        @period=${(event: CustomEvent<Period>) => this.choose(event.detail)}></mh-period-choice>
      <section class=${this.shown.loading ? "loading" : ""} aria-busy=${this.shown.loading}>
        ${this.shown.render(
          this.t,
          (shown) => html`
            <mh-chart .bars=${shown.bars} .span=${shown.period.span} .format=${format} .t=${this.t}
              .label=${this.t.chartOf(this.t.flat(point.id), words)}></mh-chart>
            ${this.provenance(shown, format)}
            ${shown.cost === null ? nothing : costTable(shown.cost, this.t, format)}
          `,
        )}
      </section>
    `;
  }

  private total(shown: Shown, format: Format): TemplateResult {
    const sum = sumWh(shown.bars);
    if (sum === null) {
      return html`<span class="figure-huge none">${this.t.nothingYet}</span>`;
    }
    const { number, unit } = format.energyParts(sum);
    return html`<span class="figure-huge" data-sum-wh=${sum}>${number}</span>
      <span class="unit">${unit}</span>${this.reservation(shown)}`;
  }

  /** A sum of a part is not the sum. */
  private reservation(shown: Shown): TemplateResult | typeof nothing {
    const missing = shown.bars.some((bar) => bar.mark === "missing" || bar.mark === "incomplete");
    const pending = shown.bars.some((bar) => bar.mark === "pending");
    return pending || missing
      ? html`<span class="reservation">${pending ? this.t.soFar : this.t.atLeast}</span>`
      : nothing;
  }

  private change(shown: Shown): TemplateResult | typeof nothing {
    const sum = sumWh(shown.bars);
    if (shown.beforeWh === null || shown.beforeWh === 0 || sum === null) {
      return nothing;
    }
    const share = sum / shown.beforeWh - 1;
    if (Math.abs(share) < 0.005) {
      return html`<p class="change">${this.t.sameAsBefore}</p>`;
    }
    const percent = this.format(this.zone).percent(Math.abs(share));
    const change = share > 0 ? this.t.more(percent) : this.t.less(percent);
    const sentence = {
      day: this.t.comparedDay,
      week: this.t.comparedWeek,
      month: this.t.comparedMonth,
    }[shown.period.span](change);
    return html`<p class="change">${sentence}</p>`;
  }

  private facts(shown: Shown, format: Format): TemplateResult {
    const most = largest(shown.bars);
    // a part of a sum may be small because it is a part
    const whole = shown.bars.filter((bar) => bar.wh !== null && bar.mark !== "incomplete");
    const least = whole.reduce<Bar | null>(
      (low, bar) => (low === null || (bar.wh ?? 0) < (low.wh ?? 0) ? bar : low),
      null,
    );
    const hours =
      shown.bars.reduce((sum, bar) => {
        const share = bar.expected === 0 ? 0 : bar.present / bar.expected;
        return sum + share * (bar.end.getTime() - bar.start.getTime());
      }, 0) / 3_600_000;
    const when = (bar: Bar) =>
      shown.period.span === "week"
        ? `${format.weekday(bar.start)} ${format.range(bar.start, bar.end)}`
        : format.range(bar.start, bar.end);
    const fact = (name: string, bar: Bar | null) =>
      bar?.wh == null
        ? nothing
        : html`<div><dt>${name}</dt><dd>${format.energy(bar.wh)}</dd><dd class="small">${when(bar)}</dd></div>`;
    return html`
      <dl class="facts">
        ${fact(this.t.most, most)} ${fact(this.t.least, least)}
        ${hours === 0
          ? nothing
          : html`<div><dt>${this.t.mean}</dt>
              <dd>${format.power(Math.round((sumWh(shown.bars) ?? 0) / hours))}</dd></div>`}
      </dl>
    `;
  }

  private provenance(shown: Shown, format: Format): TemplateResult {
    const present = shown.bars.reduce((sum, bar) => sum + bar.present, 0);
    const expected = shown.bars.reduce((sum, bar) => sum + bar.expected, 0);
    return html`<p class="provenance">
      ${shown.dataUntil === null
        ? this.t.noData
        : this.t.dataUntil(format.moment(new Date(shown.dataUntil)))}.
      ${this.t.coverage(format.number(present, 0, 0), format.number(expected, 0, 0))}.
    </p>`;
  }
}

customElements.define("mh-usage", Usage);
