// Installs what the lock file says, checks, tests and bundles the page; does nothing where nothing
// changed since the last time. Called by build.sh.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const INPUTS = [
  "build.mjs",
  "index.html",
  "package.json",
  "package-lock.json",
  "public",
  "src",
  "test",
  "tsconfig.json",
  "vite.config.js",
];

const FIRST_LOAD_LIMIT = 60_000;

const out = resolve(process.argv[2]);
const builtStamp = join("target", "page.built");
const installedStamp = join("node_modules", ".meterhaus-installed");

const lock = fingerprint(["package.json", "package-lock.json"]);
if (!matches(installedStamp, lock)) {
  // No script of a package runs: none that we use needs one.
  run("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error");
  writeFileSync(installedStamp, lock);
}

const sources = fingerprint(INPUTS) + out;
if (matches(builtStamp, sources) && existsSync(join(out, "index.html"))) {
  console.log("app: nothing changed");
} else {
  run("npm", "run", "--silent", "check");
  run("npm", "run", "--silent", "test");
  run("npm", "run", "--silent", "build", "--", "--outDir", out, "--emptyOutDir", "--logLevel", "warn");
  keepFirstLoadSmall();
  mkdirSync(dirname(builtStamp), { recursive: true });
  writeFileSync(builtStamp, sources);
}

/** Everything that the first picture needs, as it goes over the wire. */
function keepFirstLoadSmall() {
  const bytes = files(out)
    .filter((file) => /\.(html|js|css|woff2)$/.test(file))
    .map((file) => (file.endsWith(".woff2") ? statSync(file).size : gzipSync(readFileSync(file)).length))
    .reduce((sum, size) => sum + size, 0);
  if (bytes > FIRST_LOAD_LIMIT) {
    console.error(`app: the first load has ${bytes} bytes, more than ${FIRST_LOAD_LIMIT}`);
    process.exit(1);
  }
}

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) {
    console.error(`app: "${command} ${args.join(" ")}" failed${error ? `: ${error.message}` : ""}`);
    process.exit(1);
  }
}

function matches(stamp, expected) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === expected;
}

/** Of names and contents, and of the Node.js that reads them. */
function fingerprint(paths) {
  const hash = createHash("sha256").update(process.version);
  for (const file of paths.flatMap(files).sort()) {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function files(path) {
  return statSync(path).isDirectory()
    ? readdirSync(path).flatMap((name) => files(join(path, name)))
    : [path];
}
