#include "validation/claims_file.hpp"

#include "io/error.hpp"
#include "io/read_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sdescent {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const std::string& paper, const DecidedClaim& decided) {
  const Claim& claim = decided.claim;
  const Assessment::Reading& reading = decided.reading;
  return {{"id", claim.id},
          {"paper", paper},
          {"reference", claim.reference},
          {"statement", claim.statement},
          {"kind", to_string(claim.kind)},
          {"expected", to_string(claim.expected)},
          {"reason", claim.reason},
          {"verdict", to_string(reading.verdict)},
          {"measured", reading.measured},
          {"predicted", reading.predicted},
          {"interval", {reading.lower, reading.upper}},
          {"tolerance", reading.tolerance},
          {"alpha", reading.alpha},
          {"units", claim.units}};
}

ClaimRecord from_json(const Json& json) {
  ClaimRecord record;
  json.at("id").get_to(record.id);
  json.at("paper").get_to(record.paper);
  json.at("reference").get_to(record.reference);
  json.at("statement").get_to(record.statement);
  json.at("kind").get_to(record.kind);
  json.at("expected").get_to(record.expected);
  json.at("reason").get_to(record.reason);
  json.at("verdict").get_to(record.verdict);
  json.at("measured").get_to(record.measured);
  json.at("predicted").get_to(record.predicted);
  json.at("interval").at(0).get_to(record.lower);
  json.at("interval").at(1).get_to(record.upper);
  json.at("tolerance").get_to(record.tolerance);
  json.at("alpha").get_to(record.alpha);
  json.at("units").get_to(record.units);
  return record;
}

}  // namespace

std::string claims_json(const std::string& paper, const std::vector<DecidedClaim>& claims) {
  Json list = Json::array();
  for (const DecidedClaim& claim : claims) list.push_back(to_json(paper, claim));
  return list.dump(2) + "\n";
}

std::vector<ClaimRecord> read_claims(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  try {
    std::vector<ClaimRecord> records;
    for (const Json& json : Json::parse(text)) records.push_back(from_json(json));
    return records;
  } catch (const nlohmann::json::exception& error) {
    throw IoError(fmt::format("{}: not a list of claims: {}", path.string(), error.what()));
  }
}

}  // namespace sdescent
