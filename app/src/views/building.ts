import { html, nothing, type TemplateResult } from "lit";
import type { Format } from "../format.js";
import { segments } from "../parts/period-choice.js";
import type { Comparison, OwnGroup, SectionUse } from "../types.js";
import { Loader, View } from "../view.js";
import { meter } from "./devices.js";

type Measure = "perFlatWh" | "perM2Wh" | "perPersonWh";

const INTERVALS = ["yesterday", "last-7-days", "this-month", "last-month"] as const;

/** The sections of the building side by side; small ones are withheld by the server. */
export class Building extends View {
  static override properties = {
    ...View.properties,
    measure: { state: true },
    interval: { state: true },
  };

  declare measure: Measure;
  declare interval: string;
  private readonly groups = new Loader<OwnGroup[]>(this);
  private readonly comparison = new Loader<Comparison>(this);

  constructor() {
    super();
    this.measure = "perFlatWh";
    this.interval = "last-7-days";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.load(false);
    void this.groups.run(() =>
      Promise.all(
        this.ctx.home.points.map((point) =>
          this.ctx.api.get<OwnGroup>(`usage-points/${encodeURIComponent(point.id)}/group`),
        ),
      ),
    );
  }

  private load(keep: boolean): void {
    const { interval } = this;
    void this.comparison.run(
      () => this.ctx.api.get<Comparison>("sections/comparison", { interval }),
      keep,
    );
  }

  protected override render(): TemplateResult {
    const building = this.ctx.home.points[0]?.building.name ?? "";
    return html`
      <h1 tabindex="-1">${this.t.building}</h1>
      <p class="lead">${this.t.sectionsLead(building)}</p>
      <div class="choices">
        ${segments(
          this.t.span,
          INTERVALS.map((value) => ({ value: value as string, text: this.t.intervals[value] ?? value })),
          this.interval,
          (interval) => {
            this.interval = interval;
            this.load(true);
          },
        )}
        ${segments<Measure>(
          this.t.compareBy,
          [
            { value: "perFlatWh", text: this.t.perFlat },
            { value: "perM2Wh", text: this.t.perM2 },
            { value: "perPersonWh", text: this.t.perPerson },
          ],
          this.measure,
          (measure) => (this.measure = measure),
        )}
      </div>
      <section class=${this.comparison.loading ? "loading" : ""} aria-busy=${this.comparison.loading}>
        ${this.comparison.render(this.t, (comparison) => this.table(comparison))}
      </section>
      <section class="alike" aria-labelledby="alike-title">
        <h2 id="alike-title">${this.t.alike}</h2>
        ${this.groups.render(this.t, (groups) => html`${groups.map((each) => this.alike(each))}`)}
      </section>
    `;
  }

  /** Homes that use energy at the same times of the day; a group of fewer than five is never told. */
  private alike({ reason, group, own }: OwnGroup): TemplateResult {
    if (group === null || own === null) {
      return html`<p class="empty">${this.t.noGroup[reason ?? "not-grouped"]}</p>`;
    }
    const format = this.format(this.zone);
    const { lower, median, upper } = group.dailyWh;
    const hour = (value: number) => `${String(value).padStart(2, "0")}:00`;
    const most = Math.max(upper, own.dailyMeanWh) * 1.08;
    const x = (wh: number) => (wh / most) * 100;
    const how =
      own.dailyMeanWh < lower ? this.t.alikeLess : own.dailyMeanWh > upper ? this.t.alikeMore : this.t.alikeSame;
    return html`
      <p><span class="figure-large" data-own-wh=${own.dailyMeanWh}>${format.energy(own.dailyMeanWh)}</span>
        <span class="reservation">${this.t.aDay}</span></p>
      <svg class="spread" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
        <rect class="rail" y="6" width="100" height="4"></rect>
        <rect class="middle" x=${x(lower)} y="3" width=${x(upper) - x(lower)} height="10"></rect>
        <rect class="median" x=${x(median) - 0.2} y="1" width="0.4" height="14"></rect>
        <rect class="own" x=${x(own.dailyMeanWh) - 0.5} y="0" width="1" height="16"></rect>
      </svg>
      <p>${how(group.members)} ${this.t.alikeSpread(format.energy(lower), format.energy(upper), format.energy(median))}</p>
      <p class="small measure">${this.t.alikeHours(hour(own.peakHour), hour(group.peakHour))} ${this.t.alikeDetail}</p>
    `;
  }

  /** The table is the chart: a row a section, the line in it as long as the figure. */
  private table(comparison: Comparison): TemplateResult {
    const format = this.format(comparison.zone);
    const most = Math.max(0, ...comparison.items.map((item) => item[this.measure] ?? 0));
    const name = { perFlatWh: this.t.perFlat, perM2Wh: this.t.perM2, perPersonWh: this.t.perPerson };
    const { start, end } = comparison.interval;
    return html`
      <p class="provenance">${format.range(new Date(start), new Date(end))}</p>
      <table class="comparison">
        <caption class="visually-hidden">${this.t.sections}, ${name[this.measure]}</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">${this.t.section}</th>
            <th scope="col">${name[this.measure]}</th>
          </tr>
        </thead>
        <tbody>
          ${comparison.items.map((item) => this.row(item, most, format))}
        </tbody>
      </table>
    `;
  }

  private row(item: SectionUse, most: number, format: Format): TemplateResult {
    const value = item[this.measure];
    const mine = this.ctx.home.points.some((point) => point.section.id === item.section);
    return html`<tr class=${mine ? "mine" : ""} data-section=${item.section}>
      <th scope="row">
        ${item.name} ${mine ? html`<span class="tag">${this.t.yours}</span>` : nothing}
        <span class="small">${this.t.flats(item.flats)}</span>
      </th>
      <td>
        ${item.sumWh === null
          ? html`<span class="small">${this.t.withheld}</span>`
          : value === null
            ? html`<span class="small">${this.t.unknownMeasure}</span>`
            : html`<span class="figure-large" data-wh=${value}>${format.energy(value)}</span>
                ${meter(most === 0 ? 0 : value / most, mine ? "mine" : "")}
                <span class="small">${this.coverage(item, format)}</span>`}
      </td>
    </tr>`;
  }

  private coverage(item: SectionUse, format: Format): string {
    const { presentCount, expectedCount } = item;
    if (presentCount === null || expectedCount === null || expectedCount === 0) {
      return "";
    }
    return presentCount === expectedCount
      ? this.t.complete
      : // never rounded up to all of them
        this.t.partly(format.percent(Math.floor((presentCount / expectedCount) * 1000) / 1000, 1));
  }
}

customElements.define("mh-building", Building);
