#include "solvers/start.hpp"

#include "io/require.hpp"

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

void require_finite_coordinates(const Eigen::VectorXd& point, const char* of) {
  require_at_least(fmt::format("dimension of {}", of), point.size(), 1);
  for (Index i = 0; i < point.size(); ++i)
    require_finite(fmt::format("coordinate {} of {}", i + 1, of), point(i));
}

/// F with F Fᵀ = covariance, from Pᵀ L D Lᵀ P: pivoted, so that singular covariances are served.
Eigen::MatrixXd factor_of(const Eigen::MatrixXd& covariance) {
  const double rounding = 1e-12 * covariance.cwiseAbs().maxCoeff<Eigen::PropagateNaN>();
  const double asymmetry =
      (covariance - covariance.transpose()).cwiseAbs().maxCoeff<Eigen::PropagateNaN>();
  require(asymmetry <= rounding, "covariance of the start", "symmetric",
          fmt::format("a difference of {} to its transpose", asymmetry));
  const Eigen::LDLT<Eigen::MatrixXd> ldlt(covariance);
  const Eigen::VectorXd d = ldlt.vectorD();
  Eigen::MatrixXd factor = ldlt.matrixL();
  factor *= d.cwiseMax(0.0).cwiseSqrt().asDiagonal();
  factor = ldlt.transpositionsP().transpose() * factor;
  // A pivot of 0 with entries beside it is as indefinite as a negative one.
  const double off =
      (factor * factor.transpose() - covariance).cwiseAbs().maxCoeff<Eigen::PropagateNaN>();
  require(d.minCoeff<Eigen::PropagateNaN>() >= -rounding && off <= 1e3 * rounding,
          "covariance of the start", "positive semidefinite",
          fmt::format("smallest pivot {}", d.minCoeff<Eigen::PropagateNaN>()));
  return factor;
}

}  // namespace

StartPoint::StartPoint(Eigen::VectorXd point) : point_(std::move(point)) {
  require_finite_coordinates(point_, "the start point");
}

void StartPoint::write(const At&, const Lockstep&, BlockRef state) const {
  state.rowwise() = point_.transpose().array();
}

GaussianStart::GaussianStart(Eigen::VectorXd mean, Eigen::VectorXd deviations)
    : mean_(std::move(mean)), deviations_(std::move(deviations)) {
  require_finite_coordinates(mean_, "the mean start");
  require_equal("number of standard deviations of the start", deviations_.size(), mean_.size());
  for (Index i = 0; i < deviations_.size(); ++i)
    require_non_negative(fmt::format("standard deviation {} of the start", i + 1), deviations_(i));
}

GaussianStart GaussianStart::with_covariance(Eigen::VectorXd mean,
                                             const Eigen::MatrixXd& covariance) {
  require_equal("rows of the covariance of the start", covariance.rows(), mean.size());
  require_equal("columns of the covariance of the start", covariance.cols(), mean.size());
  const Index d = mean.size();
  GaussianStart start(std::move(mean), Eigen::VectorXd::Zero(d));
  start.factor_ = factor_of(covariance);
  return start;
}

void GaussianStart::write(const At& at, const Lockstep&, BlockRef state) const {
  Scratch::Frame frame(at.scratch);
  BlockMap z = frame.block(state.rows(), state.cols());
  at.noise.normals(at.start_key(), z);
  for (Index i = 0; i < state.cols(); ++i)
    for (Index r = 0; r < state.rows(); ++r) {
      double x = mean_(i);
      if (factor_.size() == 0)
        x += deviations_(i) * z(r, i);
      else
        for (Index j = 0; j < state.cols(); ++j) x += factor_(i, j) * z(r, j);
      state(r, i) = x;
    }
}

UniformStart::UniformStart(Eigen::VectorXd lo, Eigen::VectorXd hi)
    : lo_(std::move(lo)), hi_(std::move(hi)) {
  require_finite_coordinates(lo_, "the lower corner of the start");
  require_finite_coordinates(hi_, "the upper corner of the start");
  require_equal("dimension of the upper corner of the start", hi_.size(), lo_.size());
  for (Index i = 0; i < lo_.size(); ++i)
    require(lo_(i) <= hi_(i), fmt::format("coordinate {} of the upper corner of the start", i + 1),
            fmt::format(">= {}", lo_(i)), fmt::format("{}", hi_(i)));
}

void UniformStart::write(const At& at, const Lockstep&, BlockRef state) const {
  at.noise.uniforms(at.start_key(), state);
  for (Index i = 0; i < state.cols(); ++i)
    for (Index r = 0; r < state.rows(); ++r)
      state(r, i) = lo_(i) * (1.0 - state(r, i)) + hi_(i) * state(r, i);
}

SampleStart::SampleStart(Block points, SampleChoice choice)
    : points_(std::move(points)), choice_(choice) {
  require_at_least("number of points to start from", points_.rows(), 1);
  require_at_least("dimension of the points to start from", points_.cols(), 1);
  for (Index r = 0; r < points_.rows(); ++r)
    for (Index c = 0; c < points_.cols(); ++c)
      if (!std::isfinite(points_(r, c)))
        require_finite(fmt::format("coordinate {} of start point {}", c + 1, r), points_(r, c));
}

void SampleStart::check_run(std::span<const std::shared_ptr<const Process>>,
                            std::uint64_t paths) const {
  const auto points = static_cast<std::uint64_t>(points_.rows());
  require(choice_ == SampleChoice::resampled || paths <= points, "paths",
          fmt::format("<= {}, the points given to start from in order", points),
          fmt::format("{}", paths));
}

void SampleStart::write(const At& at, const Lockstep&, BlockRef state) const {
  if (choice_ == SampleChoice::in_order) {
    state = points_.middleRows(static_cast<Index>(at.path), state.rows());
    return;
  }
  Scratch::Frame frame(at.scratch);
  BlockMap u = frame.block(state.rows(), 1);
  at.noise.uniforms(at.start_key(), u);
  const auto points = static_cast<double>(points_.rows());
  for (Index r = 0; r < state.rows(); ++r)
    state.row(r) = points_.row(static_cast<Index>(std::floor(u(r, 0) * points)));
}

StartFrom::StartFrom(const Process& process, std::size_t number, Index first, Index columns,
                     double time)
    : name_(process.name()), number_(number), first_(first), columns_(columns), time_(time) {
  require_non_negative("time of the start from process " + name_, time);
}

StartFrom::StartFrom(const Process& process, std::size_t number, double time)
    : StartFrom(process, number, 0, process.layout().size(), time) {}

StartFrom::StartFrom(const Process& process, std::size_t number, std::string_view field,
                     double time)
    : StartFrom(process, number, process.layout().field(field).first,
                process.layout().field(field).size, time) {}

void StartFrom::check_run(std::span<const std::shared_ptr<const Process>> before,
                          std::uint64_t) const {
  const std::string what = "process to start from, number " + std::to_string(number_) + ",";
  require(number_ < before.size(), what, "before the one that starts from it",
          fmt::format("{} before it", before.size()));
  const Process& process = *before[number_];
  require(process.name() == name_, what, name_, process.name());
  require(process.start_time() <= time_, "start time of process " + name_,
          fmt::format("<= {}, when another starts from it", time_),
          fmt::format("{}", process.start_time()));
}

void StartFrom::write(const At&, const Lockstep& others, BlockRef state) const {
  state = others.state(number_).middleCols(first_, columns_);
}

}  // namespace sdescent
