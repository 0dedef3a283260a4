#include "io/require.hpp"
#include "validation/adaptive/noise_levels.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Largest ηλ/σ at which a limit is asked for.
constexpr double largest_ratio = 0.03;

template <class Function>
ArrayXd of_all(const std::vector<NoiseLevels>& cells, Function function) {
  ArrayXd all(static_cast<Index>(cells.size()));
  for (Index i = 0; i < all.size(); ++i) all(i) = function(cells[static_cast<std::size_t>(i)]);
  return all;
}

std::string sigma_label(double sigma) { return fmt::format("σ = {}", sigma); }

}  // namespace

ArrayXd sigmas(const std::vector<NoiseLevels>& cells) {
  return of_all(cells, [](const NoiseLevels& cell) { return cell.setting().sigma(); });
}

Estimate levels(const std::vector<NoiseLevels>& cells, std::size_t method) {
  std::vector<Estimate> all;
  for (const NoiseLevels& cell : cells) all.push_back(cell.level(method));
  return joined(all);
}

ArrayXd transients(const std::vector<NoiseLevels>& cells, std::size_t method) {
  return of_all(cells, [&](const NoiseLevels& cell) { return cell.transient(method); });
}

std::vector<Index> within_limits(const std::vector<NoiseLevels>& cells, double curvature) {
  const ArrayXd all = sigmas(cells);
  const double least = cells.front().setting().lemma.eta * curvature / largest_ratio;
  std::vector<Index> chosen;
  for (Index i = 0; i < all.size(); ++i)
    if (all(i) >= least) chosen.push_back(i);
  require(!chosen.empty(), "sigmas",
          fmt::format("with one of at least eta lambda/{} = {}", largest_ratio, least),
          fmt::format("at most {}", all.maxCoeff()));
  return chosen;
}

Evidence level_evidence(const std::vector<NoiseLevels>& cells, std::size_t method,
                        const std::vector<Index>& at, const ArrayXd& predicted,
                        const ArrayXd& tolerance) {
  const ArrayXd expected = predicted(at), one = ArrayXd::Ones(expected.size());
  return {relative_to(chosen(levels(cells, method), at), expected) - one, one, tolerance(at),
          transients(cells, method)(at) / expected};
}

Evidence level_bound_evidence(const std::vector<NoiseLevels>& cells, std::size_t method,
                              const ArrayXd& bound) {
  return {levels(cells, method) - bound, bound, ArrayXd::Zero(bound.size()),
          transients(cells, method)};
}

PowerLaw level_law(const std::vector<NoiseLevels>& cells, std::size_t method, std::string name,
                   Index first) {
  const ArrayXd sigma = sigmas(cells), left = transients(cells, method);
  const Index n = sigma.size() - first;
  return {std::move(name), sigma.tail(n), from_point(levels(cells, method), first), left.tail(n)};
}

Panel loss_panel(const std::vector<NoiseLevels>& cells, const ShownMethod& shown) {
  Panel panel{.title = shown.name,
              .x = {.label = "t = kη"},
              .y = {.label = "E f(x_{k})", .log = true},
              .key = KeyPlace::below};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Style look = style::member(i);
    look.dash = Dash::solid;  // optimizers all
    panel.line(cells[i].times(), cells[i].curve(shown.method),
               sigma_label(cells[i].setting().sigma()), look);
  }
  const ArrayXd ends =
      cells.front().times()(std::vector<Index>{0, cells.front().times().size() - 1});
  for (Index i = 0; i < shown.limit.size(); ++i)
    panel.line(ends, ArrayXd(ArrayXd::Constant(2, shown.limit(i))),
               i == 0 ? "limit of the lemma" : "", style::theory());
  return panel;
}

Panel ratio_panel(const std::vector<NoiseLevels>& cells, const std::vector<ShownMethod>& shown) {
  Panel panel{.title = "Level over limit",
              .x = {.label = "σ", .log = true},
              .y = {.label = "mean of f / limit"}};
  const ArrayXd sigma = sigmas(cells);
  double shift = 1.0 - 0.04 * static_cast<double>(shown.size() - 1);
  for (const ShownMethod& each : shown) {
    const Estimate ratio = relative_to(levels(cells, each.method), each.limit);
    const ArrayXd half = SupT(ratio, Sides::two).critical(0.05) * ratio.standard_error();
    panel.points(ArrayXd(sigma * shift), ratio.value, ArrayXd(ratio.value - half),
                 ArrayXd(ratio.value + half), each.name, style::optimizer(each.method));
    shift += 0.08;
  }
  panel.horizontal(1.0);
  return panel;
}

ResultTable level_table(const std::vector<NoiseLevels>& cells,
                        const std::vector<ShownMethod>& shown) {
  ResultTable table{"levels", {"sigma"}, Eigen::MatrixXd(static_cast<Index>(cells.size()), 1)};
  table.values.col(0) = sigmas(cells).matrix();
  for (const ShownMethod& each : shown) {
    const Estimate level = levels(cells, each.method);
    const Index first = table.values.cols();
    table.values.conservativeResize(Eigen::NoChange, first + 3);
    table.values.col(first) = level.value.matrix();
    table.values.col(first + 1) = level.standard_error().matrix();
    table.values.col(first + 2) = each.limit.matrix();
    for (const char* column : {"level.", "se.", "limit."})
      table.columns.push_back(column + each.name);
  }
  return table;
}

}  // namespace sdescent::adaptive
