#pragma once
/// \file
/// Label noise with what an experiment knows of it beside φ: its density and moments.

#include "models/label_noise.hpp"

#include <functional>
#include <memory>
#include <string>

namespace sdescent::exact {

struct NoiseFamily {
  std::string name;  ///< of figures and remarks
  std::shared_ptr<const LabelNoise> law = {};
  std::function<double(double)> density = {};  ///< written down here; nothing for laws of atoms
  double fourth_moment = 0;                    ///< E ε⁴, infinite if there is none
};

NoiseFamily gaussian_family(double deviation, double location = 0.0);
NoiseFamily student_family(double nu, double scale, double location = 0.0);
NoiseFamily cauchy_family(double scale, double location = 0.0);
NoiseFamily laplace_family(double scale);
NoiseFamily uniform_family(double half_width, double location = 0.0);
NoiseFamily rademacher_family(double scale);

/// (1 − share) N(0, 1) + share N(0, deviation²).
NoiseFamily contaminated_family(double share, double deviation);

/// The mixture 0.3 N(−1, 0.5²) + 0.7 N(0.4, 0.2²): skewed, two modes, no mode at 0.
NoiseFamily mixture_family();

/// (2/π) E e^{−ε²/(4R)} by Gauss's rules on the density, to 1e-12.
double phi_by_density(const NoiseFamily& family, double risk);

}  // namespace sdescent::exact
