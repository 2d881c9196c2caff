#!/usr/bin/env bash
# Makes sure that a node new enough for the front-end build is at hand: the machine's, or a packaged one.
set -euo pipefail
uv=$1
tools=$2
if command -v npm >/dev/null && node -e '
  const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)
' 2>/dev/null; then
  exit 0
fi
"$uv" pip install --quiet --python "$tools/bin/python" --require-hashes -r requirements/node.txt
