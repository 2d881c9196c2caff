#!/usr/bin/env bash
# The tests drive a real Chromium and a real PostgreSQL; installs what is missing where it may.
set -euo pipefail

missing=()
command -v "${MIDSTANCE_CHROMIUM:-chromium}" >/dev/null || missing+=(chromium)
command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
  echo "The tests need ${missing[*]}: install them with this system's package manager." >&2
  echo "A Chromium elsewhere can be named with MIDSTANCE_CHROMIUM=/path/to/chromium." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
