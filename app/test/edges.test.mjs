import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { Api, Problem, problemOf } from "../target/js/api.js";
import { Format } from "../target/js/format.js";
import { Session } from "../target/js/session.js";
import { chooseLanguage, LANGUAGES } from "../target/js/strings.js";

class Storage {
  kept = new Map();
  getItem = (key) => this.kept.get(key) ?? null;
  setItem = (key, value) => void this.kept.set(key, value);
  removeItem = (key) => void this.kept.delete(key);
}

describe("A session", () => {
  it("outlives a reload and ends with its token", () => {
    let now = 1000;
    const storage = new Storage();
    new Session(storage, () => now).begin("t", 60);
    const reloaded = new Session(storage, () => now);
    assert.equal(reloaded.token(), "t");
    now += 60_000;
    assert.equal(reloaded.token(), null);
    assert.equal(storage.kept.size, 0);
  });

  it("is not begun by what it cannot read", () => {
    for (const text of ["", "{", "null", "[]", '{"token": 5}', '{"token": "t"}']) {
      const storage = new Storage();
      storage.setItem("meterhaus.session", text);
      assert.equal(new Session(storage).token(), null, text);
    }
  });
});

describe("The API", () => {
  const real = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = real;
  });

  function api(answer, onExpired = () => {}) {
    const asked = [];
    globalThis.fetch = async (address, request) => {
      asked.push({ address: String(address), request });
      return answer();
    };
    return { asked, api: new Api(new URL("http://house/api/v1/"), () => "secret", onExpired) };
  }

  const problem = (status, code, more = {}) =>
    new Response(JSON.stringify({ type: `/problems/${code}`, detail: "d", ...more }), { status });

  it("never puts the token or a password into an address", async () => {
    const { api: client, asked } = api(() => Response.json({}));
    await client.get("usage-points/A-01/readings", { interval: "2026-11-20/2026-11-21" });
    await client.signIn("ada", "pass word");
    assert.equal(
      asked[0].address,
      "http://house/api/v1/usage-points/A-01/readings?interval=2026-11-20%2F2026-11-21",
    );
    assert.equal(asked[0].request.headers.get("Authorization"), "Bearer secret");
    assert.equal(asked[1].address, "http://house/api/v1/oauth/token");
    assert.equal(asked[1].request.headers.get("Authorization"), null);
    assert.equal(
      String(asked[1].request.body),
      "grant_type=password&username=ada&password=pass+word",
    );
  });

  it("tells that the session has ended, but not for a wrong password", async () => {
    let expired = 0;
    const ended = api(() => problem(401, "not-authenticated"), () => expired++);
    await assert.rejects(ended.api.get("devices"), { code: "not-authenticated" });
    const wrong = api(() => problem(401, "invalid-credentials"), () => expired++);
    await assert.rejects(wrong.api.signIn("a", "b"), { code: "invalid-credentials" });
    assert.equal(expired, 1);
  });

  it("makes a problem of whatever goes wrong", async () => {
    const gone = api(() => Promise.reject(new TypeError("fetch failed")));
    await assert.rejects(gone.api.get("devices"), { code: "unreachable", status: 0 });
    const slow = api(() => Promise.reject(new DOMException("late", "TimeoutError")));
    await assert.rejects(slow.api.get("devices"), { code: "timeout" });
    const page = api(() => new Response("<html>", { status: 200 }));
    await assert.rejects(page.api.get("devices"), { code: "unreadable" });
    assert.ok((await problemOf(new Response("<html>", { status: 502 }))) instanceof Problem);
    assert.equal((await problemOf(new Response("<html>", { status: 502 }))).code, "http-502");
  });

  it("prefers what a validation says of the fields", async () => {
    const found = await problemOf(
      problem(422, "validation", { errors: [{ field: "limitW", detail: "must be 1..100000" }] }),
    );
    assert.equal(found.detail, "must be 1..100000");
  });
});

describe("Numbers and times", () => {
  const english = new Format("en", "Europe/Berlin");
  const german = new Format("de", "Europe/Berlin");
  const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ");

  it("have as many figures as matter", () => {
    assert.equal(plain(english.energy(0)), "0 Wh");
    assert.equal(plain(english.energy(999)), "999 Wh");
    assert.equal(plain(english.energy(1000)), "1.00 kWh");
    assert.equal(plain(english.energy(31_400)), "31.4 kWh");
    assert.equal(plain(english.energy(314_000)), "314 kWh");
    assert.equal(plain(german.energy(1234)), "1,23 kWh");
    assert.equal(plain(english.power(2412)), "2.41 kW");
  });

  it("are in the building's zone, whole days named as days", () => {
    const half = english.range(new Date("2026-11-20T06:00:00Z"), new Date("2026-11-20T06:30:00Z"));
    assert.equal(half, "07:00–07:30");
    const day = english.range(new Date("2026-11-19T23:00:00Z"), new Date("2026-11-20T23:00:00Z"));
    assert.equal(day, english.shortDay(new Date("2026-11-20T12:00:00Z")));
  });
});

describe("Languages", () => {
  it("are chosen by what the reader wants first and we have", () => {
    assert.equal(chooseLanguage(["fr-FR", "de-AT", "en"]), "de");
    assert.equal(chooseLanguage(["", "xx"]), "en");
  });

  it("have something to say for everything that English does", () => {
    const shape = (object) =>
      Object.entries(object).flatMap(([key, value]) =>
        typeof value === "object" ? shape(value).map((inner) => `${key}.${inner}`) : [key],
      );
    for (const strings of Object.values(LANGUAGES)) {
      assert.deepEqual(shape(strings), shape(LANGUAGES.en));
    }
  });
});
