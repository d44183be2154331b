import { html, nothing, type TemplateResult } from "lit";
import { Problem, randomKey } from "../api.js";
import type { Command, CommandState, Device } from "../types.js";
import { asProblem, notice, View } from "../view.js";

const FIRST_LOOK_MS = 250;
const LONGEST_LOOK_MS = 2_000;
/** After its expiry a command can still be under way for this long. */
const GRACE_MS = 30_000;

/** Commands that are under way, so that leaving the view and coming back goes on showing them. */
const underWay = new Map<string, Command>();

/**
 * What the meter says an appliance is, and a button that asks for the other. The state shown is
 * always the reported one: it changes when the meter has confirmed, never when somebody pressed.
 * Fires `switched` when a command has ended.
 */
export class Switch extends View {
  static override properties = {
    ...View.properties,
    device: { attribute: false },
    command: { state: true },
    problem: { state: true },
    asking: { state: true },
  };

  declare device: Device;
  declare command: Command | null;
  declare problem: Problem | null;
  declare asking: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.command = null;
    this.problem = null;
    this.asking = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const before = underWay.get(this.device.id);
    if (before !== undefined) {
      this.command = before;
      this.lookAfter(FIRST_LOOK_MS);
    }
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    const { reported, reportedAt } = this.device.state;
    const format = this.format(this.zone);
    return html`
      <div class="switch" data-device=${this.device.id} data-state=${reported}>
        <p class="state">
          <span class="lamp ${reported}" aria-hidden="true"></span>
          <strong>${this.t.state[reported]}</strong>
          <span class="small">${reportedAt === null
            ? this.t.neverReported
            : this.t.reportedBy(format.moment(new Date(reportedAt)))}</span>
        </p>
        ${this.device.switchable ? this.buttons() : html`<p class="small">${this.t.notSwitchable}</p>`}
      </div>
      <div role="status">${this.command === null ? nothing : this.progress(this.command)}</div>
      ${notice(this.t, this.problem)}
    `;
  }

  private buttons(): TemplateResult {
    const { reported } = this.device.state;
    const busy = this.asking || (this.command !== null && isOpen(this.command.state));
    const button = (action: Command["action"], text: string) =>
      html`<button class="act" ?disabled=${busy} aria-label="${text}: ${this.device.name}"
        data-action=${action} @click=${() => void this.ask(action)}>${text}</button>`;
    return html`<p class="buttons">
      ${reported === "on" ? nothing : button("switch-on", this.t.switchOn)}
      ${reported === "off" ? nothing : button("switch-off", this.t.switchOff)}
    </p>`;
  }

  private progress(command: Command): TemplateResult {
    const end: CommandState = isOpen(command.state) ? "confirmed" : command.state;
    const steps: CommandState[] = ["accepted", "sent", end];
    const reached = steps.indexOf(command.state);
    return html`
      <div class="progress" data-command=${command.id} data-state=${command.state}>
        <p class="visually-hidden">${this.t.commandOf[command.action]}: ${this.t.step[command.state]}</p>
        <ol aria-hidden="true">
          ${steps.map(
            (step, at) =>
              html`<li class="${at <= reached ? "reached" : ""} ${step} ${at === reached ? "now" : ""}">
                ${this.t.step[step]}</li>`,
          )}
        </ol>
        ${this.outcome(command)}
      </div>
    `;
  }

  private outcome(command: Command): TemplateResult | typeof nothing {
    switch (command.state) {
      case "accepted":
      case "sent":
        return this.timer === undefined && !this.asking
          ? html`<p class="small">${this.t.stillOpen}</p>`
          : nothing;
      case "confirmed": {
        const took = Date.parse(command.finishedAt ?? "") - Date.parse(command.createdAt);
        return Number.isFinite(took)
          ? html`<p class="small">${this.t.took(
              this.format(this.zone).number(took / 1000, 1, 1),
            )}</p>`
          : nothing;
      }
      case "failed":
        return html`<p class="bad">${this.t.failedBecause(this.reason(command.reason))}</p>`;
      case "expired":
        return html`<p class="bad">${this.t.expiredDetail}</p>`;
    }
  }

  private reason(reason: string | null): string {
    return reason === null ? "–" : (this.t.reason[reason] ?? reason);
  }

  private async ask(action: Command["action"]): Promise<void> {
    // One key for one press: if the answer is lost, pressing again within this call cannot double it.
    const key = randomKey();
    this.asking = true;
    this.problem = null;
    this.command = null;
    try {
      const path = `devices/${encodeURIComponent(this.device.id)}/commands`;
      const send = () => this.ctx.api.post<Command>(path, { action }, { "Idempotency-Key": key });
      this.follow(await send().catch((cause: unknown) => this.onceMore(cause, send)));
    } catch (cause) {
      this.problem = asProblem(cause);
    }
    this.asking = false;
  }

  /** A request whose answer was lost is sent again under the same key: it switches once. */
  private onceMore(cause: unknown, send: () => Promise<Command>): Promise<Command> {
    const lost = cause instanceof Problem && ["unreachable", "timeout"].includes(cause.code);
    if (!lost) {
      throw cause;
    }
    return send();
  }

  private follow(command: Command, wait = FIRST_LOOK_MS): void {
    this.command = command;
    this.timer = undefined;
    if (!isOpen(command.state)) {
      underWay.delete(this.device.id);
      this.dispatchEvent(new CustomEvent("switched", { bubbles: true, detail: command }));
    } else if (Date.now() < Date.parse(command.expiresAt) + GRACE_MS) {
      underWay.set(this.device.id, command);
      this.lookAfter(wait);
    }
  }

  private lookAfter(wait: number): void {
    this.timer = setTimeout(() => void this.look(Math.min(LONGEST_LOOK_MS, wait * 1.5)), wait);
  }

  private async look(wait: number): Promise<void> {
    const command = this.command;
    if (command === null) {
      return;
    }
    try {
      this.follow(await this.ctx.api.get<Command>(`commands/${command.id}`), wait);
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
      if (this.problem.status === 0 || this.problem.status >= 500) {
        this.follow(command, LONGEST_LOOK_MS);
      } else {
        underWay.delete(this.device.id);
      }
    }
  }
}

function isOpen(state: CommandState): boolean {
  return state === "accepted" || state === "sent";
}

customElements.define("mh-switch", Switch);

