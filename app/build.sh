#!/bin/sh
# Builds the page into the directory $1. Called by Maven; needs Node.js and npm on the PATH.
set -eu

ask="Meterhaus builds its page with Node.js 20.19 or newer (not 21) and its npm: install them from https://nodejs.org or your system's packages, and put both on the PATH."
for tool in node npm; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "app: $tool is missing. $ask" >&2
    exit 1
  fi
done
# The range that Vite 8 runs on.
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)'; then
  echo "app: node is $(node --version). $ask" >&2
  exit 1
fi
cd "$(dirname "$0")"
exec node build.mjs "$1"
