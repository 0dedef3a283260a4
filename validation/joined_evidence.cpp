#include "validation/joined_evidence.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {
namespace {

Eigen::ArrayXd curve(const std::vector<Evidence>& parts, Eigen::ArrayXd Evidence::*member) {
  std::vector<double> all;
  for (const Evidence& part : parts)
    all.insert(all.end(), (part.*member).begin(), (part.*member).end());
  return Eigen::Map<const Eigen::ArrayXd>(all.data(), static_cast<Eigen::Index>(all.size()));
}

void append(std::string& text, const std::string& more) {
  if (!text.empty() && !more.empty()) text += "; ";
  text += more;
}

}  // namespace

Evidence joined(const std::vector<Evidence>& parts) {
  std::vector<Estimate> deviations;
  Evidence whole;
  for (const Evidence& part : parts) {
    require(part.conditions.empty(), "conditions of a part of evidence", "none",
            fmt::format("{}", part.conditions.size()));
    deviations.push_back(part.deviation);
    append(whole.remark, part.remark);
    append(whole.unfit, part.unfit);
  }
  whole.deviation = joined(deviations);
  whole.predicted = curve(parts, &Evidence::predicted);
  whole.tolerance = curve(parts, &Evidence::tolerance);
  whole.bias = curve(parts, &Evidence::bias);
  return whole;
}

}  // namespace sdescent
