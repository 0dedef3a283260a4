#include "models/phi_table.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {
namespace {

constexpr double panel_length = 0.5;

Eigen::ArrayXd panel_ends(double lowest, double highest) {
  require_positive("lowest risk of a table", lowest);
  require(std::isfinite(highest) && highest > lowest, "highest risk of a table",
          "finite and above the lowest", fmt::format("{}", highest));
  const double left = std::log(lowest), right = std::log(highest);
  const auto panels = static_cast<Eigen::Index>(std::ceil((right - left) / panel_length));
  return Eigen::ArrayXd::LinSpaced(panels + 1, left, right);
}

/// The bound needs no panel halved: any number of digits is enough.
constexpr PanelAccuracy as_given{.absolute = std::numeric_limits<double>::infinity()};

constexpr double reach = 1e10;

}  // namespace

PhiTable::PhiTable(std::shared_ptr<const LabelNoise> law, double lowest, double highest)
    : law_(std::move(law)),
      lowest_(lowest),
      highest_(highest),
      of_log_risk_([this](double log_risk) { return law_->phi(std::exp(log_risk)); },
                   panel_ends(lowest, highest), as_given) {
  constexpr double share = 0.01, error = 1e-12;
  for (const ChebyshevPanel& panel : of_log_risk_.panels())  // φ grows with R
    least_.push_back(std::max(share * panel(panel.right()), interpolation_error() / error));
}

PhiTable::PhiTable(std::shared_ptr<const LabelNoise> law)
    : PhiTable(law, half_drift_risk(*law) / reach, half_drift_risk(*law) * reach) {}

double PhiTable::interpolation_error() {
  const double y = std::numbers::pi / panel_length;
  const double rho = y + std::sqrt(1.0 + y * y);
  constexpr double degree = ChebyshevPanel::size - 1;
  return 8.0 * std::numbers::inv_pi * std::pow(rho, -degree) / (rho - 1.0);
}

std::optional<double> PhiTable::tabulated(double risk) const {
  if (!(risk >= lowest_ && risk <= highest_)) return std::nullopt;
  const double log_risk = std::log(risk);
  const std::size_t panel = of_log_risk_.panel_of(log_risk);
  const double value = of_log_risk_.panels()[panel](log_risk);
  return value >= least_[panel] ? std::optional(value) : std::nullopt;
}

double PhiTable::phi(double risk) const {
  const auto value = tabulated(risk);
  return value ? *value : law_->phi(risk);
}

double PhiTable::drift(double risk) const {
  const auto value = tabulated(risk);
  return value ? *value / std::sqrt(2.0 * risk) : law_->drift(risk);
}

double half_drift_risk(const LabelNoise& law) {
  double left = -500, right = 500;
  while (right - left > 0.5) {
    const double middle = 0.5 * (left + right);
    (law.phi(std::exp(middle)) < std::numbers::inv_pi ? left : right) = middle;
  }
  return std::exp(right);
}

std::shared_ptr<const LabelNoise> for_inner_loops(std::shared_ptr<const LabelNoise> law) {
  if (law->has_elementary_phi()) return law;
  return std::make_shared<PhiTable>(std::move(law));
}

}  // namespace sdescent
