#include "validation/manifest.hpp"

#include "io/read_file.hpp"
#include "validation/build_info.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <ctime>
#include <thread>
#include <unistd.h>

namespace sdescent {
namespace {

using Json = nlohmann::ordered_json;

Json object(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json json = Json::object();
  for (const auto& [key, value] : pairs) json[key] = value;
  return json;
}

Json inputs_json(const RunInputs& inputs) {
  return {{"id", inputs.id},
          {"seed", inputs.seed},
          {"effort", inputs.effort},
          {"control", inputs.control},
          {"parameters", object(inputs.parameters)},
          {"files", object(inputs.files)}};
}

Json build_json() {
  const BuildInfo& info = build_info();
  return {{"version", info.version},
          {"git", info.git},
          {"compiler", info.compiler},
          {"instruction_set", info.instruction_set},
          {"libraries", object(info.libraries)}};
}

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

}  // namespace

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

std::string manifest_json(const RunInputs& inputs, const RunRecord& record) {
  const Json manifest{
      {"inputs", inputs_json(inputs)},
      {"build", build_json()},
      {"host",
       {{"name", host_name()},
        {"cores", std::thread::hardware_concurrency()},
        {"threads", record.threads}}},
      {"started", record.started},
      {"seconds", record.seconds},
      {"kept_cells", record.kept_cells},
      {"looks", {{"taken", record.looks.taken}, {"allowed", record.looks.allowed}}}};
  // A path need not be UTF-8.
  return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string run_stamp(const RunInputs& inputs) {
  // Not text: a path need not be UTF-8, and two of them must not become one.
  const auto bytes = Json::to_cbor({{"inputs", inputs_json(inputs)}, {"build", build_json()}});
  return {bytes.begin(), bytes.end()};
}

bool manifest_matches(const std::filesystem::path& path, const RunInputs& inputs) {
  if (!std::filesystem::exists(path) || !build_info().names_its_code()) return false;
  const Json manifest = Json::parse(read_file(path), nullptr, false);
  return !manifest.is_discarded() && manifest.is_object() && manifest.contains("inputs") &&
         manifest.contains("build") && manifest["inputs"] == inputs_json(inputs) &&
         manifest["build"] == build_json();
}

}  // namespace sdescent
