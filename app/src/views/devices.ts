import { html, nothing, type TemplateResult } from "lit";
import { barsOfValues } from "../bars.js";
import type { Format } from "../format.js";
import { dayIn, expression, hourIn, periodOf, plusDays, type Period } from "../period.js";
import { periodInWords } from "../parts/period-choice.js";
import type { Command, Device, Page, Utilisation } from "../types.js";
import { Loader, View } from "../view.js";
import "../parts/chart.js";
import "../parts/switch.js";

const STEP_MS = 15 * 60_000;
const EARLY_HOUR = 6;

interface Used {
  device: Device;
  use: Utilisation;
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
  private readonly list = new Loader<Used[]>(this);

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
      const used = await Promise.all(
        items.map(async (device) => ({ device, use: await this.use(device, period) })),
      );
      return used.sort((a, b) => (b.use.sumWh ?? -1) - (a.use.sumWh ?? -1));
    }, keep);
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
        ${this.list.render(this.t, (used) => this.content(used, format))}
      </section>
    `;
  }

  private content(used: Used[], format: Format): TemplateResult {
    if (used.length === 0) {
      return html`<p>${this.t.noDevices}</p>`;
    }
    const total = used[0]?.use.usagePointSumWh ?? null;
    const seen = used.reduce((sum, each) => sum + (each.use.sumWh ?? 0), 0);
    return html`
      <ul class="devices">
        ${used.map((each) => this.row(each, format))}
        ${total === null || total <= seen
          ? nothing
          : html`<li class="device rest">
              <div class="device-head">
                <h2>${this.t.rest}</h2>
                <p class="device-use"><strong>${format.energy(total - seen)}</strong>
                  <span class="small">${this.t.restDetail}</span></p>
              </div>
              ${meter((total - seen) / total, "")}
            </li>`}
      </ul>
    `;
  }

  private row({ device, use }: Used, format: Format): TemplateResult {
    const open = this.open === device.id;
    const incomplete = use.presentCount < use.expectedCount;
    return html`<li class="device" id="device-${device.id}">
      <div class="device-head">
        <h2>${device.name}</h2>
        <p class="device-use">
          <strong>${use.sumWh === null ? "–" : format.energy(use.sumWh)}</strong>
          <span class="small">
            ${use.share === null ? this.t.shareUnknown : this.t.shareOfFlat(format.percent(use.share))}${
              incomplete && use.sumWh !== null
                ? ` · ${this.t.partOf(use.presentCount, use.expectedCount)}`
                : ""}
          </span>
        </p>
      </div>
      ${meter(use.share ?? 0, "")}
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
    this.list.value =
      this.list.value?.map((each) => (each.device.id === id ? { ...each, device } : each)) ?? null;
    this.requestUpdate();
  }
}

customElements.define("mh-devices", Devices);

/** A thin line as long as the share; the number beside it says the same. */
export function meter(share: number, className: string): TemplateResult {
  const width = Math.min(100, Math.max(0, share * 100));
  return html`<svg class="meter ${className}" viewBox="0 0 100 4" preserveAspectRatio="none"
    aria-hidden="true"><rect class="rail" width="100" height="4"></rect>
    <rect class="filled" width=${width} height="4"></rect></svg>`;
}
