#include "validation/adaptive/stationary_cells.hpp"

#include "io/require.hpp"
#include "models/quadratic.hpp"
#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/gaussian_problem.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Kind = StationaryMethod::Kind;
using Processes = std::vector<std::shared_ptr<const Process>>;

const double slope_of_sign = std::sqrt(2.0 * std::numbers::inv_pi);
constexpr Index per_method = 5;  // columns: x_1², x_1x_2, x_2², x_1, x_2

/// ½(x − a)ᵀH(x − a): a minimum that is not where decay pulls to.
class DisplacedQuadratic final : public Objective {
 public:
  DisplacedQuadratic(const MatrixXd& hessian, Eigen::VectorXd minimum)
      : quadratic_(hessian), minimum_(std::move(minimum)) {}
  Index dimension() const override { return quadratic_.dimension(); }
  void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const override {
    quadratic_.loss(x.rowwise() - minimum_.transpose().array(), f, scratch);
  }
  void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                Scratch& scratch) const override {
    const Block moved = x.rowwise() - minimum_.transpose().array();
    quadratic_.gradient(moved, g, node, scratch);
  }

 private:
  DenseQuadratic quadratic_;
  Eigen::VectorXd minimum_;
};

ProblemPointer problem_of(const Session& session, const StationaryCase& at, double eta) {
  if (session.control("displaced-minimum")) {
    // By one standard deviation of RMSprop for H = I.
    const Eigen::VectorXd minimum = (0.5 * eta * at.sigma).sqrt().matrix();
    return gaussian_problem(std::make_shared<DisplacedQuadratic>(at.hessian, minimum), at.sigma);
  }
  return gaussian_problem(std::make_shared<DenseQuadratic>(at.hessian), at.sigma);
}

std::shared_ptr<const Process> process_of(const Session& session, const StationaryGrid& grid,
                                          const StationaryCase& at, std::size_t number,
                                          double eta) {
  const StationaryMethod& method = grid.methods[number];
  const ProblemPointer problem = problem_of(session, at, eta);
  const std::string name = fmt::format("method{}", number + 1);
  const Index d = at.sigma.size();
  const StartPoint zero(Eigen::VectorXd::Zero(d));
  if (method.kind == Kind::sgd)
    return std::make_shared<Sgd>(OptimizerSettings{name, problem, eta, zero, 1});
  if (method.kind == Kind::sign_sgd)
    return std::make_shared<SignSgd>(OptimizerSettings{name, problem, eta, zero, 1});
  const bool rmsprop = method.kind == Kind::rmsprop;
  AdaptiveMethod adaptive{
      .kind = rmsprop ? AdaptiveMethod::Kind::rmsprop : AdaptiveMethod::Kind::adam,
      .eta = eta,
      .beta1 = grid.beta1_of(method.kind, eta),
      .beta2 = 1.0 - grid.rho2 * eta,
      .decay = method.decay};
  if (session.control("coupled-decay")) adaptive.weight_decay = WeightDecay::l2;
  if (!rmsprop) return optimizer_of(adaptive, name, problem, zero, 1);
  Eigen::VectorXd settled(2 * d);  // RMSprop corrects no bias: v starts where it will be
  settled << Eigen::VectorXd::Zero(d), at.sigma.square().matrix();
  return optimizer_of(adaptive, name, problem, StartPoint(settled), 1);
}

/// Methods, then their chains.
Processes processes(const Session& session, const StationaryGrid& grid, const StationaryCase& at,
                    double eta) {
  Processes all;
  for (std::size_t i = 0; i < grid.methods.size(); ++i)
    all.push_back(process_of(session, grid, at, i, eta));
  for (std::size_t i = 0; i < grid.methods.size(); ++i)
    all.push_back(std::make_shared<LinearChain>(
        fmt::format("chain{}", i + 1), dynamics_of(grid, at, grid.methods[i], eta), eta, 1));
  return all;
}

/// Products and coordinates of each method minus those of its chain.
Observable products(std::size_t methods) {
  Observable observable;
  for (std::size_t i = 1; i <= methods; ++i)
    for (const char* what : {"x1x1", "x1x2", "x2x2", "x1", "x2"})
      observable.columns.push_back(fmt::format("method{}.{}", i, what));
  observable.evaluate = [methods](const Lockstep& blocks, BlockRef out, Scratch&) {
    for (std::size_t i = 0; i < methods; ++i) {
      const ConstBlockMap &x = blocks.state(i), &s = blocks.state(methods + i);
      auto columns = out.middleCols(static_cast<Index>(i) * per_method, per_method);
      columns.col(0) = x.col(0).square() - s.col(0).square();
      columns.col(1) = x.col(0) * x.col(1) - s.col(0) * s.col(1);
      columns.col(2) = x.col(1).square() - s.col(1).square();
      columns.col(3) = x.col(0) - s.col(0);
      columns.col(4) = x.col(1) - s.col(1);
    }
  };
  return observable;
}

/// Evenly spaced ticks of the second half.
RecordTimes last_half(const Clock& clock, std::uint64_t records) {
  std::vector<std::uint64_t> ticks;
  const std::uint64_t first = clock.ticks() / 2;
  for (std::uint64_t i = 1; i <= records; ++i)
    ticks.push_back(first + (clock.ticks() - first) * i / records);
  return RecordTimes::at(clock, ticks);
}

}  // namespace

std::string StationaryMethod::label() const {
  switch (kind) {
    case Kind::sgd:
      return "SGD";
    case Kind::sign_sgd:
      return "SignSGD";
    case Kind::rmsprop:
      return decay > 0 ? fmt::format("RMSpropW, ϑ = {}", decay) : "RMSprop";
    case Kind::adam:
      return decay > 0 ? fmt::format("AdamW, ϑ = {}", decay) : "Adam";
    case Kind::adam_fixed_beta:
      return fmt::format("AdamW, ϑ = {}, fixed β₁", decay);
  }
  return {};
}

bool StationaryCase::commutes() const {
  const MatrixXd root = sigma.matrix().asDiagonal();
  return (root * hessian - hessian * root).norm() < 1e-12 * (root * hessian).norm();
}

std::string StationaryCase::label() const {
  return fmt::format("H = ({}, {}; {}), σ = ({}, {})", hessian(0, 0), hessian(0, 1), hessian(1, 1),
                     sigma(0), sigma(1));
}

double StationaryGrid::beta1_of(Kind kind, double eta) const {
  return kind == Kind::adam_fixed_beta ? beta1 : 1.0 - rho1 * eta;
}

StationaryGrid stationary_grid(const ParameterValues& p) {
  StationaryGrid grid{.cases = {},
                      .methods = {{Kind::sgd}, {Kind::rmsprop}, {Kind::adam}},
                      .etas = p.reals("etas"),
                      .decays = p.reals("decays"),
                      .rho1 = p.real("rho1"),
                      .rho2 = p.real("rho2"),
                      .beta1 = p.real("beta1"),
                      .end = p.real("end"),
                      .paths = p.count("paths"),
                      .records = p.count("records")};
  for (const Kind kind : {Kind::rmsprop, Kind::adam, Kind::adam_fixed_beta})
    for (const double decay : grid.decays) grid.methods.push_back({kind, decay});
  const ArrayXd &dense = p.reals("dense"), &diagonal = p.reals("diagonal"),
                &unequal = p.reals("unequal");
  require_equal("number of entries of dense", dense.size(), 3);
  require_equal("number of eigenvalues of diagonal", diagonal.size(), 2);
  require_equal("number of values of unequal", unequal.size(), 2);
  require_at_least("number of values of etas", grid.etas.size(), 3);
  require(static_cast<double>(2 * grid.records) * grid.etas.maxCoeff() <= grid.end, "records",
          "<= half the steps of the largest eta", fmt::format("{}", grid.records));
  require(grid.rho1 * grid.etas.maxCoeff() < 1, "rho1", "< 1/eta", fmt::format("{}", grid.rho1));
  const Eigen::Matrix2d correlated{{dense(0), dense(1)}, {dense(1), dense(2)}};
  const Eigen::Matrix2d separate = diagonal.matrix().asDiagonal();
  for (const MatrixXd& hessian : {MatrixXd(correlated), MatrixXd(separate)}) {
    for (const double sigma : p.reals("sigmas"))
      grid.cases.push_back({hessian, ArrayXd::Constant(2, sigma)});
    grid.cases.push_back({hessian, unequal});
  }
  return grid;
}

StationaryGrid sign_grid(const ParameterValues& p) {
  StationaryGrid grid = stationary_grid(p);
  grid.methods = {{Kind::sign_sgd}};
  grid.paths = p.count("sign_paths");
  return grid;
}

LinearDynamics dynamics_of(const StationaryGrid& grid, const StationaryCase& at,
                           const StationaryMethod& method, double eta) {
  const Index d = at.sigma.size();
  const MatrixXd one = MatrixXd::Identity(d, d);
  const MatrixXd root = at.sigma.matrix().asDiagonal(),
                 inverse = at.sigma.inverse().matrix().asDiagonal();
  if (method.kind == Kind::sgd) return {one - eta * at.hessian, -eta * root};
  if (method.kind == Kind::sign_sgd)
    return {one - eta * slope_of_sign * inverse * at.hessian, -eta * one, true};
  const MatrixXd kept = (1.0 - eta * method.decay) * one;
  if (method.kind == Kind::rmsprop) return {kept - eta * inverse * at.hessian, -eta * one};
  const double beta1 = grid.beta1_of(method.kind, eta), taken = 1.0 - beta1;
  LinearDynamics dynamics{MatrixXd(2 * d, 2 * d), MatrixXd(2 * d, d)};
  dynamics.step << kept - eta * taken * inverse * at.hessian, -eta * beta1 * inverse,
      taken * at.hessian, beta1 * one;
  dynamics.noise << -eta * taken * one, taken * root;
  return dynamics;
}

StationaryResult::StationaryResult(const StationaryGrid& grid, const StationaryCase& at, double eta)
    : grid_(grid), case_(at), eta_(eta), products_("products", products(grid.methods.size())) {}

Archive StationaryResult::run(Session& session, const StationaryGrid& grid,
                              const StationaryCase& at, double eta, std::uint64_t seed) {
  StationaryResult result(grid, at, eta);
  const Clock clock(eta, static_cast<std::uint64_t>(std::ceil(grid.end / eta)));
  session.run(processes(session, grid, at, eta), clock, last_half(clock, grid.records), grid.paths,
              Philox(seed), {&result.products_});
  Archive archive;
  result.products_.save(archive);
  return archive;
}

void StationaryResult::load(const Archive& archive) {
  products_.load(archive);
  averages_ = jackknife(products_, [](const MomentCurves& m) -> ArrayXd {
    return m.mean.colwise().mean().transpose();
  });
}

Estimate StationaryResult::covariance(std::size_t method) const {
  const MatrixXd known = dynamics_of(grid_, case_, grid_.methods[method], eta_).covariance();
  const ArrayXd of_chain = Eigen::Array3d(known(0, 0), known(0, 1), known(1, 1));
  const Estimate more = points(averages_, static_cast<Index>(method) * per_method, 3);
  return relative_to(more - (-of_chain), ArrayXd::Constant(3, eta_));
}

Estimate StationaryResult::mean(std::size_t method) const {
  return points(averages_, static_cast<Index>(method) * per_method + 3, 2);
}

}  // namespace sdescent::adaptive
