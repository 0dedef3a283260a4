#include "cli/cli_libraries.hpp"
#include "cli/commands.hpp"
#include "validation/build_info.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <thread>

namespace sdescent::cli {

ExitCode info(bool json) {
  const BuildInfo& build = build_info();
  auto libraries = build.libraries;
  for (const auto& library : cli_libraries()) libraries.push_back(library);
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  if (json) {
    nlohmann::ordered_json versions = nlohmann::ordered_json::object();
    for (const auto& [name, version] : libraries) versions[name] = version;
    const nlohmann::ordered_json all{
        {"version", build.version},   {"git", build.git},
        {"compiler", build.compiler}, {"instruction_set", build.instruction_set},
        {"threads", threads},         {"libraries", versions}};
    fmt::print("{}\n", all.dump(2));
    return ExitCode::expected;
  }
  fmt::print("sdescent {} ({})\ncompiler         {}\ninstruction set  {}\nthreads          {}\n",
             build.version, build.git, build.compiler, build.instruction_set, threads);
  for (const auto& [name, version] : libraries) fmt::print("{:<16} {}\n", name, version);
  return ExitCode::expected;
}

}  // namespace sdescent::cli
