#!/usr/bin/env bash
# Runs every experiment of the papers named (all where none is) at standard effort and writes
# their tables to docs/papers/. PAPERS_OUT (runs): where results go; finished ones are kept.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=${PAPERS_OUT:-runs}

scripts/prepare.sh
cmake --preset release >&2
cmake --build --preset release --target sdescent_main >&2

mkdir -p docs/papers
[ $# -gt 0 ] || set -- adaptive exact law
for paper in "$@"; do
  status=0
  build/release/sdescent run "$paper/*" --out "$out" --resume >&2 || status=$?
  [ "$status" -le 1 ] || exit "$status"
  {
    printf '# Claims of `%s`\n\n' "$paper"
    printf 'Made by scripts/papers.sh: every experiment at standard effort, seed 1.\n\n'
    build/release/sdescent table "$paper" "$out"
  } >"docs/papers/$paper.md"
done
