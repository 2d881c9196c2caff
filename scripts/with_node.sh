#!/usr/bin/env bash
# Runs a command with the packaged node first on PATH, when there is one.
set -euo pipefail
tools="$(cd "$(dirname "$0")/.." && pwd)/.tools/bin"
if [ -x "$tools/npm" ]; then
  PATH="$tools:$PATH"
fi
exec "$@"
