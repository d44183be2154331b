import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { countMarks, gridStep, ticks, top as topOf, type Bar, type Mark } from "../bars.js";
import type { Format } from "../format.js";
import type { Span } from "../period.js";
import type { Strings } from "../strings.js";

const TOP = 14;
const BOTTOM = 24;
const GRID_LINES = 4;
/** Room for the scale beside the columns. */
const GUTTER = 50;
/** Below this a column is drawn a little higher than it is, so that a small use is not seen as none. */
const LEAST_HEIGHT = 1.5;

let instances = 0;

/**
 * Columns of energy over time. How each value came about is drawn as a pattern, said in the legend
 * and told in words for the chosen column; a table holds the same. A gap is a gap.
 */
export class Chart extends LitElement {
  static override properties = {
    bars: { attribute: false },
    span: {},
    label: {},
    format: { attribute: false },
    t: { attribute: false },
    small: { type: Boolean },
    chosen: { state: true },
    width: { state: true },
  };

  declare bars: Bar[];
  declare span: Span;
  declare label: string;
  declare format: Format;
  declare t: Strings;
  declare small: boolean;
  declare chosen: number | null;
  declare width: number;

  private readonly patternId = `chart${++instances}`;
  private readonly observer = new ResizeObserver((entries) => {
    this.width = Math.floor(entries[0]?.contentRect.width ?? this.width);
  });

  constructor() {
    super();
    this.bars = [];
    this.small = false;
    this.chosen = null;
    this.width = 320;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    this.observer.disconnect();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("bars");
    if (before !== undefined && before[0]?.start.getTime() !== this.bars[0]?.start.getTime()) {
      this.chosen = null; // another period; a refresh of the same one keeps the choice
    }
  }

  protected override render(): TemplateResult {
    return html`
      <figure class="chart">
        ${this.drawing()}
        <figcaption>
          ${this.detail()}
          ${this.legend()}
        </figcaption>
      </figure>
      ${this.table()}
    `;
  }

  private get height(): number {
    return this.small ? 150 : this.width < 560 ? 220 : 300;
  }

  private get band(): number {
    return (this.width - GUTTER) / Math.max(1, this.bars.length);
  }

  /** Where a column's place begins. */
  private x(at: number): number {
    return GUTTER + at * this.band;
  }

  private drawing(): TemplateResult {
    const max = Math.max(1, topOf(this.bars));
    const step = gridStep(max, GRID_LINES);
    const top = Math.max(step, Math.ceil(max / step - 1e-9) * step);
    const scale = (this.height - TOP - BOTTOM) / top;
    const floor = this.height - BOTTOM;
    const chosen = this.chosen;
    return html`
      <svg
        class="plot"
        viewBox="0 0 ${this.width} ${this.height}"
        width=${this.width}
        height=${this.height}
        tabindex="0"
        role="slider"
        aria-orientation="horizontal"
        aria-label=${this.label}
        aria-valuemin="1"
        aria-valuemax=${this.bars.length}
        aria-valuenow=${chosen === null ? 1 : chosen + 1}
        aria-valuetext=${chosen === null ? this.t.chartHint : this.inWords(chosen)}
        @pointerdown=${this.pointed}
        @pointermove=${this.pointed}
        @keydown=${this.keyed}
      >
        ${this.patterns()} ${this.grid(step, top, scale, floor)}
        ${chosen === null
          ? nothing
          : svg`<rect class="cursor" x=${this.x(chosen)} y=${TOP - 8} width=${Math.max(2, this.band)}
              height=${floor - TOP + 8}></rect>`}
        ${this.bars.map((bar, at) => this.column(bar, at, scale, floor))}
        <line class="floor" x1=${GUTTER} x2=${this.width} y1=${floor + 0.5} y2=${floor + 0.5}></line>
        ${this.axis(floor)}
      </svg>
    `;
  }

  private patterns(): TemplateResult {
    const hatch = (name: string, size: number, angle: number) => svg`
      <pattern id="${this.patternId}-${name}" class="pattern ${name}" patternUnits="userSpaceOnUse"
          width=${size} height=${size} patternTransform="rotate(${angle})">
        <rect width=${size} height=${size}></rect>
        <line x1="0" y1="0" x2="0" y2=${size}></line>
      </pattern>`;
    return svg`<defs>
      ${hatch("estimated", 5, 45)} ${hatch("edited", 4, 90)}
      ${hatch("incomplete", 5, 0)} ${hatch("missing", 7, -45)}
    </defs>` as TemplateResult;
  }

  private fill(mark: Mark): string {
    return mark === "measured" ? "" : `url(#${this.patternId}-${mark})`;
  }

  private grid(step: number, top: number, scale: number, floor: number): TemplateResult[] {
    const lines: TemplateResult[] = [];
    for (let value = step; value <= top + step / 1e6; value += step) {
      const y = Math.round(floor - value * scale) + 0.5;
      lines.push(svg`
        <line class="grid" x1=${GUTTER} x2=${this.width} y1=${y} y2=${y}></line>
        <text class="scale" x="0" y=${y + 4}>${this.format.scale(value)}</text>` as TemplateResult);
    }
    return lines;
  }

  private column(bar: Bar, at: number, scale: number, floor: number): TemplateResult {
    const gap = Math.min(3, this.band * 0.24);
    const x = this.x(at) + gap / 2;
    const width = Math.max(0.6, this.band - gap);
    if (bar.mark === "pending") {
      return svg`<circle class="bar pending" cx=${x + width / 2} cy=${floor - 3} r=${Math.min(1.4, width / 2)}></circle>` as TemplateResult;
    }
    if (bar.wh === null) {
      return svg`<rect class="bar missing" x=${this.x(at)} y=${TOP} width=${this.band}
        height=${floor - TOP} fill=${this.fill("missing")}></rect>` as TemplateResult;
    }
    const height = bar.wh === 0 ? 0 : Math.max(LEAST_HEIGHT, bar.wh * scale);
    const plain = bar.mark === "measured";
    return svg`<rect class="bar ${bar.mark} ${at === this.chosen ? "chosen" : ""}" x=${x}
      y=${floor - height} width=${width} height=${height} rx=${Math.min(1.5, width / 3)}
      fill=${plain ? nothing : this.fill(bar.mark)}></rect>
      ${this.whisker(bar, x + width / 2, width, scale, floor)}` as TemplateResult;
  }

  /** A line over what the true value may be, with ends where there is room for them. */
  private whisker(
    bar: Bar,
    x: number,
    width: number,
    scale: number,
    floor: number,
  ): TemplateResult | typeof nothing {
    if (bar.band === null) {
      return nothing;
    }
    const low = floor - bar.band.lowWh * scale;
    const high = floor - bar.band.highWh * scale;
    const end = Math.min(4, width / 2);
    return svg`<path class="whisker" d="M${x} ${low}V${high}M${x - end} ${low}h${2 * end}M${x - end} ${high}h${2 * end}"></path>` as TemplateResult;
  }

  private axis(floor: number): TemplateResult[] {
    return ticks(this.bars, this.span, this.format.zone).map((tick) => {
      const middle = this.span !== "day";
      const x = this.x(tick.at + (middle ? tick.width / 2 : 0));
      const text =
        this.span === "day"
          ? this.format.time(tick.date)
          : this.span === "week"
            ? this.format.weekday(tick.date)
            : this.format.dayOfMonth(tick.date);
      return svg`<text class="tick" x=${x} y=${floor + 17}
        text-anchor=${middle ? "middle" : "start"}>${text}</text>` as TemplateResult;
    });
  }

  private when(bar: Bar): string {
    if (this.span === "week") {
      return `${this.format.shortDay(bar.start)}, ${this.format.range(bar.start, bar.end)}`;
    }
    return this.format.range(bar.start, bar.end);
  }

  private why(bar: Bar): string {
    const why = bar.rule === null ? this.t.why[bar.mark] : (this.t.rule[bar.rule] ?? this.t.why[bar.mark]);
    return bar.band === null
      ? why
      : `${why} ${this.t.band(this.format.energy(bar.band.lowWh), this.format.energy(bar.band.highWh))}`;
  }

  private value(bar: Bar): string {
    if (bar.wh === null) {
      return "–";
    }
    const energy = this.format.energy(bar.wh);
    return bar.mark === "incomplete" ? `${this.t.atLeast} ${energy}` : energy;
  }

  private inWords(at: number): string {
    const bar = this.bars[at];
    return bar === undefined
      ? ""
      : `${this.when(bar)}: ${bar.wh === null ? "" : `${this.value(bar)}, `}${this.t.mark[bar.mark]}. ${this.why(bar)}`;
  }

  private detail(): TemplateResult {
    const bar = this.chosen === null ? undefined : this.bars[this.chosen];
    if (bar === undefined) {
      return html`<p class="detail hint">${this.t.chartHint}</p>`;
    }
    return html`<p class="detail" aria-hidden="true">
      <span class="when">${this.when(bar)}</span>
      <strong>${this.value(bar)}</strong>
      <span class="how">${this.swatch(bar.mark)} ${this.t.mark[bar.mark]}</span>
      <span class="why">
        ${this.why(bar)}
        ${bar.expected > 1 ? html`(${this.t.partOf(bar.present, bar.expected)})` : nothing}
      </span>
    </p>`;
  }

  private swatch(mark: Mark): TemplateResult {
    return html`<svg class="swatch" width="14" height="14" aria-hidden="true">
      ${mark === "pending"
        ? svg`<circle class="bar pending" cx="7" cy="10" r="1.6"></circle>`
        : svg`<rect class="bar ${mark}" x="1.5" y="1.5" width="11" height="11" rx="2"
            fill=${mark === "measured" ? nothing : this.fill(mark)}></rect>`}
    </svg>`;
  }

  private legend(): TemplateResult {
    return html`<ul class="legend">
      ${countMarks(this.bars).map(
        ([mark, count]) =>
          html`<li data-mark=${mark}>
            ${this.swatch(mark)}<span>${this.t.mark[mark]}</span>
            <span class="count">${this.format.number(count, 0, 0)}</span>
          </li>`,
      )}
    </ul>`;
  }

  private table(): TemplateResult {
    return html`<details class="table">
      <summary>${this.t.table}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.label}>
        <table>
          <caption class="visually-hidden">${this.label}</caption>
          <thead>
            <tr>
              <th scope="col">${this.t.from}</th>
              <th scope="col">${this.t.to}</th>
              <th scope="col" class="figure">${this.t.energy}</th>
              <th scope="col">${this.t.quality}</th>
            </tr>
          </thead>
          <tbody>
            ${this.bars.map(
              (bar) =>
                html`<tr data-start=${bar.start.toISOString()} data-wh=${bar.wh ?? ""} data-mark=${bar.mark}>
                  <th scope="row">${this.edge(bar.start)}</th>
                  <td>${this.edge(bar.end)}</td>
                  <td class="figure">${this.value(bar)}</td>
                  <td>${this.t.mark[bar.mark]}${bar.rule === null ? "" : ` – ${this.why(bar)}`}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  private edge(at: Date): string {
    return this.span === "day" ? this.format.time(at) : this.format.moment(at);
  }

  private pointed(event: PointerEvent): void {
    if (event.type === "pointermove" && event.pointerType !== "mouse" && event.buttons === 0) {
      return;
    }
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    this.choose(Math.floor((event.clientX - box.left - GUTTER) / this.band));
  }

  private keyed(event: KeyboardEvent): void {
    const last = this.bars.length - 1;
    const now = this.chosen ?? -1;
    const moves: Record<string, number> = {
      ArrowRight: now + 1,
      ArrowUp: now + 1,
      ArrowLeft: now - 1,
      ArrowDown: now - 1,
      PageDown: now + 8,
      PageUp: now - 8,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.choose(to);
    }
  }

  private choose(at: number): void {
    this.chosen = Math.min(this.bars.length - 1, Math.max(0, at));
  }
}

customElements.define("mh-chart", Chart);
