#include "solvers/tangent_control.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"
#include "solvers/symmetric_pairs.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

Layout layout_of(Index d, ControlOrder order) {
  if (order == ControlOrder::first) return {{"x", d}, {"c", d}};
  return {{"x", d}, {"c", d}, {"K", pair_count(d)}, {"q", d}};
}

/// K ↦ A K Aᵀ for symmetric K, as a matrix on pairs.
Eigen::MatrixXd congruence(const Eigen::MatrixXd& a) {
  const Index d = a.rows();
  Eigen::MatrixXd map(pair_count(d), pair_count(d));
  for_each_pair(d, [&](Index row, Index i, Index l) {
    for_each_pair(d, [&](Index column, Index j, Index k) {
      map(row, column) = a(i, j) * a(l, k) + (j == k ? 0.0 : a(i, k) * a(l, j));
    });
  });
  return map;
}

/// out += factor · z mapᵀ, in an order of summation that no tile changes.
void add_mapped(double factor, const Eigen::MatrixXd& map, const ConstBlockRef& z, BlockRef out) {
  for (Index row = 0; row < map.rows(); ++row)
    for (Index column = 0; column < map.cols(); ++column)
      if (map(row, column) != 0.0)  // many are, where coordinates are coupled by ∇f alone
        add_scaled(factor * map(row, column), z.col(column), out.col(row));
}

/// z = z mapᵀ.
void apply(const Eigen::MatrixXd& map, BlockRef z, Scratch& scratch) {
  Scratch::Frame frame(scratch);
  BlockMap old = frame.block(z.rows(), z.cols());
  old = z;
  z.setZero();
  add_mapped(1.0, map, old, z);
}

/// The entries of ccᵀ − K.
void centred_square(const ConstBlockRef& c, const ConstBlockRef& k, BlockRef out) {
  for_each_pair(c.cols(), [&](Index column, Index p, Index q) {
    out.col(column) = c.col(p) * c.col(q) - k.col(column);
  });
}

}  // namespace

TangentControl::TangentControl(std::shared_ptr<const Process> process,
                               std::shared_ptr<const SdeModel> moments, const Eigen::VectorXd& x0,
                               std::uint64_t steps, ControlOrder order, CovarianceRate covariance)
    : process_(std::move(process)),
      moments_(std::move(moments)),
      order_(order),
      covariance_(std::move(covariance)),
      d_(process_->layout().size()),
      layout_(layout_of(d_, order)) {
  const std::string& name = process_->name();
  require_positive("time per step of process " + name, process_->time_per_step());
  require_equal("state columns of the moments of process " + name, moments_->layout().size(), d_);
  const double start = process_->start_time(), dt = process_->time_per_step();
  first_step_ = static_cast<std::uint64_t>(std::llround(start / dt));
  flow_ = mean_flow(*moments_, x0, dt, steps, start);
  for (const MeanFlow::Step& step : flow_.steps) congruence_.push_back(congruence(step.tangent));
}

void TangentControl::start(const At& at, const Lockstep& others, BlockRef state) const {
  process_->start(at, others, state.leftCols(d_));
  state.rightCols(state.cols() - d_).setZero();
}

void TangentControl::advance(const At& at, BlockRef state) const {
  const std::uint64_t step = at.step - first_step_;
  if (step >= flow_.steps.size())
    require(false, "step of process " + name(),
            fmt::format("below {}", first_step_ + flow_.steps.size()), fmt::format("{}", at.step));
  Scratch::Frame frame(at.scratch);
  BlockMap drift = frame.block(state.rows(), d_), mean = frame.block(state.rows(), d_);
  const bool diagonal_noise = moments_->noise_kind() == NoiseKind::diagonal;
  BlockMap diagonal = frame.block(state.rows(), diagonal_noise ? moments_->noise_dimension() : 0);
  BlockRef x = state.leftCols(d_), c = state.middleCols(d_, d_);
  moments_->coefficients(at.t, x, drift, diagonal, at.scratch);
  mean = x;
  add_scaled(at.dt, drift, mean);
  if (order_ == ControlOrder::second) advance_second_order(step, at, diagonal, state);
  process_->advance(at, x);
  apply(flow_.steps[step].tangent, c, at.scratch);
  add_scaled(1.0, x, c);
  add_scaled(-1.0, mean, c);
}

void TangentControl::advance_second_order(std::uint64_t step, const At& at,
                                          const ConstBlockRef& diagonal, BlockRef state) const {
  Scratch::Frame frame(at.scratch);
  const Index pairs = pair_count(d_);
  BlockMap square = frame.block(state.rows(), pairs);
  BlockRef k = state.middleCols(2 * d_, pairs), q = state.rightCols(d_);
  centred_square(state.middleCols(d_, d_), k, square);
  apply(flow_.steps[step].tangent, q, at.scratch);
  add_mapped(1.0, flow_.steps[step].curvature, square, q);
  apply(congruence_[step], k, at.scratch);
  add_covariance(at, diagonal, state.leftCols(d_), k);
}

void TangentControl::add_covariance(const At& at, const ConstBlockRef& diagonal,
                                    const ConstBlockRef& s, BlockRef k) const {
  Scratch::Frame frame(at.scratch);
  if (covariance_) {
    BlockMap rate = frame.block(k.rows(), k.cols());
    covariance_(at.t, s, rate, at.scratch);
    add_scaled(at.dt, rate, k);
  } else if (moments_->noise_kind() == NoiseKind::diagonal) {
    for (Index j = 0; j < diagonal.cols(); ++j) {
      const Index driven = moments_->noise_column() + j;
      k.col(pair_column(d_, driven, driven)) += at.dt * diagonal.col(j).square();
    }
  } else {
    BlockMap source = frame.block(s.rows(), moments_->noise_dimension());
    BlockMap column = frame.block(s.rows(), d_);
    for (Index j = 0; j < source.cols(); ++j) {
      source.setZero();
      source.col(j).setOnes();
      moments_->diffuse(at.t, s, source, column, at.scratch);
      for_each_pair(d_, [&](Index pair, Index p, Index q) {
        k.col(pair) += at.dt * column.col(p) * column.col(q);
      });
    }
  }
}

Observable controlled(const TangentControl& process, std::size_t number, StateFunction h) {
  std::vector<Jet> jets;
  for (const Eigen::VectorXd& point : process.flow().points) jets.push_back(jet(h, point));
  Observable plain = observed(process, number, std::move(h));
  const Index d = process.layout().field("x").size;
  const auto evaluate = [number, d, &process, jets = std::move(jets), plain = plain.evaluate](
                            const Lockstep& blocks, BlockRef out, Scratch& scratch) {
    plain(blocks, out, scratch);
    const ConstBlockMap& state = blocks.state(number);
    const double steps = (blocks.t - process.flow().start) / process.flow().dt;
    const Jet& at = jets[static_cast<std::size_t>(std::llround(steps))];
    add_mapped(-1.0, at.gradient, state.middleCols(d, d), out);
    if (process.order() == ControlOrder::first) return;
    Scratch::Frame frame(scratch);
    BlockMap square = frame.block(state.rows(), pair_count(d));
    centred_square(state.middleCols(d, d), state.middleCols(2 * d, pair_count(d)), square);
    add_mapped(-1.0, at.gradient, state.rightCols(d), out);
    add_mapped(-1.0, at.second, square, out);
  };
  return {std::move(plain.columns), evaluate};
}

}  // namespace sdescent
