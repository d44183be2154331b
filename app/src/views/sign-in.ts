import { html, nothing, type TemplateResult } from "lit";
import { LitElement } from "lit";
import type { Api, Problem } from "../api.js";
import type { Strings } from "../strings.js";
import { asProblem, notice } from "../view.js";

/** Asks who is there. Fires `signed-in` with the token. */
export class SignIn extends LitElement {
  static override properties = {
    api: { attribute: false },
    t: { attribute: false },
    message: {},
    busy: { state: true },
    problem: { state: true },
  };

  declare api: Api;
  declare t: Strings;
  /** Why somebody is here again, or empty. */
  declare message: string;
  declare busy: boolean;
  declare problem: Problem | null;

  constructor() {
    super();
    this.message = "";
    this.busy = false;
    this.problem = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    return html`
      <main class="sign-in" id="content">
        <h1>Meterhaus</h1>
        <p class="lead">${this.t.signInLead}</p>
        ${this.message === "" ? nothing : html`<p class="notice" role="status">${this.message}</p>`}
        <form @submit=${(event: SubmitEvent) => void this.submit(event)}>
          <label>${this.t.user}
            <input name="username" autocomplete="username" autocapitalize="none"
              spellcheck="false" required maxlength="200" />
          </label>
          <label>${this.t.password}
            <input name="password" type="password" autocomplete="current-password" required
              maxlength="200" />
          </label>
          ${notice(this.t, this.problem)}
          <button class="primary" ?disabled=${this.busy}>
            ${this.busy ? this.t.signingIn : this.t.signIn}
          </button>
        </form>
      </main>
    `;
  }

  protected override firstUpdated(): void {
    this.querySelector("input")?.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault(); // and with it the form's own way, which would put the password in a URL
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    this.busy = true;
    this.problem = null;
    try {
      const token = await this.api.signIn(
        String(fields.get("username")).trim(),
        String(fields.get("password")),
      );
      this.dispatchEvent(new CustomEvent("signed-in", { detail: token }));
    } catch (cause) {
      this.problem = asProblem(cause);
      const password = form.querySelector<HTMLInputElement>("[name=password]");
      password?.focus();
      password?.select();
    }
    this.busy = false;
  }
}

customElements.define("mh-sign-in", SignIn);
