#include "cli/commands.hpp"
#include "validation/experiments.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sdescent::cli {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Experiment& experiment) {
  Json claims = Json::array();
  for (const Claim& claim : experiment.claims)
    claims.push_back({{"id", claim.id},
                      {"reference", claim.reference},
                      {"statement", claim.statement},
                      {"kind", to_string(claim.kind)},
                      {"expected", to_string(claim.expected)}});
  Json controls = Json::array();
  for (const Control& control : experiment.controls)
    controls.push_back({{"name", control.name},
                        {"change", control.change},
                        {"turns", control.turns},
                        {"effort", to_string(control.effort)}});
  return {{"id", experiment.id},
          {"title", experiment.title},
          {"reference", experiment.reference},
          {"claims", claims},
          {"controls", controls}};
}

}  // namespace

ExitCode list(bool json) {
  if (json) {
    Json all = Json::array();
    for (const Experiment& experiment : experiments()) all.push_back(to_json(experiment));
    fmt::print("{}\n", all.dump(2));
    return ExitCode::expected;
  }
  for (const Experiment& experiment : experiments()) {
    fmt::print("{}\n    {}\n", experiment.id, experiment.title);
    for (const Claim& claim : experiment.claims)
      fmt::print("    {:<20} {:<9} expected: {:<9} {}\n", claim.id, to_string(claim.kind),
                 to_string(claim.expected), claim.reference);
  }
  return ExitCode::expected;
}

}  // namespace sdescent::cli
