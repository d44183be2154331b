import { LitElement, html, nothing, type ReactiveController, type TemplateResult } from "lit";
import type { Api } from "./api.js";
import { Problem } from "./api.js";
import { Format } from "./format.js";
import type { Language, Strings } from "./strings.js";
import type { Customer, UsagePoint } from "./types.js";

/** What does not change while somebody is signed in. */
export interface Home {
  customer: Customer;
  points: UsagePoint[];
}

/** What every view needs. A new one is made whenever a part of it changes. */
export interface Context {
  api: Api;
  t: Strings;
  language: Language;
  home: Home;
}

/** A part of the page in the document's own tree, so that one style sheet dresses all of it. */
export abstract class View extends LitElement {
  static override properties = { ctx: { attribute: false } };
  declare ctx: Context;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected get t(): Strings {
    return this.ctx.t;
  }

  protected format(zone: string): Format {
    return new Format(this.ctx.language, zone);
  }

  /** The building's zone; all flats of a customer are in one. */
  protected get zone(): string {
    return this.ctx.home.points[0]?.building.zone ?? "UTC";
  }
}

/** A question to the server on behalf of a view; only the newest answer counts. */
export class Loader<T> implements ReactiveController {
  value: T | null = null;
  problem: Problem | null = null;
  loading = false;
  private newest = 0;
  private again: () => void = () => {};

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.newest++;
  }

  /** `keep` leaves the former answer in sight until the new one is there. */
  async run(work: () => Promise<T>, keep = false): Promise<void> {
    const mine = ++this.newest;
    this.again = () => void this.run(work, keep);
    this.loading = true;
    this.problem = null;
    if (!keep) {
      this.value = null;
    }
    this.host.requestUpdate();
    try {
      const value = await work();
      if (mine === this.newest) {
        this.value = value;
      }
    } catch (cause) {
      if (mine === this.newest) {
        this.problem = asProblem(cause);
      }
    }
    if (mine === this.newest) {
      this.loading = false;
      this.host.requestUpdate();
    }
  }

  retry(): void {
    this.again();
  }

  /** The content, or what there is to say in its place. */
  render(t: Strings, content: (value: T) => TemplateResult): TemplateResult {
    if (this.problem !== null) {
      return html`${notice(t, this.problem)}
        <p><button class="quiet" @click=${() => this.retry()}>${t.tryAgain}</button></p>`;
    }
    if (this.value === null) {
      return html`<p class="waiting" role="status">${this.loading ? t.wait : ""}</p>`;
    }
    return content(this.value);
  }
}

export function asProblem(cause: unknown): Problem {
  return cause instanceof Problem ? cause : new Problem("unreadable", 0, String(cause));
}

/** A problem in plain words; the server's own sentence where we have none. */
export function explain(t: Strings, problem: Problem): string {
  return (
    t.problem[problem.code] ??
    (problem.status >= 500 ? t.problem["internal"] : null) ??
    (problem.detail === "" ? t.problemOther : problem.detail)
  );
}

export function notice(t: Strings, problem: Problem | null): TemplateResult | typeof nothing {
  if (problem === null) {
    return nothing;
  }
  return html`<div class="notice bad" role="alert">
    <p>${explain(t, problem)}</p>
    ${problem.status >= 500 && problem.traceId !== null
      ? html`<p class="small">${t.trace(problem.traceId)}</p>`
      : nothing}
  </div>`;
}
