import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../api.js";
import type { Device, Finding } from "../types.js";
import { asProblem, notice, View } from "../view.js";

/** What may be a fault of a device, with the evidence, and the owner's word on it. */
export class Findings extends View {
  static override properties = {
    ...View.properties,
    device: { attribute: false },
    findings: { attribute: false },
    sending: { state: true },
    problem: { state: true },
  };

  declare device: Device;
  declare findings: Finding[];
  declare sending: boolean;
  declare problem: Problem | null;

  constructor() {
    super();
    this.findings = [];
    this.sending = false;
    this.problem = null;
  }

  protected override render(): TemplateResult {
    return html`${this.findings.map((finding) => this.one(finding))}${notice(this.t, this.problem)}`;
  }

  private one(finding: Finding): TemplateResult {
    const format = this.format(this.zone);
    const days = format.range(new Date(finding.interval.start), new Date(finding.interval.end));
    return html`<div class="notice finding" data-finding=${finding.id}>
      <h3>${this.t.findingRule[finding.rule]}</h3>
      <p lang="en">${finding.explanation}</p>
      <p class="small">${days} · ${this.t.confidence(format.percent(finding.confidence, 0))}</p>
      ${finding.feedback === null
        ? html`<p class="buttons">
            <button ?disabled=${this.sending} aria-label="${this.t.isFault}: ${this.device.name}"
              @click=${() => void this.say(finding, "fault")}>${this.t.isFault}</button>
            <button ?disabled=${this.sending} aria-label="${this.t.isNoFault}: ${this.device.name}"
              @click=${() => void this.say(finding, "no-fault")}>${this.t.isNoFault}</button>
          </p>`
        : nothing}
      <p class="done" role="status">${finding.feedback === null ? "" : this.t.feedback[finding.feedback]}</p>
    </div>`;
  }

  private async say(finding: Finding, verdict: "fault" | "no-fault"): Promise<void> {
    this.sending = true;
    this.problem = null;
    try {
      const path = `devices/${encodeURIComponent(this.device.id)}/findings/${encodeURIComponent(finding.id)}/feedback`;
      const said = await this.ctx.api.post<Finding>(path, { verdict });
      this.findings = this.findings.map((each) => (each.id === said.id ? said : each));
    } catch (cause) {
      this.problem = asProblem(cause);
    }
    this.sending = false;
  }
}

customElements.define("mh-findings", Findings);
