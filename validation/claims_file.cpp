#include "validation/claims_file.hpp"

#include "io/error.hpp"
#include "io/read_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace sdescent {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const std::string& paper, const DecidedClaim& decided) {
  const Claim& claim = decided.claim;
  const Assessment::Reading& reading = decided.reading;
  Json json{{"id", claim.id},
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
            {"units", claim.units},
            {"detectable", reading.detectable}};
  if (reading.slack) json["slack"] = *reading.slack;
  if (!reading.remark.empty()) json["remark"] = reading.remark;
  return json;
}

/// JSON has no NaN: what is not known (the interval of a single run) is null.
double number(const Json& json) {
  return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
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
  record.measured = number(json.at("measured"));
  record.predicted = number(json.at("predicted"));
  record.lower = number(json.at("interval").at(0));
  record.upper = number(json.at("interval").at(1));
  record.tolerance = number(json.at("tolerance"));
  record.alpha = number(json.at("alpha"));
  json.at("units").get_to(record.units);
  record.detectable = number(json.at("detectable"));
  if (json.contains("slack")) record.slack = number(json.at("slack"));
  record.remark = json.value("remark", "");
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
    const Json list = Json::parse(text);
    std::vector<ClaimRecord> records;
    // get_ref, because the elements of an object would pass for those of a list.
    for (const Json& json : list.get_ref<const Json::array_t&>())
      records.push_back(from_json(json));
    return records;
  } catch (const nlohmann::json::exception& error) {
    throw IoError(fmt::format("{}: not a list of claims: {}", path.string(), error.what()));
  }
}

}  // namespace sdescent
