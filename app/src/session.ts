/** Who is signed in: in memory, and in sessionStorage so that a reload does not ask again. */

const KEY = "meterhaus.session";

interface Stored {
  token: string;
  until: number;
}

export class Session {
  private current: Stored | null;

  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
    private readonly now: () => number = Date.now,
  ) {
    this.current = read(storage.getItem(KEY));
  }

  /** Null when nobody is signed in, or for too long. */
  token(): string | null {
    if (this.current !== null && this.current.until <= this.now()) {
      this.end();
    }
    return this.current?.token ?? null;
  }

  begin(token: string, seconds: number): void {
    this.current = { token, until: this.now() + seconds * 1000 };
    this.storage.setItem(KEY, JSON.stringify(this.current));
  }

  end(): void {
    this.current = null;
    this.storage.removeItem(KEY);
  }
}

function read(text: string | null): Stored | null {
  if (text === null) {
    return null;
  }
  try {
    const stored = JSON.parse(text) as Partial<Stored>;
    return typeof stored.token === "string" && typeof stored.until === "number"
      ? { token: stored.token, until: stored.until }
      : null;
  } catch {
    return null; // written by something else
  }
}
