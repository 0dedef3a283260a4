#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. Further arguments go to ctest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/prepare.sh
cmake --preset release -DSDESCENT_TESTS=ON -DSDESCENT_BENCH=ON
cmake --build --preset release
ctest --preset release -j "$(nproc)" "$@"
