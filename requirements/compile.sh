#!/usr/bin/env bash
# Locks every group anew: hashes, no addresses.
set -euo pipefail
cd "$(dirname "$0")"
for group in uv base spark test dev; do
  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
    "$group.in" -o "$group.txt" "$@"
done
