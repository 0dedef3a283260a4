#include "validation/law/mistaken_sde.hpp"

#include <cmath>

namespace sdescent::law {
namespace {

std::shared_ptr<const Problem> problem_of(const WeakErrorCase& of, Mistake mistake) {
  return mistake == Mistake::wrong_noise ? of.wrong_problem : of.problem;
}

}  // namespace

bool is_near(Mistake mistake) {
  return mistake == Mistake::without_mean || mistake == Mistake::noise_free ||
         mistake == Mistake::root_schedule || mistake == Mistake::next_step;
}

MistakenSde::MistakenSde(const WeakErrorCase& of, double eta, Mistake mistake)
    : OptimizerSde(problem_of(of, mistake), eta, of.schedule),
      right_(problem_of(of, mistake), eta, of.schedule),
      schedule_(of.schedule),
      kinks_(of.kinks),
      slope_(problem().noise().sign_slope().value()(0)),
      mistake_(mistake) {}

void MistakenSde::coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                               Scratch& scratch) const {
  right_.coefficients(mistake_ == Mistake::next_step ? t + eta() : t, x, drift, diagonal, scratch);
  switch (mistake_) {
    case Mistake::linear_sign:
      problem().objective().gradient(x, drift, 0, scratch);
      drift *= drift_factor(t) * slope_;
      break;
    case Mistake::without_mean:
      diagonal.setConstant(diffusion_factor(t));
      break;
    case Mistake::times_eta:
      diagonal *= std::sqrt(eta());
      break;
    case Mistake::noise_free:
      diagonal.setZero();
      break;
    case Mistake::root_schedule:
      if (schedule_(t) > 0.0) diagonal /= std::sqrt(schedule_(t));
      break;
    default:
      break;
  }
}

std::vector<double> MistakenSde::kinks() const {
  std::vector<double> kinks = kinks_;
  if (mistake_ == Mistake::next_step)
    for (double& t : kinks) t -= eta();
  return kinks;
}

}  // namespace sdescent::law
