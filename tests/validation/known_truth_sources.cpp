// Paths of known laws, recorded and batched as a run does.
#include "solvers/batch_means.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/quantile_recorder.hpp"
#include "tests/support/recording.hpp"
#include "tests/validation/known_truth.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::known_truth {
namespace {

using Eigen::ArrayXd;

const Philox noise(20'260'101);

/// Claims of experiments have streams of their own, looks have not: they see the same paths.
DrawKey key(const Source& s) { return {.step = 8 * s.experiment + s.claim}; }

Block normals(const Source& s, Index paths, Index columns) {
  Block z(paths, columns);
  noise.normals(key(s), z);
  return z;
}

Block uniforms(const Source& s, Index paths, Index columns) {
  Block u(paths, columns);
  noise.uniforms(key(s), u);
  return u;
}

Index at_look(Index first, const Source& s) { return first << s.look; }

/// A recorder that has seen each column of values at a time of its own.
template <class Recorder>
Recorder recorded(Recorder recorder, const Block& values) {
  std::vector<double> times;
  for (Index i = 0; i < values.cols(); ++i) times.push_back(static_cast<double>(i));
  recorder.begin(times);
  for (Index i = 0; i < values.cols(); ++i)
    observe(recorder, static_cast<std::size_t>(i), Block(values.col(i)));
  return recorder;
}

Block moved(const Block& values, const ArrayXd& location, double scale) {
  return (scale * values).rowwise() + location.transpose();
}

Measured means(const Block& values, const ArrayXd& location, double scale) {
  return {recorded(MomentRecorder("x", columns({"x"})), moved(values, location, scale)).mean(0),
          {}};
}

/// Student's law by the polar method (Bailey, Math. Comp. 62, 1994).
Block student_by_polar(const Source& s, Index paths, Index points, double nu) {
  const Block u = uniforms(s, paths, 2 * points);
  const auto radius = (nu * (u.leftCols(points).pow(-2.0 / nu) - 1.0)).sqrt();
  return radius * (2.0 * std::numbers::pi * u.rightCols(points)).cos();
}

/// Student's law with ν = 3 by its definition, faster.
Block student3(const Source& s, Index paths, Index points) {
  const Block z = normals(s, paths, 4 * points);
  Block t(paths, points);
  for (Index i = 0; i < points; ++i) {
    const auto chi = z.middleCols(4 * i + 1, 3).square().rowwise().sum();
    t.col(i) = z.col(4 * i) / (chi / 3.0).sqrt();
  }
  return t;
}

constexpr Index few = 256, series_length = 4'096, many = 4'096, medians = 2'560;

double root(Index n) { return std::sqrt(static_cast<double>(n)); }

/// E |T| of Student's law, 2√ν Γ((ν+1)/2) / ((ν − 1) √π Γ(ν/2)), ν = 3/2.
const double mean_absolute = 2.0 * std::sqrt(1.5) * std::tgamma(1.25) /
                             (0.5 * std::sqrt(std::numbers::pi) * std::tgamma(0.75));

}  // namespace

Truth gaussian() {
  return {"Gaussian", 1.0 / root(few), [](const Source& s, const ArrayXd& at, double scale) {
            const Block z = normals(s, at_look(few, s), at.size() + 1);
            return means((z.leftCols(at.size()) + z.rightCols(at.size())) / std::numbers::sqrt2, at,
                         scale);
          }};
}

Truth autoregressive() {
  constexpr double phi = 0.5;
  return {
      "AR(1), batch means", 1.0 / ((1.0 - phi) * root(series_length)),
      [](const Source& s, const ArrayXd& at, double scale) {
        Block x = normals(s, at_look(series_length, s), at.size());
        x.row(0) /= std::sqrt(1.0 - phi * phi);
        for (Index c = 0; c < x.cols(); ++c)
          for (Index k = 1; k < x.rows(); ++k) x(k, c) += phi * x(k - 1, c);
        const BatchMeans batches = batch_means({moved(x, at, scale)}, 0, 1e-4);
        return Measured{jackknife(batches, [](const ArrayXd& m) { return m; }), batches.unfit()};
      }};
}

Truth student() {
  return {"Student ν = 3", std::sqrt(3.0) / root(many),
          [](const Source& s, const ArrayXd& at, double scale) {
            return means(student3(s, at_look(many, s), at.size()), at, scale);
          }};
}

Truth cauchy() {
  return {"Cauchy, medians", 0.5 * std::numbers::pi / root(medians),
          [](const Source& s, const ArrayXd& at, double scale) {
            const Block x =
                (std::numbers::pi * (uniforms(s, at_look(medians, s), at.size()) - 0.5)).tan();
            const QuantileRecorder recorder =
                recorded(QuantileRecorder("x", columns({"x"})), moved(x, at, scale));
            return Measured{recorder.quantile(0.5, 0), {}};
          }};
}

Truth deterministic() {
  return {"deterministic", 1.0 / root(few), [](const Source& s, const ArrayXd& at, double) {
            return means(Block::Zero(at_look(few, s), at.size()), at, 0.0);
          }};
}

Truth infinite_variance() {
  return {"Student ν = 3/2", std::cbrt(1.0 / static_cast<double>(many)),
          [](const Source& s, const ArrayXd& at, double scale) {
            return means(student_by_polar(s, at_look(many, s), at.size(), 1.5), at, scale);
          }};
}

Truth one_sided() {
  return {"one-sided Student ν = 3/2", std::cbrt(1.0 / static_cast<double>(many)),
          [](const Source& s, const ArrayXd& at, double scale) {
            return means(
                student_by_polar(s, at_look(many, s), at.size(), 1.5).abs() - mean_absolute, at,
                scale);
          }};
}

}  // namespace sdescent::known_truth
