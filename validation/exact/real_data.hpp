#pragma once
/// \file
/// Risk curves predicted from a data set and met by one pass through it: what fig1-cifar10,
/// fig1-imdb and universality share.
///
/// What features that are not Gaussian change (derived here): with independent label noise and
/// E[x|x_i] linear in x_i, the mean of sign(x_i) sign(⟨x, v⟩ − ε) has the factor κ_i = √(π/2)
/// E|x_i|/√K_ii beside Gaussian features, so that K̄ becomes κK̄ and, the signs' variances being 1
/// as before, tr D becomes Σ √K_ii/κ_i in Theorem 3: where noise rules, the level of rest is lower
/// by log κ. Bounded features have κ > 1: 1.10 for CIFAR-10's random features, 1.09 for IMDB's.

#include "models/sample_stream.hpp"
#include "validation/session.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sdescent::exact {

/// Label noise fitted to the residuals.
struct LabelLaws {
  std::shared_ptr<const LabelNoise> gaussian;   ///< N(0, E ε²)
  std::shared_ptr<const LabelNoise> mixture;    ///< of normals, by EM
  std::shared_ptr<const LabelNoise> empirical;  ///< the residuals themselves
};

/// What is predicted and run.
struct RealSetting {
  std::string data;  ///< in words, for the caption
  SampleRegression fit;
  std::shared_ptr<const RegressionSample> sample;
  LabelLaws laws;
  std::shared_ptr<const LabelNoise> predicted;  ///< the one of the prediction
  std::string predicted_name;
  double eta;
  std::uint64_t paths, steps, records;
  /// Whether signSGD gets what theory assumes in place of the data: Gaussian features and
  /// independent noise of the predicted law.
  bool gaussian_data = false;

  Index dimension() const { return fit.optimum.size(); }
  double tick() const { return 1.0 / static_cast<double>(dimension()); }
};

/// Which law the prediction takes; `mixture` has the number of components of least BIC.
enum class Predicted { gaussian, mixture };

/// The control that sets `gaussian_data`.
inline constexpr const char* gaussian_data_control = "gaussian-data";

/// Fits a table that is centred already. Throws InvalidInput where its covariance is singular, or
/// where one pass has fewer rows than steps.
RealSetting real_setting(const DataTable& table, std::string data, Predicted law, int components,
                         const ParameterValues& p);

/// θ starts at 0.
Eigen::VectorXd start_deviation(const RealSetting& s);

/// Parameters that all have: eta, paths, steps, records.
std::vector<Parameter> real_parameters(double eta, const std::string& eta_origin,
                                       CountByEffort steps, const std::string& steps_origin,
                                       CountByEffort paths);

/// Why a claim is expected to hold, or to fail.
struct Expectation {
  Verdict verdict;
  std::string reason;
};
struct RealExpectations {
  Expectation one_pass, independent_labels, gaussian_features, sgd;
};

/// `reference` is that of the figure. A pass that is expected to fail has the control
/// gaussian-data, which makes it hold.
std::vector<Claim> real_claims(const std::string& reference, const RealExpectations& expected);
std::vector<Control> real_controls(const RealExpectations& expected);

/// Runs, tests and draws.
void measure_real(Session& session, const RealSetting& s);

}  // namespace sdescent::exact
