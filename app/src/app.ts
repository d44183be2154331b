import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { Api, type Token } from "./api.js";
import { Session } from "./session.js";
import { chooseLanguage, LANGUAGES, type Language, type Strings } from "./strings.js";
import type { Customer, Page, UsagePoint } from "./types.js";
import { Loader, type Context, type Home } from "./view.js";
import "./views/sign-in.js";
import "./views/usage.js";
import "./views/devices.js";
import "./views/building.js";
import "./views/alarms.js";
import "./views/account.js";

const LANGUAGE_KEY = "meterhaus.language";
const ROUTES = ["usage", "devices", "building", "alarms", "account"] as const;
type Route = (typeof ROUTES)[number];

const ICONS: Record<Route, string> = {
  usage: "M4 20V11M9.3 20V5M14.7 20v-6M20 20V9",
  devices: "M9 3v5M15 3v5M6.5 8h11v4a5.5 5.5 0 0 1-11 0zM12 17.5V21",
  building: "M5 21V4h9v17M14 10h5v11M3 21h18M8.5 8h2M8.5 12h2M8.5 16h2",
  alarms: "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4",
  account: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 21a7.5 7.5 0 0 1 15 0",
};

/** The frame: who is signed in, which view is shown, in which language. */
export class App extends LitElement {
  static override properties = {
    route: { state: true },
    language: { state: true },
    signedIn: { state: true },
    message: { state: true },
  };

  declare route: Route;
  declare language: Language;
  declare signedIn: boolean;
  declare message: "" | "sessionEnded" | "signedOut";

  private readonly session = new Session(sessionStorage);
  private readonly api = new Api(
    new URL("api/v1/", document.baseURI),
    () => this.session.token(),
    () => this.leave("sessionEnded"),
  );
  private readonly home = new Loader<Home>(this);
  private context: Context | null = null;
  private readonly onHash = () => {
    this.route = routeOf(location.hash);
  };

  constructor() {
    super();
    this.route = routeOf(location.hash);
    this.language = chooseLanguage([
      localStorage.getItem(LANGUAGE_KEY) ?? "",
      ...navigator.languages,
    ]);
    this.signedIn = this.session.token() !== null;
    this.message = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.onHash);
    if (this.signedIn) {
      this.enter();
    }
  }

  override disconnectedCallback(): void {
    removeEventListener("hashchange", this.onHash);
    super.disconnectedCallback();
  }

  private get t(): Strings {
    return LANGUAGES[this.language];
  }

  private enter(): void {
    this.signedIn = true;
    this.message = "";
    void this.home.run(async () => {
      const [customer, points] = await Promise.all([
        this.api.get<Customer>("customers/me"),
        this.api.get<Page<UsagePoint>>("usage-points"),
      ]);
      return { customer, points: points.items };
    });
  }

  private leave(message: App["message"]): void {
    this.session.end();
    this.signedIn = false;
    this.message = message;
    this.home.value = null;
  }

  private async signOut(): Promise<void> {
    try {
      await this.api.delete("oauth/token");
    } catch {
      // Forgotten here in any case; at the server it ends by itself.
    }
    this.leave("signedOut");
    location.hash = "";
  }

  private speak(language: Language): void {
    this.language = language;
    localStorage.setItem(LANGUAGE_KEY, language);
  }

  protected override willUpdate(): void {
    const home = this.home.value;
    const stale =
      this.context === null || this.context.home !== home || this.context.language !== this.language;
    if (home === null) {
      this.context = null;
    } else if (stale) {
      this.context = { api: this.api, t: this.t, language: this.language, home };
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    document.documentElement.lang = this.language;
    document.title = this.signedIn ? `${this.t[this.route]} · Meterhaus` : "Meterhaus";
    if (changed.has("route") && changed.get("route") !== undefined) {
      scrollTo(0, 0);
      // A reader of the page is told where it is now.
      void this.updateComplete.then(() => this.querySelector<HTMLElement>("main h1")?.focus());
    }
  }

  protected override render(): TemplateResult {
    if (!this.signedIn) {
      return html`<mh-sign-in .api=${this.api} .t=${this.t}
        .message=${this.message === "" ? "" : this.t[this.message]}
        @signed-in=${(event: CustomEvent<Token>) => {
          this.session.begin(event.detail.access_token, event.detail.expires_in);
          this.enter();
        }}></mh-sign-in>`;
    }
    return html`
      <a class="skip" href="#content" @click=${this.skip}>${this.t.skip}</a>
      <header class="top">
        <a class="wordmark" href="#/usage">Meterhaus</a>
        <nav aria-label=${this.t.pages}>
          ${ROUTES.map((route) => this.link(route))}
        </nav>
      </header>
      <main id="content">
        ${this.home.render(this.t, () => (this.context === null ? html`` : this.view(this.context)))}
      </main>
    `;
  }

  private link(route: Route): TemplateResult {
    return html`<a href="#/${route}" aria-current=${route === this.route ? "page" : nothing}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" fill="none"
        stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">
        <path d=${ICONS[route]}></path></svg>
      <span>${this.t[route]}</span>
    </a>`;
  }

  private view(ctx: Context): TemplateResult {
    switch (this.route) {
      case "usage":
        return html`<mh-usage .ctx=${ctx}></mh-usage>`;
      case "devices":
        return html`<mh-devices .ctx=${ctx}></mh-devices>`;
      case "building":
        return html`<mh-building .ctx=${ctx}></mh-building>`;
      case "alarms":
        return html`<mh-alarms .ctx=${ctx}></mh-alarms>`;
      case "account":
        return html`<mh-account .ctx=${ctx} @sign-out=${() => void this.signOut()}
          @language=${(event: CustomEvent<Language>) => this.speak(event.detail)}></mh-account>`;
    }
  }

  private skip(event: Event): void {
    event.preventDefault(); // the hash belongs to the views
    this.querySelector<HTMLElement>("main h1")?.focus();
  }
}

function routeOf(hash: string): Route {
  const name = hash.replace(/^#\/?/, "");
  return ROUTES.find((route) => route === name) ?? "usage";
}

customElements.define("mh-app", App);
