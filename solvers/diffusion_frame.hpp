#pragma once
/// \file
/// Mean and standard deviation of a diffusion from a point, as smooth functions of time.

#include "solvers/chebyshev_panel.hpp"
#include "solvers/diffusion_resolution.hpp"
#include "solvers/sde_model.hpp"

#include <vector>

namespace sdescent {

/// m and log s of ForwardEquation, and their derivatives by τ = log t, on panels of τ. They are the
/// law's own to about 10⁻⁶ only; but the derivatives are those of m and s as they are here, which
/// is all that an equation in the frame y = (x − m)/s needs to be exact.
class DiffusionFrame {
 public:
  class Panel {
   public:
    Panel(ChebyshevPanel mean_rate, ChebyshevPanel growth, double mean, double log_deviation)
        : mean_rate_(mean_rate), growth_(growth), mean_(mean), log_deviation_(log_deviation) {}

    /// Its interval of τ.
    double from() const { return growth_.left(); }
    double until() const { return growth_.right(); }

    double mean(double tau) const { return mean_ + mean_rate_.integral_to(tau); }
    double log_deviation(double tau) const { return log_deviation_ + growth_.integral_to(tau); }
    /// dm/dτ
    double mean_rate(double tau) const { return mean_rate_(tau); }
    /// d(log s)/dτ
    double growth(double tau) const { return growth_(tau); }

   private:
    ChebyshevPanel mean_rate_, growth_;
    double mean_, log_deviation_;  // at from()
  };

  /// From close to 0 to `t`. Throws as diffusion_laws() does.
  DiffusionFrame(const SdeModel& model, double x0, double t, const DiffusionResolution& resolution);

  /// In the order of time, without gaps. Kinks are ends of panels.
  const std::vector<Panel>& panels() const { return panels_; }

 private:
  void follow(const SdeModel& model, double x0, double t, const DiffusionResolution& resolution,
              const SincGrid& grid, GridDefect& defect);

  std::vector<Panel> panels_;
};

}  // namespace sdescent
