import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../api.js";
import type { Format } from "../format.js";
import type { Alarm, AlarmRule, Device, Page } from "../types.js";
import { asProblem, Loader, notice, View } from "../view.js";

const MAX_LIMIT_W = 100_000;

interface Shown {
  alarms: Alarm[];
  rules: AlarmRule[];
  devices: Device[];
}

/** Alarms that were raised, and the limits that raise them. */
export class Alarms extends View {
  static override properties = {
    ...View.properties,
    saving: { state: true },
    saved: { state: true },
    problem: { state: true },
  };

  /** Ids of devices; the problem of an alarm has none. */
  declare saving: string | null;
  declare saved: string | null;
  declare problem: { device: string; problem: Problem } | null;
  private readonly shown = new Loader<Shown>(this);

  constructor() {
    super();
    this.saving = null;
    this.saved = null;
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { api } = this.ctx;
    void this.shown.run(async () => {
      const [alarms, rules, devices] = await Promise.all([
        api.get<Page<Alarm>>("alarms"),
        api.get<Page<AlarmRule>>("alarm-rules"),
        api.get<Page<Device>>("devices"),
      ]);
      return { alarms: alarms.items, rules: rules.items, devices: devices.items };
    });
  }

  protected override render(): TemplateResult {
    const format = this.format(this.zone);
    return html`
      <h1 tabindex="-1">${this.t.alarms}</h1>
      ${this.shown.render(
        this.t,
        (shown) => html`
          ${shown.alarms.length === 0
            ? html`<p class="empty">${this.t.noAlarms}</p>`
            : html`<ul class="alarms">
                ${shown.alarms.map((alarm) => this.alarm(alarm, shown.devices, format))}
              </ul>`}
          ${this.problem?.device === "" ? notice(this.t, this.problem.problem) : nothing}
          ${this.limits(shown)}
        `,
      )}
    `;
  }

  private alarm(alarm: Alarm, devices: Device[], format: Format): TemplateResult {
    const device = devices.find((each) => each.id === alarm.device);
    const start = new Date(alarm.intervalStart);
    const over = alarm.observedW / alarm.limitW;
    return html`<li class="alarm" data-alarm=${alarm.id}>
      <h2>${device?.name ?? alarm.device}</h2>
      <p>
        <strong class="figure-large">${format.power(alarm.observedW)}</strong>
        <span class="small">${this.t.alarmLine(format.percent(over), format.power(alarm.limitW))}</span>
      </p>
      <p class="small">
        <time datetime=${alarm.intervalStart}>${format.shortDay(start)},
          ${format.range(start, new Date(alarm.intervalEnd))}</time>
        ${alarm.acknowledgedAt === null
          ? html`<button class="quiet" aria-label="${this.t.acknowledge}: ${device?.name ?? alarm.device}"
              @click=${() => void this.acknowledge(alarm)}>${this.t.acknowledge}</button>`
          : html` · ${this.t.acknowledged(format.moment(new Date(alarm.acknowledgedAt)))}`}
      </p>
    </li>`;
  }

  private async acknowledge(alarm: Alarm): Promise<void> {
    this.problem = null;
    try {
      const path = `alarms/${encodeURIComponent(alarm.id)}/acknowledgement`;
      const seen = await this.ctx.api.post<Alarm>(path, undefined);
      const shown = this.shown.value;
      if (shown !== null) {
        shown.alarms = shown.alarms.map((each) => (each.id === seen.id ? seen : each));
      }
      this.requestUpdate();
    } catch (cause) {
      this.problem = { device: "", problem: asProblem(cause) };
    }
  }

  private limits(shown: Shown): TemplateResult {
    return html`
      <section class="limits">
        <h2>${this.t.limits}</h2>
        <p class="small">${this.t.limitsLead}</p>
        ${shown.devices.length === 0 ? html`<p>${this.t.noLimitDevices}</p>` : nothing}
        ${shown.devices.map((device) =>
          this.limit(device, shown.rules.find((rule) => rule.device === device.id)),
        )}
      </section>
    `;
  }

  private limit(device: Device, rule: AlarmRule | undefined): TemplateResult {
    return html`<form class="limit" data-device=${device.id} novalidate
      @submit=${(event: SubmitEvent) => void this.save(event, device, rule)}>
      <span class="limit-name">${device.name}</span>
      <label class="limit-watts">
        <span class="visually-hidden">${this.t.limitFor(device.name)}</span>
        <input name="limit" inputmode="numeric" pattern="[0-9]*" maxlength="6" required
          .defaultValue=${rule === undefined ? "" : String(rule.limitW)} />
        <span aria-hidden="true">${this.t.watts}</span>
      </label>
      <label class="check"><input type="checkbox" name="enabled" .defaultChecked=${rule?.enabled ?? true} />
        ${this.t.active}</label>
      <button ?disabled=${this.saving === device.id} aria-label="${this.t.save}: ${device.name}">
        ${this.t.save}</button>
      <span class="small done" role="status">${this.saved === device.id ? this.t.saved : ""}</span>
      ${this.problem?.device === device.id ? notice(this.t, this.problem.problem) : nothing}
    </form>`;
  }

  private async save(event: SubmitEvent, device: Device, rule?: AlarmRule): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const limitW = Number(fields.get("limit"));
    this.saving = device.id;
    this.saved = null;
    this.problem = null;
    try {
      if (!Number.isInteger(limitW) || limitW < 1 || limitW > MAX_LIMIT_W) {
        throw new Problem("limit-range", 0, this.t.limitRange);
      }
      const id = rule?.id ?? ruleId(device.id);
      const stored = await this.ctx.api.put<AlarmRule>(`alarm-rules/${encodeURIComponent(id)}`, {
        device: device.id,
        limitW,
        enabled: fields.get("enabled") !== null,
      });
      const shown = this.shown.value;
      if (shown !== null) {
        shown.rules = [...shown.rules.filter((each) => each.id !== id), stored];
      }
      this.saved = device.id;
    } catch (cause) {
      this.problem = { device: device.id, problem: asProblem(cause) };
    }
    this.saving = null;
  }
}

/** A rule's id has 1..64 characters of a-z, A-Z, 0-9, '-', '_' and '.'. */
function ruleId(device: string): string {
  return `limit-${device.replaceAll(/[^A-Za-z0-9._-]/g, "-")}`.slice(0, 64);
}

customElements.define("mh-alarms", Alarms);
