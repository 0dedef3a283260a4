#include "io/require.hpp"
#include "validation/adaptive/weak_order.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive::adaptive_order {
namespace {

constexpr Index dimension = 2;

}  // namespace

StateFunction functions(const Setting& s) {
  std::vector<std::string> columns(tested_names, tested_names + tested);
  for (const char* more : {"x2", "x2^2", "behind", "behind^2"}) columns.emplace_back(more);
  return {std::move(columns),
          [problem = s.problem()](const ConstBlockRef& state, BlockRef out, Scratch& scratch) {
            const auto x = state.leftCols(dimension);
            out.col(0) = x.col(0);
            out.col(1) = x.col(0).square();
            problem->objective().loss(x, out.col(2), scratch);
            for (Index r = 0; r < x.rows(); ++r) out(r, 3) = std::cos(x(r, 0));
            out.col(4) = x.col(1);
            out.col(5) = x.col(1).square();
            out.col(6) = state.col(dimension);
            out.col(7) = state.col(dimension).square();
          }};
}

ArrayXd variances(const ArrayXd& mean) {
  return ArrayXd{{mean(1) - mean(0) * mean(0), mean(5) - mean(4) * mean(4)}};
}

std::vector<Case> Setting::cases() const {
  using enum AdaptiveMethod::Kind;
  return {{"RMSprop", rmsprop, 0.0},
          {"RMSpropW", rmsprop, decay},
          {"Adam", adam, 0.0},
          {"AdamW", adam, decay}};
}

Case Setting::outside() const {
  return {fmt::format("Adam, β_{{1}} = {}", beta1), AdaptiveMethod::Kind::adam, 0.0, true};
}

double Setting::outside_limit() const {
  const double rest = 1.0 - beta1;
  return plane.sigma(0) * plane.sigma(0) * rest * rest / (2.0 * (1.0 + beta1));
}

AdaptiveMethod Setting::method(const Case& c, double step) const {
  const double moving = c.kind == AdaptiveMethod::Kind::adam ? 1.0 - step * rho1 : 0.0;
  return {.kind = c.kind,
          .eta = step,
          .beta1 = c.fixed_beta1 && !beta1_moves ? beta1 : moving,
          .beta2 = 1.0 - step * rho2,
          .decay = c.decay,
          .epsilon = epsilon};
}

Setting setting_of(const ParameterValues& p) {
  const Setting s{.plane = coupled_plane(p),
                  .start = p.real("start"),
                  .duration = p.real("duration"),
                  .eta = p.reals("eta"),
                  .rho1 = p.real("rho1"),
                  .rho2 = p.real("rho2"),
                  .beta1 = p.real("beta1"),
                  .epsilon = p.real("epsilon"),
                  .decay = p.real("decay"),
                  .refine = refinement_range(p).start};
  require(s.refine % 4 == 0, "refine", "a multiple of 4", fmt::format("{}", s.refine));
  require_at_least("number of values of eta", s.eta.size(), 3);
  require(s.beta1 < 1.0, "beta1", "< 1", fmt::format("{}", s.beta1));
  for (Index i = 0; i < s.eta.size(); ++i) {
    require_whole_steps("start", s.start, s.eta(i));
    require_whole_steps("duration", s.duration, s.eta(i));
    require(i == 0 || s.eta(i) > s.eta(i - 1), "eta", "increasing", fmt::format("{}", s.eta(i)));
    require(s.eta(i) * s.rho1 <= 1.0 && s.eta(i) * s.rho2 <= 1.0, "eta",
            fmt::format("<= 1/rho1 = {} and 1/rho2 = {}", 1 / s.rho1, 1 / s.rho2),
            fmt::format("{}", s.eta(i)));
  }
  return s;
}

}  // namespace sdescent::adaptive::adaptive_order
