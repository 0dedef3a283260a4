#!/usr/bin/env bash
# Formats every source file; with --check only says which would change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mode=(-i)
[ "${1:-}" = --check ] && mode=(--dry-run -Werror)
git ls-files '*.hpp' '*.cpp' | xargs clang-format-14 "${mode[@]}"
