#include "models/risk_curve.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "solvers/exponential_moments.hpp"
#include "solvers/exponential_sum.hpp"

#include <Eigen/LU>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace sdescent {
namespace {

constexpr Index size = LegendrePanel::size;
using Values = LegendrePanel::Values;
using Map = LegendrePanel::Map;

/// What all panels of one length share.
struct Lengths {
  double length;
  Map convolution;        // q to R at the nodes
  double total;           // ∫_0^length k: what an error of q can do to R
  Eigen::MatrixXd decay;  // e^{−λ_i s_j}, modes × nodes
  Eigen::VectorXd end_decay;
  Eigen::MatrixXd gain;  // q's series to r_i at the end
};

Lengths lengths_of(const RiskModes& modes, const LegendrePanel& nodes, ExponentialSum& kernel,
                   double length) {
  const Eigen::ArrayXd x = length * modes.lambda.array();
  const auto moments = exponential_moments(x);
  Lengths result{length,
                 kernel.convolution(nodes, length),
                 length * modes.load.cwiseAbs().dot(moments.col(0)),
                 Eigen::MatrixXd(x.size(), size),
                 (-x).exp(),
                 (length * modes.load).asDiagonal() * moments};
  for (Index j = 0; j < size; ++j) result.decay.col(j) = (-nodes.nodes()(j) * x).exp();
  return result;
}

}  // namespace

/// The panels, one after the other.
class RiskCurve::Solver {
 public:
  Solver(const RiskEquation& equation, const RiskModes& modes, double tolerance)
      : equation_(equation),
        modes_(modes),
        tolerance_(tolerance),
        kernel_(modes.lambda, modes.load),
        shortest_(0.5 * kernel_.shortest()),
        r_(modes.initial) {}

  std::vector<Panel> solve(double end) {
    std::vector<Panel> panels;
    while (panels.empty() || t_ < end) panels.push_back(next());
    return panels;
  }

 private:
  /// q, 1/2a and how they change with t and R, at the nodes.
  struct Coefficients {
    Values forcing, slowness, forcing_t, slowness_t, forcing_r, slowness_r;
  };

  /// R and t at the nodes.
  struct Nodes {
    Values risk, time;
  };

  Panel next() {
    if (const double drift = equation_.rates(t_, r_.sum()).drift; !(drift > 0.0)) {
      stalled_ = Stalled{t_, drift};
      throw NumericalFailure(failure());
    }
    for (; halvings_ <= most_halvings; ++halvings_) {
      prepare();
      Panel panel{t_, lengths_->length, {}, {}, {}, {}};
      const std::optional<Nodes> at = solved();
      if (!at) continue;
      const double error = fill(panel, *at);
      const double reached = panel.time(1.0);
      if (!(error <= tolerance_) || !(reached > t_)) continue;
      panel.modes = r_;
      r_ = lengths_->end_decay.cwiseProduct(r_) + lengths_->gain * panel.forcing;
      t_ = reached;
      if (error < tolerance_ * doubling_margin) --halvings_;
      return panel;
    }
    throw NumericalFailure(failure());
  }

  void prepare() {
    const double length = std::ldexp(shortest_, -halvings_);
    if (!lengths_ || lengths_->length != length)
      lengths_ = lengths_of(modes_, nodes_, kernel_, length);
  }

  /// Newton's method; nothing where it does not converge.
  std::optional<Nodes> solved() {
    const Values homogeneous = lengths_->decay.transpose() * r_;
    const double length = lengths_->length;
    const RiskRates start = equation_.rates(t_, r_.sum());
    const double slowness = half_inverse(start.drift);
    Nodes at{homogeneous + lengths_->convolution * Values::Constant(start.noise * slowness),
             Values::Constant(t_) + length * slowness * nodes_.nodes()};
    for (int iteration = 0; iteration < most_iterations; ++iteration) {
      const std::optional<Coefficients> c = coefficients(at);
      if (!c) return {};
      Eigen::Matrix<double, 2 * size, 1> residual;
      residual << homogeneous + lengths_->convolution * c->forcing - at.risk,
          Values::Constant(t_) + length * nodes_.integrals_to_nodes() * c->slowness - at.time;
      const Map integral = length * nodes_.integrals_to_nodes();
      Eigen::Matrix<double, 2 * size, 2 * size> jacobian;
      jacobian << Map::Identity() - lengths_->convolution * c->forcing_r.asDiagonal(),
          -lengths_->convolution * c->forcing_t.asDiagonal(),
          -integral * c->slowness_r.asDiagonal(),
          Map::Identity() - integral * c->slowness_t.asDiagonal();
      const Eigen::Matrix<double, 2 * size, 1> step = jacobian.partialPivLu().solve(residual);
      at.risk += step.head<size>();
      at.time += step.tail<size>();
      const double risk_step = step.head<size>().cwiseAbs().maxCoeff() / at.risk.maxCoeff(),
                   time_step = step.tail<size>().cwiseAbs().maxCoeff() / at.time.maxCoeff();
      if (!(risk_step < 1e3 && time_step < 1e3)) return {};
      if (risk_step < converged && time_step < converged) return at;
    }
    return {};
  }

  static double half_inverse(double drift) { return 0.5 / drift; }

  /// Nothing where a is not > 0 or something is not finite. Derivatives by differences: they decide
  /// how fast Newton's method is, not what it finds.
  std::optional<Coefficients> coefficients(const Nodes& at) {
    constexpr double step = 1e-6;
    const double span = at.time(size - 1) - t_;
    Coefficients c;
    const auto of = [this](double t, double risk) {
      const RiskRates rates = equation_.rates(t, risk);
      if (!(rates.drift > 0.0)) stalled_ = Stalled{t, rates.drift};
      return std::pair{rates.noise * half_inverse(rates.drift), half_inverse(rates.drift)};
    };
    for (Index j = 0; j < size; ++j) {
      const double dr = step * at.risk(j), dt = step * span;
      const auto here = of(at.time(j), at.risk(j)), up = of(at.time(j), at.risk(j) + dr),
                 later = of(at.time(j) + dt, at.risk(j));
      c.forcing(j) = here.first;
      c.slowness(j) = here.second;
      c.forcing_r(j) = (up.first - here.first) / dr;
      c.slowness_r(j) = (up.second - here.second) / dr;
      c.forcing_t(j) = (later.first - here.first) / dt;
      c.slowness_t(j) = (later.second - here.second) / dt;
      if (!(here.second > 0.0) || !std::isfinite(here.second + here.first)) return {};
    }
    return c;
  }

  /// The panel's series from what is known at the nodes, and what they leave out, of the largest R.
  double fill(Panel& panel, const Nodes& at) {
    Values forcing, slowness;
    for (Index j = 0; j < size; ++j) {
      const RiskRates rates = equation_.rates(at.time(j), at.risk(j));
      slowness(j) = half_inverse(rates.drift);
      forcing(j) = rates.noise * slowness(j);
    }
    panel.risk = nodes_.series(at.risk);
    panel.forcing = nodes_.series(forcing);
    panel.slowness = nodes_.series(slowness);
    const double largest = at.risk.maxCoeff();
    return LegendrePanel::unresolved(panel.risk) / largest +
           lengths_->total * LegendrePanel::unresolved(panel.forcing) / largest +
           LegendrePanel::unresolved(panel.slowness) / slowness.maxCoeff();
  }

  std::string failure() const {
    const std::string where =
        fmt::format("the risk curve ends at t = {}, where R = {}", t_, r_.sum());
    if (!std::isfinite(r_.sum()) || r_.sum() > largest_risk)
      return where + ": it has left the finite numbers (a learning rate too large?)";
    if (stalled_)
      return fmt::format(
          "{}: the drift at t = {} is {} and must be > 0 (RiskOde solves learning rates that "
          "vanish)",
          where, stalled_->t, stalled_->drift);
    return where + ": its panels have become shorter than rounding";
  }

  struct Stalled {
    double t, drift;
  };

  static constexpr int most_halvings = 40, most_iterations = 8;
  static constexpr double converged = 1e-13, doubling_margin = 1e-3, largest_risk = 1e290;

  const RiskEquation& equation_;
  const RiskModes& modes_;
  double tolerance_;
  LegendrePanel nodes_;
  ExponentialSum kernel_;
  double shortest_;  // length after no halving; doublings are negative ones
  int halvings_ = 0;
  std::optional<Lengths> lengths_;
  std::optional<Stalled> stalled_;
  Eigen::VectorXd r_;
  double t_ = 0.0;
};

RiskCurve::RiskCurve(std::shared_ptr<const RiskEquation> equation, RiskModes modes, double end,
                     double tolerance)
    : modes_(std::move(modes)), end_(end) {
  require_non_negative("end of a risk curve", end);
  require(tolerance >= 1e-14 && tolerance <= 1e-2, "tolerance of a risk curve", "in [1e-14, 1e-2]",
          fmt::format("{}", tolerance));
  require_equal("number of modes at the start", modes_.initial.size(), modes_.lambda.size());
  for (Index i = 0; i < modes_.initial.size(); ++i)
    require_finite(fmt::format("mode {} at the start", i + 1), modes_.initial(i));
  panels_ = Solver(*equation, modes_, tolerance).solve(end);
}

RiskCurve::Place RiskCurve::place(double t) const {
  require(t >= 0.0 && t <= end_, "time on a risk curve", fmt::format("in [0, {}]", end_),
          fmt::format("{}", t));
  const auto later = std::upper_bound(panels_.begin() + 1, panels_.end(), t,
                                      [](double at, const Panel& p) { return at < p.start; });
  const Panel& panel = *std::prev(later);
  // Time increases with s, by a slope that is known: Newton's method, kept within what brackets it.
  double low = 0.0, high = 1.0, x = 0.5;
  for (int iteration = 0; iteration < 100 && high > low; ++iteration) {
    const double off = panel.time(x) - t;
    (off > 0.0 ? high : low) = x;
    double next = x - off / (panel.length * LegendrePanel::value(panel.slowness, x));
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (std::abs(next - x) <= 1e-15) break;
    x = next;
  }
  return {panel, x};
}

double RiskCurve::risk(double t) const {
  const Place at = place(t);
  return LegendrePanel::value(at.panel.risk, at.x);
}

Eigen::ArrayXd RiskCurve::risk(const Eigen::ArrayXd& t) const {
  return t.unaryExpr([this](double at) { return risk(at); });
}

Eigen::VectorXd RiskCurve::modes(double t) const {
  const Place at = place(t);
  return modes_at(modes_, LegendrePanel(), at.panel, at.x);
}

/// q on [0, x] is a polynomial of the same degree there.
Eigen::VectorXd RiskCurve::modes_at(const RiskModes& modes, const LegendrePanel& nodes,
                                    const Panel& panel, double x) {
  Values forcing;
  for (Index j = 0; j < size; ++j)
    forcing(j) = LegendrePanel::value(panel.forcing, x * nodes.nodes()(j));
  const double length = x * panel.length;
  const Eigen::ArrayXd decay = length * modes.lambda.array();
  return (-decay).exp().matrix().cwiseProduct(panel.modes) +
         length * modes.load.cwiseProduct(exponential_moments(decay) * nodes.series(forcing));
}

}  // namespace sdescent
