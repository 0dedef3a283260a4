// What the runs of law/variance-reduction say of each claim.
#include "validation/joined_evidence.hpp"
#include "validation/law/variance_reduction.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Of E h by laws on lattices and by forward equations, in units of h.
constexpr double exact_error = 1e-11;

void unbiased(Session& session, const ReductionSetting& s,
              const std::vector<ReductionResults>& all) {
  std::vector<Evidence> of_controls, of_levels;
  for (const ReductionResults& r : all) {
    for (Index i = 0; i < s.eta.size(); ++i) {
      const auto exact = exact_chain(s, r.coupling, s.eta(i));
      if (!exact) continue;
      const ControlRun& run = r.controls[static_cast<std::size_t>(i)];
      of_controls.push_back({run.mean(Variant::sign_second) - *exact, *exact,
                             reduction_tolerance(s, r.coupling, s.eta(i)),
                             ArrayXd::Constant(exact->size(), exact_error)});
    }
    if (r.coupling != Coupling::separable) continue;
    for (std::size_t k = 0; k < r.multilevel.size(); ++k) {
      const double eta = r.multilevel_eta[k];
      const ArrayXd exact = exact_sde(s, eta);
      const MultilevelRun& run = r.multilevel[k];
      MultilevelResult summed = run.controlled;
      if (session.control("finest-levels-left-out")) summed.levels.resize(2);
      of_levels.push_back(
          noted({summed.value() - exact, exact, reduction_tolerance(s, r.coupling, eta),
                 run.controlled.bias() + exact_error},
                run.refinement));
    }
  }
  session.evidence("controls-unbiased", joined(of_controls));
  session.evidence("multilevel-exact", joined(of_levels));
}

/// Of what is left <= a known number.
Evidence at_most(const Estimate& left, double most) {
  const ArrayXd bound = ArrayXd::Constant(left.points(), most), none = 0.0 * bound;
  return {left - bound, bound, none, none};
}

Estimate times(double factor, const Estimate& e) {
  return {factor * e.value, factor * e.pseudo_values, e.runs};
}

void work_left(Session& session, const ReductionSetting& s,
               const std::vector<ReductionResults>& all) {
  std::vector<Evidence> controls, levels, both;
  for (const ReductionResults& r : all) {
    for (Index i = 0; i < s.eta.size(); ++i) {
      const ControlRun& run = r.controls[static_cast<std::size_t>(i)];
      for (const auto& left : {run.variance_left(Variant::sign_second, Variant::sign_plain),
                               run.variance_left(Variant::sde_second, Variant::sde_plain)})
        controls.push_back(at_most(times(controlled_work, left), s.eta(i)));
    }
    for (std::size_t k = 0; k < r.multilevel.size(); ++k) {
      const double eta = r.multilevel_eta[k];
      const std::uint64_t finest = r.multilevel[k].plain.levels.back().refine;
      levels.push_back(
          at_most(r.work_left(k, false), linear_work_left(largest_rate(s), s.duration, finest)));
      both.push_back(at_most(r.work_left(k, true), eta * eta));
    }
  }
  session.evidence("controls-work", joined(controls));
  session.evidence("multilevel-work", joined(levels));
  session.evidence("both-work", joined(both));
}

/// Variance left over η: a law for each function.
void add_laws(std::vector<PowerLaw>& laws, const ReductionSetting& s, const ReductionResults& r,
              Variant controlled, Variant plain) {
  std::vector<Estimate> left;
  for (const ControlRun& run : r.controls) left.push_back(run.variance_left(controlled, plain));
  for (Index h = 0; h < reduction_function_count; ++h) {
    std::vector<Estimate> of_h;
    for (const Estimate& e : left) of_h.push_back(points(e, h, 1));
    laws.push_back({fmt::format("variance left of {}, {}",
                                reduction_functions().columns[static_cast<std::size_t>(h)],
                                coupling_names[static_cast<int>(r.coupling)]),
                    s.eta, joined(of_h), ArrayXd::Zero(s.eta.size())});
  }
}

void scaling(Session& session, const ReductionSetting& s,
             const std::vector<ReductionResults>& all) {
  std::vector<PowerLaw> first, second, terms;
  // With the control, second order is what first order is.
  const Variant best =
      session.control("first-order-for-second") ? Variant::sign_first : Variant::sign_second;
  for (const ReductionResults& r : all) {
    add_laws(first, s, r, Variant::sign_first, Variant::sign_plain);
    add_laws(second, s, r, best, Variant::sign_plain);
    add_laws(second, s, r, Variant::sde_second, Variant::sde_plain);
    const std::vector<Level>& levels = r.multilevel.front().coarse.levels;
    const ArrayXd dt = s.duration / Eigen::Array3d(32, 16, 8);
    for (Index h = 0; h < reduction_function_count; ++h) {
      std::vector<Estimate> of_h;
      for (const std::size_t l : {3, 2, 1}) of_h.push_back(points(levels[l].variance, h, 1));
      terms.push_back({fmt::format("variance of a term of {}, {}",
                                   reduction_functions().columns[static_cast<std::size_t>(h)],
                                   coupling_names[static_cast<int>(r.coupling)]),
                       dt, joined(of_h), ArrayXd::Zero(dt.size())});
    }
  }
  session.evidence("first-order", exponent_evidence(first, 1.0, 1.0 / 3.0));
  session.evidence("second-order", exponent_evidence(second, 2.0, 1.0 / 3.0));
  session.evidence("multilevel-terms", exponent_evidence(terms, 2.0, 1.0 / 3.0));
}

}  // namespace

void reduction_evidence(Session& session, const ReductionSetting& s,
                        const std::vector<ReductionResults>& all) {
  unbiased(session, s, all);
  work_left(session, s, all);
  scaling(session, s, all);
}

}  // namespace sdescent::law
