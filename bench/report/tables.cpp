#include "bench/report/tables.hpp"

#include "bench/report/markdown_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent::bench {
namespace {

/// What is aimed at: the cost of a workload in units of a yardstick's.
struct Target {
  const char* workload;
  const char* peers;
  const char* yardstick;
  double ratio;
};

constexpr Target targets[] = {{"W1", "W1", "W1", 1.5},
                              {"W2", "W2", "W1", 1.8},
                              {"W3", "W3", "W1", 1.1},
                              {"W4/noise", "W4", "W4", 1.5},
                              {"W4/threshold", "W4", "W4", 1.5}};
constexpr double speedup_target = 1.9, by_hand_target = 2.0;

std::string section(const std::string& title, const std::string& text, const std::string& table) {
  return fmt::format("\n### {}\n\n{}\n\n{}", title, text, table);
}

/// "35.6 (11.2×)": a peer's cost, and how many times that is ours.
std::string beside(std::optional<double> peer, std::optional<double> ours) {
  if (!peer) return number(peer);
  return fmt::format("{} ({}×)", number(peer), number(ratio(peer, ours)));
}

std::string workloads(const Results& results) {
  std::vector<Row> rows;
  for (const Target& target : targets) {
    const std::string name = fmt::format("{}/threads:1", target.workload);
    const auto ns = results.nanoseconds(name);
    const auto yardstick = results.nanoseconds(fmt::format("yardstick/{}", target.yardstick));
    const auto peer = [&](const char* library) {
      return beside(results.nanoseconds(fmt::format("peer/{}/{}", target.peers, library)), ns);
    };
    rows.push_back({target.workload, number(ns), number(yardstick), number(ratio(ns, yardstick)),
                    fmt::format("<= {}", target.ratio), peer("std"), peer("Boost"), peer("GSL"),
                    number(results.result(name))});
  }
  return section(
      "Workloads, one thread",
      "ns per path × coordinate × step. The yardstick is the fastest kernel known for W1 "
      "(and W4) alone; W2 and W3 are compared with its W1. Naive loops: with how many "
      "times the cost.",
      markdown_table({"workload", "sdescent", "yardstick", "ratio", "target", "loop with std",
                      "with Boost", "with GSL", "E f at the end"},
                     rows));
}

std::string threads(const Results& results) {
  std::vector<Row> rows;
  for (const Target& target : targets) {
    const auto one = results.nanoseconds(fmt::format("{}/threads:1", target.workload));
    const auto two = results.nanoseconds(fmt::format("{}/threads:2", target.workload));
    rows.push_back({target.workload, number(one), number(two), number(ratio(one, two)),
                    fmt::format(">= {}", speedup_target)});
  }
  return section(
      "Two threads",
      "ns per path × coordinate × step. The target is for 16 chunks of paths or more; W2, with 200 "
      "paths, has four.",
      markdown_table({"workload", "one thread", "two threads", "speed-up", "target"}, rows));
}

std::string risk_odes(const Results& results) {
  std::vector<Row> rows;
  const std::string prefix = "W5/library/";
  for (const std::string& size : results.below(prefix)) {
    const auto library = results.milliseconds(prefix + size);
    const auto by_hand = results.milliseconds("W5/by_hand/" + size);
    rows.push_back({size, number(library), number(by_hand), number(ratio(library, by_hand)),
                    fmt::format("<= {}", by_hand_target), number(results.result(prefix + size))});
  }
  return section(
      "W5, signODE", "Milliseconds for one solution.",
      markdown_table({"modes", "sdescent", "written by hand", "ratio", "target", "R at the end"},
                     rows));
}

std::string peak_memory(const std::vector<PeakMemory>& memory) {
  std::vector<Row> rows;
  for (const PeakMemory& one : memory) rows.push_back({one.paths, number(1e-6 * one.bytes)});
  return section("Memory", "Largest resident set of a process that runs W1 for 20 steps.",
                 markdown_table({"paths", "MB"}, rows));
}

/// A row for each primitive/<function>, a column for each instruction set, and the scalar peers.
std::string primitives(const Results& results) {
  const std::vector<std::string> sets{"avx512", "avx2", "sse2"};
  const std::string prefix = "primitive/";
  std::vector<std::string> functions;
  for (const std::string& name : results.below(prefix)) {
    const std::string function = name.substr(0, name.find('/'));
    if (std::find(functions.begin(), functions.end(), function) == functions.end())
      functions.push_back(function);
  }
  std::vector<Row> rows;
  for (const std::string& function : functions) {
    const std::string branch = prefix + function + "/";
    Row row{fmt::format("`{}`", function)};
    for (const std::string& set : sets) row.push_back(number(results.nanoseconds(branch + set)));
    std::vector<std::string> peers;
    for (const std::string& peer : results.below(branch))
      if (std::find(sets.begin(), sets.end(), peer) == sets.end())
        peers.push_back(fmt::format("{} {}", peer, number(results.nanoseconds(branch + peer))));
    row.push_back(fmt::format("{}", fmt::join(peers, ", ")));
    rows.push_back(row);
  }
  return section("Primitives", "ns per number, in the first-level cache.",
                 markdown_table({"kernel", "avx512", "avx2", "sse2", "scalar peers"}, rows));
}

/// One benchmark a row.
std::string list(const Results& results, const std::string& title, const std::string& text,
                 const std::string& prefix, const std::string& column) {
  std::vector<Row> rows;
  for (const std::string& name : results.below(prefix))
    rows.push_back({name, number(results.nanoseconds(prefix + name))});
  return section(title, text, markdown_table({column, "ns"}, rows));
}

}  // namespace

std::string performance_tables(const Results& results, const std::vector<PeakMemory>& memory) {
  return fmt::format(
             "{} ({} processors), instruction set {}. Workloads and "
             "yardstick: medians of {} interleaved rounds.\n",
             results.context("cpu"), results.context("num_cpus"),
             results.context("instruction_set"), results.rounds("W1/threads:1")) +
         workloads(results) + threads(results) + risk_odes(results) + peak_memory(memory) +
         primitives(results) +
         list(results, "Catalogue",
              "ns per path × coordinate × step on W1's problem. An ODE is solved once for all "
              "paths.",
              "catalogue/", "model") +
         list(results, "Tiles", "W1's model, 131 072 paths: ns against paths in a tile.",
              "scaling/tile:", "tile");
}

}  // namespace sdescent::bench
