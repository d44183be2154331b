import { html, nothing, type TemplateResult } from "lit";
import type { Format } from "../format.js";
import { segments } from "../parts/period-choice.js";
import type { Comparison, SectionUse } from "../types.js";
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
  private readonly comparison = new Loader<Comparison>(this);

  constructor() {
    super();
    this.measure = "perFlatWh";
    this.interval = "last-7-days";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.load(false);
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
