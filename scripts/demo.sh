#!/usr/bin/env bash
# Installs what is missing, builds, runs two experiments and says where their figures are.
# Further arguments go to `sdescent run` (--effort quick, --threads 2, --out DIR, …).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/prepare.sh
cmake --preset release -DSDESCENT_TESTS=OFF -DSDESCENT_BENCH=OFF
cmake --build --preset release --target sdescent_main
build/release/sdescent run adaptive/fig2-moments adaptive/breast-cancer-logistic "$@"
