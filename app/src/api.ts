/** The public REST API, and everything that can go wrong on the way to it. */

const TIMEOUT_MS = 15_000;

/** `code` is the API's problem code, or one of ours: `unreachable`, `timeout`, `unreadable`. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly traceId: string | null = null,
  ) {
    super(`${code} ${status}: ${detail}`);
  }
}

export interface Token {
  access_token: string;
  expires_in: number;
}

export class Api {
  constructor(
    private readonly base: URL,
    private readonly token: () => string | null,
    private readonly onExpired: () => void,
  ) {}

  get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
    return this.call<T>("GET", path, { query });
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>("PUT", path, { body });
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.call<T>("POST", path, { body, headers });
  }

  delete(path: string): Promise<void> {
    return this.call<void>("DELETE", path, {});
  }

  signIn(username: string, password: string): Promise<Token> {
    const form = new URLSearchParams({ grant_type: "password", username, password });
    return this.call<Token>("POST", "oauth/token", { form });
  }

  private async call<T>(
    method: string,
    path: string,
    parts: {
      query?: Record<string, string>;
      body?: unknown;
      form?: URLSearchParams;
      headers?: Record<string, string>;
    },
  ): Promise<T> {
    const address = new URL(path, this.base);
    for (const [name, value] of Object.entries(parts.query ?? {})) {
      address.searchParams.set(name, value);
    }
    const headers = new Headers({ Accept: "application/json", ...parts.headers });
    const token = this.token();
    if (token !== null && parts.form === undefined) {
      headers.set("Authorization", `Bearer ${token}`);
    }
    const request: RequestInit = {
      method,
      headers,
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    if (parts.form !== undefined) {
      request.body = parts.form;
    } else if (parts.body !== undefined) {
      headers.set("Content-Type", "application/json");
      request.body = JSON.stringify(parts.body);
    }
    const answer = await this.exchange(address, request);
    if (!answer.ok) {
      const problem = await problemOf(answer);
      if (problem.code === "not-authenticated" && token !== null) {
        this.onExpired();
      }
      throw problem;
    }
    return answer.status === 204 ? (undefined as T) : await json<T>(answer);
  }

  private async exchange(address: URL, request: RequestInit): Promise<Response> {
    try {
      return await fetch(address, request);
    } catch (cause) {
      const timedOut = cause instanceof DOMException && cause.name === "TimeoutError";
      throw new Problem(timedOut ? "timeout" : "unreachable", 0, String(cause));
    }
  }
}

async function json<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  if (text === "") {
    return undefined as T;
  }
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Problem("unreadable", answer.status, "the answer is not JSON");
  }
}

/** RFC 9457; anything else (a proxy's page, for example) becomes a problem by its status. */
export async function problemOf(answer: Response): Promise<Problem> {
  try {
    const body = (await answer.json()) as {
      type?: string;
      detail?: string;
      title?: string;
      traceId?: string;
      errors?: { field?: string; pointer?: string; detail?: string; message?: string }[];
    };
    const code = (body.type ?? "").split("/").pop() || `http-${answer.status}`;
    const errors = (body.errors ?? [])
      .map((error) => error.detail ?? error.message ?? "")
      .filter((text) => text !== "");
    const detail = errors.length > 0 ? errors.join(" ") : (body.detail ?? body.title ?? "");
    return new Problem(code, answer.status, detail, body.traceId ?? null);
  } catch {
    return new Problem(`http-${answer.status}`, answer.status, answer.statusText);
  }
}

/** `crypto.randomUUID` is missing where the page is not served from a secure origin. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
