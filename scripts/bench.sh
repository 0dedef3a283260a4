#!/usr/bin/env bash
# Builds and runs sdescent_bench, prints a Markdown table of what was measured beside the yardstick
# and naive loops, and writes it with its figure to docs/. Options go to sdescent_bench
# (--benchmark_min_time=1 for slower and steadier numbers).
#
# ROUNDS (3): how often yardstick and workloads take turns. YARDSTICK: a folder with the kernel.cpp
# to compare with, ../shared/yardstick where there is one. BENCH_DOCS (docs): where the results go.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${ROUNDS:-3}
yardstick=${YARDSTICK:-../shared/yardstick}
docs=${BENCH_DOCS:-docs}

scripts/prepare.sh
cmake --preset release -DSDESCENT_BENCH=ON >&2
cmake --build --preset release --target sdescent_bench sdescent_bench_report >&2

results=build/release/bench/results
rm -rf "$results"
mkdir -p "$results" "$docs/figures"

if [ -f "$yardstick/kernel.cpp" ]; then
  "${CXX:-g++}" -std=c++17 -O3 -march=native -fno-math-errno -fno-trapping-math -pthread -w \
    "$yardstick/kernel.cpp" -o "$results/kernel"
else
  echo "No yardstick: its columns stay empty (set YARDSTICK)." >&2
fi

# measure NAME FILTER [options…]: one JSON file.
measure() {
  build/release/sdescent_bench --benchmark_filter="$2" --benchmark_min_time=0.05 \
    --benchmark_context=cpu="$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
    --benchmark_out="$results/$1.json" --benchmark_out_format=json "${@:3}" >&2
}

for ((round = 1; round <= rounds; ++round)); do
  [ -x "$results/kernel" ] && "$results/kernel" 1 | tee "$results/yardstick-$round.txt" >&2
  measure "workloads-$round" '^W' "$@"
done
measure rest '^(peer|primitive|catalogue|scaling)/' "$@"
for paths in 10000 1000000 10000000; do
  echo "$paths,$(build/release/sdescent_bench --peak-memory $paths)"
done >"$results/memory.csv"

build/release/sdescent_bench_report "$results"
cp "$results/performance-table.md" "$docs/"
cp "$results/performance.svg" "$results/performance.png" "$docs/figures/"
