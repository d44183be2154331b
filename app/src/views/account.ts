import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../api.js";
import { segments } from "../parts/period-choice.js";
import { SOURCES } from "../recordings.js";
import { LANGUAGE_NAMES, type Language } from "../strings.js";
import type { Page, PushRegistration } from "../types.js";
import { asProblem, Loader, notice, View } from "../view.js";

/** Who is signed in, their phones, the language, and what this is. Fires `language` and `sign-out`. */
export class Account extends View {
  static override properties = {
    ...View.properties,
    problem: { state: true },
    done: { state: true },
    busy: { state: true },
  };

  declare problem: Problem | null;
  declare done: boolean;
  declare busy: boolean;
  private readonly phones = new Loader<PushRegistration[]>(this);

  constructor() {
    super();
    this.problem = null;
    this.done = false;
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.readPhones(false);
  }

  private readPhones(keep: boolean): Promise<void> {
    return this.phones.run(
      async () => (await this.ctx.api.get<Page<PushRegistration>>("push-registrations")).items,
      keep,
    );
  }

  protected override render(): TemplateResult {
    const { customer } = this.ctx.home;
    const fact = (name: string, value: string | null) =>
      value === null || value === "" ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`
      <h1 tabindex="-1">${customer.name}</h1>
      <dl class="facts plain">
        ${fact(this.t.address, customer.address)} ${fact(this.t.phone, customer.phone)}
        ${fact(this.t.email, customer.email)}
      </dl>
      <p><button class="act" @click=${() => this.dispatchEvent(new CustomEvent("sign-out"))}>
        ${this.t.signOut}</button></p>

      <section>
        <h2>${this.t.phones}</h2>
        <p class="small measure">${this.t.phonesLead}</p>
        ${this.phones.render(this.t, (phones) => this.phoneList(phones))}
        <form class="register" @submit=${(event: SubmitEvent) => void this.register(event)}>
          <label>${this.t.token}
            <input name="token" autocomplete="off" autocapitalize="none" spellcheck="false" required
              maxlength="4096" />
          </label>
          <button ?disabled=${this.busy}>${this.t.register}</button>
        </form>
        <p class="small done" role="status">${this.done ? this.t.registered : ""}</p>
        ${notice(this.t, this.problem)}
      </section>

      <section>
        <h2>${this.t.language}</h2>
        ${segments(
          this.t.language,
          (Object.entries(LANGUAGE_NAMES) as [Language, string][]).map(([value, text]) => ({ value, text })),
          this.ctx.language,
          (language) => this.dispatchEvent(new CustomEvent("language", { detail: language })),
        )}
      </section>

      <section class="about">
        <h2>${this.t.about}</h2>
        <p class="measure">${this.t.aboutText}</p>
        <h3>${this.t.recordings}</h3>
        <p class="measure">${this.t.recordingsText}</p>
        <ul class="sources">
          ${SOURCES.map(
            (source) => html`<li>
              <cite>${source.title}</cite>
              <span>${source.by}</span>
              <a href=${source.licenceAt} rel="license noopener noreferrer" target="_blank">${source.licence}</a>
            </li>`,
          )}
        </ul>
        <p>
          ${this.t.parts}: <a href="./licences.txt">Lit</a>,
          <a href="./licence-of-font.txt">Newsreader</a>
        </p>
      </section>
    `;
  }

  private phoneList(phones: PushRegistration[]): TemplateResult {
    if (phones.length === 0) {
      return html`<p class="empty">${this.t.noPhones}</p>`;
    }
    const format = this.format(this.zone);
    return html`<ul class="phones">
      ${phones.map(
        (phone) => html`<li>
          <span class="token">${phone.token ?? phone.id}</span>
          <span class="small">${phone.createdAt === undefined
            ? ""
            : this.t.registeredAt(format.moment(new Date(phone.createdAt)))}</span>
          <button class="quiet" aria-label="${this.t.remove}: ${phone.token ?? phone.id}"
            @click=${() => void this.forget(phone)}>${this.t.remove}</button>
        </li>`,
      )}
    </ul>`;
  }

  private async register(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const token = String(new FormData(form).get("token")).trim();
    await this.change(async () => {
      await this.ctx.api.post("push-registrations", { token, platform: "web" });
      form.reset();
      this.done = true;
    });
  }

  private forget(phone: PushRegistration): Promise<void> {
    return this.change(() =>
      this.ctx.api.delete(`push-registrations/${encodeURIComponent(phone.id)}`),
    );
  }

  private async change(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.done = false;
    this.problem = null;
    try {
      await work();
      await this.readPhones(true);
    } catch (cause) {
      this.problem = asProblem(cause);
    }
    this.busy = false;
  }
}

customElements.define("mh-account", Account);
