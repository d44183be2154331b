import { html, nothing, type TemplateResult } from "lit";
import { barsOfValues } from "../bars.js";
import type { Format } from "../format.js";
import { dayIn, expression, hourIn, periodOf, plusDays, type Period } from "../period.js";
import { periodInWords } from "../parts/period-choice.js";
import type { Amount, Command, Device, Finding, FlatUtilisation, Page, Utilisation } from "../types.js";
import { Loader, View } from "../view.js";
import "../parts/chart.js";
import "../parts/finding.js";
import "../parts/switch.js";

const STEP_MS = 15 * 60_000;
const EARLY_HOUR = 6;

interface Used {
  device: Device;
  use: Utilisation;
  /** Those that are open. */
  findings: Finding[];
}

interface Shown {
  used: Used[];
  /** Each flat with appliances, over what all of its meters have. */
  flats: FlatUtilisation[];
}

/** The appliances of the flat: what each used, what it is, and its switch. */
export class Devices extends View {
  static override properties = {
    ...View.properties,
    period: { state: true },
    open: { state: true },
  };

  declare period: Period;
  declare open: string | null;
  private readonly list = new Loader<Shown>(this);

  constructor() {
    super();
    this.open = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const now = new Date();
    const today = dayIn(this.zone, now);
    this.period = periodOf("day", hourIn(this.zone, now) < EARLY_HOUR ? plusDays(today, -1) : today);
    this.load(false);
  }

  private load(keep: boolean): void {
    const { period } = this;
    void this.list.run(async () => {
      const { items } = await this.ctx.api.get<Page<Device>>("devices");
      const points = [...new Set(items.map((device) => device.usagePoint))];
      const [used, flats] = await Promise.all([
        Promise.all(items.map((device) => this.used(device, period))),
        Promise.all(points.map((point) => this.flat(point, period))),
      ]);
      return { used: used.sort((a, b) => (b.use.sumWh ?? -1) - (a.use.sumWh ?? -1)), flats };
    }, keep);
  }

  private async used(device: Device, period: Period): Promise<Used> {
    const [use, findings] = await Promise.all([this.use(device, period), this.findings(device)]);
    return { device, use, findings };
  }

  private async findings(device: Device): Promise<Finding[]> {
    const path = `devices/${encodeURIComponent(device.id)}/findings`;
    const { items } = await this.ctx.api.get<Page<Finding>>(path);
    return items.filter((each) => each.state === "suspected" || each.state === "confirmed");
  }

  private flat(point: string, period: Period): Promise<FlatUtilisation> {
    return this.ctx.api.get<FlatUtilisation>(
      `usage-points/${encodeURIComponent(point)}/utilisation`,
      { interval: expression(period) },
    );
  }

  private use(device: Device, period: Period): Promise<Utilisation> {
    const query: Record<string, string> = { interval: expression(period) };
    if (period.span !== "day") {
      query["resolution"] = period.span === "week" ? "PT3H" : "P1D";
    }
    return this.ctx.api.get<Utilisation>(
      `devices/${encodeURIComponent(device.id)}/utilisation`,
      query,
    );
  }

  protected override render(): TemplateResult {
    const format = this.format(this.zone);
    return html`
      <h1 tabindex="-1">${this.t.devices}</h1>
      <p class="lead">${periodInWords(this.period, this.ctx.language)}</p>
      <mh-period-choice .period=${this.period} .latest=${dayIn(this.zone, new Date())}
        .format=${format} .t=${this.t}
        @period=${(event: CustomEvent<Period>) => {
          this.period = event.detail;
          this.load(true);
        }}></mh-period-choice>
      <section class=${this.list.loading ? "loading" : ""} aria-busy=${this.list.loading}>
        ${this.list.render(this.t, (shown) => this.content(shown, format))}
      </section>
    `;
  }

  private content({ used, flats }: Shown, format: Format): TemplateResult {
    if (used.length === 0) {
      return html`<p>${this.t.noDevices}</p>`;
    }
    return html`
      <ul class="devices">
        ${used.map((each) => this.row(each, flats, format))}
        ${flats.filter((flat) => flat.rest.comparedWh > 0).map((flat) => this.rest(flat, format))}
      </ul>
    `;
  }

  /** What no appliance's meter saw: never less than nothing, so it has a place of its own. */
  private rest({ rest }: FlatUtilisation, format: Format): TemplateResult {
    return html`<li class="device rest" data-wh=${rest.comparedWh}>
      <div class="device-head">
        <h2>${this.t.rest}</h2>
        <p class="device-use"><strong>${format.energy(rest.comparedWh)}</strong>
          <span class="small">${
            rest.share === null ? this.t.restDetail : this.t.shareOfFlat(format.percent(rest.share))
          }${costWords(rest.cost, format)}</span></p>
      </div>
      ${meter(rest.share ?? 0, "")}
      <p class="small">${this.t.restDetail}</p>
    </li>`;
  }

  private row({ device, use, findings }: Used, flats: FlatUtilisation[], format: Format): TemplateResult {
    const part = flats.flatMap((flat) => flat.devices).find((each) => each.device === device.id);
    const share = part?.share ?? null;
    const open = this.open === device.id;
    const incomplete = use.presentCount < use.expectedCount;
    return html`<li class="device" id="device-${device.id}">
      <div class="device-head">
        <h2>${device.name}</h2>
        <p class="device-use">
          <strong>${use.sumWh === null ? "–" : format.energy(use.sumWh)}</strong>
          <span class="small">
            ${share === null ? this.t.shareUnknown : this.t.shareOfFlat(format.percent(share))}${
              costWords(part?.cost ?? null, format)}${
              incomplete && use.sumWh !== null
                ? ` · ${this.t.partOf(use.presentCount, use.expectedCount)}`
                : ""}
          </span>
        </p>
      </div>
      ${meter(share ?? 0, "")}
      ${findings.length === 0
        ? nothing
        : html`<mh-findings .ctx=${this.ctx} .device=${device} .findings=${findings}></mh-findings>`}
      <mh-switch .ctx=${this.ctx} .device=${device}
        @switched=${(event: CustomEvent<Command>) => void this.reread(event.detail.device)}></mh-switch>
      <p>
        <button class="quiet" aria-expanded=${open} aria-controls="use-${device.id}"
          aria-label="${open ? this.t.hideUse : this.t.showUse}: ${device.name}"
          @click=${() => (this.open = open ? null : device.id)}>
          ${open ? this.t.hideUse : this.t.showUse}
        </button>
      </p>
      <div id="use-${device.id}">
        ${open
          ? html`<mh-chart small .bars=${barsOfValues(use.values, STEP_MS)} .span=${this.period.span}
              .format=${format} .t=${this.t} .label=${this.t.chartOf(
                device.name,
                periodInWords(this.period, this.ctx.language),
              )}></mh-chart>`
          : nothing}
      </div>
    </li>`;
  }

  /** After a command has ended: what the meter reports now, and nothing that we would like it to be. */
  private async reread(id: string): Promise<void> {
    const device = await this.ctx.api.get<Device>(`devices/${encodeURIComponent(id)}`);
    const shown = this.list.value;
    if (shown !== null) {
      const used = shown.used.map((each) => (each.device.id === id ? { ...each, device } : each));
      this.list.value = { ...shown, used };
    }
    this.requestUpdate();
  }
}

customElements.define("mh-devices", Devices);

/** What the energy alone costs; the standing charge is the flat's. */
function costWords(cost: Amount | null, format: Format): string {
  return cost === null || cost.lines.length === 0
    ? ""
    : ` · ${format.money(cost.energyCt / 100, cost.currency)}`;
}

/** A thin line as long as the share; the number beside it says the same. */
export function meter(share: number, className: string): TemplateResult {
  const width = Math.min(100, Math.max(0, share * 100));
  return html`<svg class="meter ${className}" viewBox="0 0 100 4" preserveAspectRatio="none"
    aria-hidden="true"><rect class="rail" width="100" height="4"></rect>
    <rect class="filled" width=${width} height="4"></rect></svg>`;
}
