#include "validation/adaptive/network_setting.hpp"

#include "io/require.hpp"
#include "models/data_table.hpp"
#include "models/gaussian_noise.hpp"
#include "validation/find_data.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive {
namespace {

bool has(const ParameterValues& p, const std::string& name) {
  for (const auto& [key, value] : p.all())
    if (key == name) return true;
  return false;
}

void check_start(const NetworkSetting& s, const std::string& name, double t) {
  const double steps = t / s.eta;
  require(std::abs(steps - std::round(steps)) < 1e-6, name,
          fmt::format("a multiple of η = {}", s.eta), fmt::format("{}", t));
  require(t < s.end(), name, fmt::format("< the end of the run, {}", s.end()),
          fmt::format("{}", t));
}

}  // namespace

std::uint64_t steps_until(const NetworkSetting& setting, double t) {
  return static_cast<std::uint64_t>(std::llround(t / setting.eta));
}

std::vector<Parameter> network_parameters(const NetworkDefaults& d) {
  std::vector<Parameter> all{
      file("data", "data/breast_cancer.csv", "CSV file, target (0 or 1) in the last column",
           "adaptive F.1: Breast Cancer Wisconsin (Diagnostic)"),
      count("skip-lines", {1, 1, 1}, "lines before the first data row", "the file's format", 0),
      count("layers", {10, 10, 10}, "hidden layers", "adaptive F.1"),
      count("units", {20, 20, 20}, "ReLU units in each", "adaptive F.1"),
      count(
          "weights", {1, 1, 1}, "seed of the initial weights, which all runs share",
          "chosen: the paper gives no initial weights; N(0, 2/inputs), biases 0 (He et al. 2015)"),
      positive("sigma", d.sigma, "noise standard deviation σ", d.origin),
      positive("eta", d.eta, "learning rate η", d.origin),
      count("steps", d.steps, "optimizer steps", fmt::format("{} ({})", d.origin, d.steps.paper)),
      count("paths", d.paths, "runs",
            d.origin + " (3, too few for a verdict); more at the other efforts"),
      count("refine", {2, 2, 2}, "SDE steps for each optimizer step",
            "chosen: gradients of the network are all of the cost", 2),
      count("records", {10, 20, 40}, "times recorded after the SDEs' start", "chosen")};
  if (d.t0 == 0.0) return all;
  all.push_back(positive(
      "start", d.t0, "t₀, when the SDEs begin at the optimizer's own state",
      "chosen: the SDEs hold for t > 0 only; after 10 steps most of the descent is ahead"));
  all.push_back(
      positives("starts", d.starts, "t₀ of the last panel", "chosen: to show what t₀ does"));
  all.push_back(count("start-paths", {1, 3, 3}, "runs for each of them", "chosen"));
  return all;
}

NetworkSetting network_setting(const ParameterValues& p) {
  DataTable table = read_data_table(find_data(p.text("data")), p.count("skip-lines"));
  standardise(table);
  auto network = std::make_shared<const DenseNetwork>(
      table, std::vector<Index>(p.count("layers"), static_cast<Index>(p.count("units"))));
  const bool has_starts = has(p, "start");
  NetworkSetting s{network,
                   network->random_start(p.count("weights")),
                   p.real("eta"),
                   p.real("sigma"),
                   has_starts ? p.real("start") : 0.0,
                   has_starts ? p.reals("starts") : Eigen::ArrayXd(),
                   p.count("paths"),
                   has_starts ? p.count("start-paths") : 0,
                   p.count("steps"),
                   p.count("records"),
                   p.count("refine")};
  check_start(s, "start", s.t0);
  for (const double t : s.starts) check_start(s, "starts", t);
  const std::uint64_t left = s.steps - steps_until(s, s.t0);
  require(s.records <= left, "records", fmt::format("<= {} steps after the start", left),
          fmt::format("{}", s.records));
  return s;
}

std::shared_ptr<const Problem> network_problem(const NetworkSetting& setting, double sigma) {
  return std::make_shared<AdditiveNoiseProblem>(
      setting.network, std::make_shared<GaussianNoise>(
                           Eigen::VectorXd::Constant(setting.network->dimension(), sigma)));
}

}  // namespace sdescent::adaptive
