/// sdescent_bench_report DIRECTORY: reads what scripts/bench.sh left there (*.json of
/// sdescent_bench, yardstick*.txt, memory.csv) and adds performance-table.md and
/// performance.{svg,png}.

#include "bench/report/scaling_figure.hpp"
#include "bench/report/tables.hpp"
#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "io/read_file.hpp"
#include "plots/draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>

namespace {

using namespace sdescent;
namespace fs = std::filesystem;

/// In the order of their names, so that the report does not depend on the file system.
std::vector<fs::path> files_of(const fs::path& directory) {
  std::vector<fs::path> files{fs::directory_iterator(directory), fs::directory_iterator()};
  std::sort(files.begin(), files.end());
  return files;
}

bench::Results read_results(const fs::path& directory) {
  bench::Results results;
  for (const fs::path& file : files_of(directory)) {
    if (file.extension() == ".json") results.add_benchmarks(read_file(file), file.string());
    if (file.filename().string().starts_with("yardstick")) results.add_yardstick(read_file(file));
  }
  return results;
}

/// Lines "paths,bytes".
std::vector<bench::PeakMemory> read_memory(const fs::path& file) {
  std::vector<bench::PeakMemory> memory;
  std::istringstream lines(read_file(file));
  for (std::string paths, bytes; std::getline(lines, paths, ',') && std::getline(lines, bytes);)
    memory.push_back({paths, std::stod(bytes)});
  return memory;
}

void report(const fs::path& directory) {
  const bench::Results results = read_results(directory);
  const std::string tables =
      bench::performance_tables(results, read_memory(directory / "memory.csv"));
  write_atomically(directory / "performance-table.md", tables);
  draw(bench::scaling_figure(results), directory, std::vector{Format::svg, Format::png});
  fmt::print("{}", tables);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "error: sdescent_bench_report takes one directory\n");
    return 2;
  }
  try {
    report(argv[1]);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 2;
  }
}
