// Whether signODE predicts signSGD on a table of the user's own.
#include "io/require.hpp"
#include "models/random_features.hpp"
#include "solvers/dense_product.hpp"
#include "solvers/philox.hpp"
#include "validation/exact/exact.hpp"
#include "validation/exact/real_data.hpp"
#include "validation/find_data.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

constexpr int most_components = 4;

constexpr const char* made = "made";

/// Features x = QΛ^{1/2}u of independent centred exponential u_j, Q Haar's, and a linear target
/// with Laplace noise of the variance of the signal.
DataTable made_table(const Session& session) {
  const ParameterValues& p = session.parameters();
  const auto n = static_cast<Index>(p.count("made-rows"));
  const auto d = static_cast<Index>(p.count("made-columns"));
  const std::uint64_t seed = session.seed("made");
  const Philox noise(seed, Resolution::bits52);
  Block u(n, d), e(n, 1), theta(d, 1);
  noise.uniforms({.draw = 1}, u);
  noise.uniforms({.draw = 2}, e);
  noise.normals({.draw = 3}, theta);
  const Eigen::VectorXd roots = log_spaced(0.1, 1.0, d).cwiseSqrt();
  const Eigen::MatrixXd mixing = roots.asDiagonal() * haar_rotation(d, seed).transpose();
  DataTable table;
  table.features = dense_product((-u.log() - 1.0).matrix(), mixing);
  const Eigen::VectorXd signal = table.features * theta.matrix();
  const double scale = std::sqrt(0.5 * signal.squaredNorm() / static_cast<double>(n));
  const Eigen::ArrayXd side = 1.0 - 2.0 * (e.col(0) - 0.5).abs();
  table.target = signal.array() - scale * (e.col(0) - 0.5).sign() * side.log();
  return table;
}

DataTable table_of(const Session& session) {
  const ParameterValues& p = session.parameters();
  DataTable table = p.text("data") == made
                        ? made_table(session)
                        : read_any_table(find_data(p.text("data")), p.text("target"));
  standardise(table);
  const auto dimension = static_cast<Index>(p.count("random-features"));
  if (dimension > 0)
    table.features = random_features(
        table.features, random_weights(table.features.cols(), dimension, session.seed("features")),
        Nonlinearity::tanh);
  table.features = with_feature_noise(std::move(table.features), p.real("feature-noise"),
                                      session.seed("feature noise"));
  centre(table);
  normalise(table);
  const double deviation =
      std::sqrt(table.target.squaredNorm() / static_cast<double>(table.target.size()));
  require_positive("standard deviation of the target", deviation);
  table.target /= deviation;
  return table;
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  const std::string data = p.text("data") == made
                               ? "A table that the program made, of mixed exponential features and "
                                 "Laplace noise"
                               : p.text("data");
  measure_real(session,
               real_setting(table_of(session), data, Predicted::mixture, most_components, p));
}

std::vector<Parameter> parameters() {
  std::vector<Parameter> all{
      file_or(made, "data",
              "a table of numbers, CSV or .npy: rows of features and a target; made: one that the "
              "program makes",
              "chosen: skewed features and Laplace noise, on which theory should hold"),
      count("made-rows", {4000, 20'000, 20'000}, "rows of the table that is made", "chosen"),
      count("made-columns", {50, 200, 400}, "its features", "chosen"),
      text("target", "last",
           "what is predicted in a table that is read: last, the name or the number (from 1) of a "
           "column, or an .npy file "
           "beside the table",
           "chosen"),
      count("random-features", {0, 0, 0}, "random tanh features d; 0: the features themselves",
            "chosen", 0),
      non_negative("feature-noise", 0.0, "noise on the (standardised or random) features, a ridge",
                   "chosen")};
  for (Parameter& one :
       real_parameters(0.15, "chosen: comes to rest within one pass through the table that is made",
                       {0, 0, 0}, "chosen: one pass", {128, 128, 128}))
    all.push_back(std::move(one));
  return all;
}

const RealExpectations expected{
    .one_pass = {Verdict::holds,
                 "each feature of the table that is made is a sum of many independent numbers and "
                 "close to normal, and the noise is independent of them. On a table of the user's "
                 "own this is the question: fails, with exit status 1, says that theory does not "
                 "predict signSGD there"},
    .independent_labels = {Verdict::holds, "the same"},
    .gaussian_features = {Verdict::holds, "the only error is that of finite d, O(1/d)"},
    .sgd = {Verdict::holds,
            "the drift of SGD is Kv whatever the law of the data, and its noise is that of "
            "independent labels"}};

}  // namespace

Experiment universality() {
  return {.id = "exact/universality",
          .title = "Does signODE predict signSGD on this table?",
          .reference = "Section 2, after Assumption 1; Appendix I; (13), (240)",
          .statement =
              "For a table of features and a target: K from the sample, θ* by least squares, the "
              "noise by a mixture of normals (EM, least BIC), the risk curve by signODE. Then "
              "signSGD runs once through the shuffled rows, several times, and the relative error "
              "along the curve is reported, with what it comes from: rows used once, noise that "
              "depends on x, features that are not Gaussian, finite d. Features and target are "
              "standardised, then features scaled to a largest eigenvalue of K of 1. Without a "
              "file the table is one that theory should predict.",
          .parameters = parameters(),
          .claims = real_claims("Appendix I", expected),
          .controls = real_controls(expected),
          .measure = measure};
}

}  // namespace sdescent::exact
