import { LitElement, html, type TemplateResult } from "lit";
import { Format } from "../format.js";
import { SPANS, next, periodOf, previous, utc, type Period, type Span } from "../period.js";
import type { Strings } from "../strings.js";

/** Day, week or month, and one earlier or later. Fires `period` with the chosen one. */
export class PeriodChoice extends LitElement {
  static override properties = {
    period: { attribute: false },
    latest: {},
    format: { attribute: false },
    t: { attribute: false },
  };

  declare period: Period;
  /** The last day that there can be data for, an ISO date. */
  declare latest: string;
  declare format: Format;
  declare t: Strings;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const later = next(this.period);
    const atEnd = later.start > this.latest;
    return html`
      <div class="period">
        ${segments(
          this.t.span,
          SPANS.map((span) => ({ value: span, text: this.t[span] })),
          this.period.span,
          (span) => this.choose(this.sameDay(span)),
        )}
        <div class="steps">
          <button class="icon" aria-label=${this.t.previous} title=${this.t.previous}
            @click=${() => this.choose(previous(this.period))}>${arrow("M15 5l-7 7 7 7")}</button>
          <button class="icon" aria-label=${this.t.next} title=${this.t.next} ?disabled=${atEnd}
            @click=${() => this.choose(later)}>${arrow("M9 5l7 7-7 7")}</button>
          <button class="icon" aria-label=${this.t.latest} title=${this.t.latest} ?disabled=${atEnd}
            @click=${() => this.choose(periodOf(this.period.span, this.latest))}>${arrow("M6 5l7 7-7 7M18 5v14")}</button>
        </div>
      </div>
    `;
  }

  /** A day inside the shown period, and not after what there is. */
  private sameDay(span: Span): Period {
    const inside = this.period.start <= this.latest && this.latest < this.period.end;
    return periodOf(span, inside ? this.latest : this.period.start);
  }

  private choose(period: Period): void {
    this.dispatchEvent(new CustomEvent<Period>("period", { detail: period }));
  }
}

customElements.define("mh-period-choice", PeriodChoice);

function arrow(path: string): TemplateResult {
  return html`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"
    fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"
    stroke-linejoin="round"><path d=${path}></path></svg>`;
}

/** A period in words, as a heading has it. */
export function periodInWords(period: Period, language: string): string {
  const format = new Format(language, "UTC"); // its dates are plain days
  const start = utc(period.start);
  const last = new Date(utc(period.end).getTime() - 1);
  switch (period.span) {
    case "day":
      return format.longDay(start);
    case "week":
      return `${format.shortDay(start)} – ${format.shortDay(last)}`;
    case "month":
      return format.month(start);
  }
}

/** One of a few, side by side: radio buttons to a keyboard and to a screen reader. */
export function segments<T extends string>(
  label: string,
  options: readonly { value: T; text: string }[],
  chosen: T,
  choose: (value: T) => void,
): TemplateResult {
  const name = `segments-${label}-${options.map((option) => option.value).join("-")}`;
  return html`<fieldset class="segments">
    <legend class="visually-hidden">${label}</legend>
    ${options.map(
      (option) => html`<label>
        <input type="radio" name=${name} .checked=${option.value === chosen}
          @change=${() => choose(option.value)} />
        <span>${option.text}</span>
      </label>`,
    )}
  </fieldset>`;
}
