#pragma once
/// \file
/// Weak errors of SDEs of second order in one coordinate without sampling: what the files of
/// law/second-order share. f = ½x², noise of scale 1.

#include "models/schedule.hpp"
#include "plots/figure.hpp"
#include "solvers/diffusion_resolution.hpp"
#include "validation/law/weak_error.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sdescent::law {

/// What is wrong, by the session's control.
struct SecondOrderMistakes {
  double correction = 1.0;          ///< factor of what the SDE of second order adds to the drift
  double first_correction = 0.0;    ///< the same in the SDE of first order
  Mistake mistake = Mistake::none;  ///< in what both have in common, for SignSGD
};

struct SecondOrderSetting {
  Eigen::ArrayXd eta;  ///< increasing, each a whole part of both durations
  double duration, x0, nu, centre, width;
  double laplace_x0;        ///< a start off the kink
  double uniform_path;      ///< from the start to the kink, under uniform noise
  double uniform_duration;  ///< T there
  SecondOrderMistakes mistakes;
};

enum class SecondOrderMethod { sign_sgd, sgd };

/// One optimizer under one noise.
struct SecondOrderCase {
  SecondOrderMethod method;
  WeakErrorCase of;
  double x0;
  /// Where the coefficients of the SDE have a kink: grids that resolve it as far as they can, and
  /// by how far is seen from the second.
  std::optional<DiffusionResolution> fine = {}, coarse = {};
};

/// The SDE of first order, with what is planted there, and `correction` times what the SDE of
/// second order adds to the right one.
std::shared_ptr<const SdeModel> second_order_sde(const SecondOrderCase& c,
                                                 const SecondOrderMistakes& mistakes, double eta,
                                                 double correction);

/// E h(x_k) of the optimizer for every h.
std::vector<double> optimizer_means(const SecondOrderCase& c,
                                    const std::vector<TestFunction>& functions, double eta,
                                    std::uint64_t steps);

/// Weak errors E h(x_{T/η}) − E h(X_T) of one optimizer and h over η.
struct SecondOrderCurve {
  std::string setting;  ///< "SignSGD, Gaussian"
  TestFunction function;
  Eigen::ArrayXd eta;
  Eigen::ArrayXd first, second;  ///< of the SDEs of first and second order
  Eigen::ArrayXd bias;           ///< bound of the numerical error of either
  double limit = 0;              ///< of second/η², derived
  double approach = 1.0;         ///< the limit is approached in powers of η^approach
  double tolerance = 0;          ///< of that: a third of the distance to the nearest wrong model

  SecondOrderCurve(std::string of, TestFunction h, const Eigen::ArrayXd& at)
      : setting(std::move(of)), function(std::move(h)), eta(at), first(at), second(at), bias(at) {}
  std::string name() const { return setting + ", " + function.name; }
};

/// Where everything along the mean flow is smooth.
std::vector<SecondOrderCurve> smooth_curves(const SecondOrderSetting& s);
/// Laplace noise, from the kink of m' at 0.
std::vector<SecondOrderCurve> laplace_curves(const SecondOrderSetting& s);
/// Uniform noise, from beyond the kink of m: the step that crosses it begins on it (phase 0), or
/// half a step before it (phase ½).
std::vector<SecondOrderCurve> uniform_curves(const SecondOrderSetting& s);

struct SecondOrderResults {
  std::vector<SecondOrderCurve> smooth, laplace, uniform;
};
Figure second_order_figure(const SecondOrderSetting& s, const SecondOrderResults& r);

}  // namespace sdescent::law
