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
      const double eta = s.eta(static_cast<Index>(r.beside[k]));
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

/// A number that is claimed, at most what is saved.
Evidence at_least(const Saved& saved, double claimed) {
  const ArrayXd known = ArrayXd::Constant(saved.bias.size(), claimed);
  const Estimate& factor = saved.factor;
  return {{known - factor.value, claimed - factor.pseudo_values, factor.runs},
          factor.value,
          0.0 * known,
          saved.bias};
}

void work_saved(Session& session, const ReductionSetting& s,
                const std::vector<ReductionResults>& all) {
  std::vector<Evidence> controls, levels, both;
  for (const ReductionResults& r : all) {
    for (Index i = 0; i < s.eta.size(); ++i) {
      const ControlRun& run = r.controls[static_cast<std::size_t>(i)];
      for (const Saved& saved : {run.saved(Variant::sign_second, Variant::sign_plain),
                                 run.saved(Variant::sde_second, Variant::sde_plain)})
        controls.push_back(at_least(saved, controlled_work / s.eta(i)));
    }
    for (std::size_t k = 0; k < r.multilevel.size(); ++k) {
      const double eta = s.eta(static_cast<Index>(r.beside[k]));
      const std::uint64_t finest = r.multilevel[k].plain.levels.back().refine;
      levels.push_back(at_least(r.work_saved(k, false),
                                1.0 / linear_work_left(largest_rate(s), s.duration, finest)));
      both.push_back(at_least(r.work_saved(k, true), 1.0 / (eta * eta)));
    }
  }
  session.evidence("controls-work", joined(controls));
  session.evidence("multilevel-work", joined(levels));
  session.evidence("both-work", joined(both));
}

/// The points of several curves with this number.
PowerLaw law_of(std::string name, const ArrayXd& x, const std::vector<Estimate>& curves, Index h) {
  std::vector<Estimate> of_h;
  for (const Estimate& e : curves) of_h.push_back(points(e, h, 1));
  return {std::move(name), x, joined(of_h), ArrayXd::Zero(x.size())};
}

std::string name_of(const char* what, const ReductionResults& r, Index h) {
  return fmt::format("{} of {}, {}", what,
                     reduction_functions().columns[static_cast<std::size_t>(h)],
                     coupling_names[static_cast<int>(r.coupling)]);
}

/// Variance saved over η: a law for each function. Means over batches scale as the variance of all
/// does, since what is left, over its scale, converges in law.
void add_laws(std::vector<PowerLaw>& laws, const ReductionSetting& s, const ReductionResults& r,
              Variant controlled, Variant plain) {
  std::vector<Estimate> factors;
  for (const ControlRun& run : r.controls) factors.push_back(run.saved(controlled, plain).factor);
  for (Index h = 0; h < reduction_function_count; ++h)
    laws.push_back(law_of(name_of("variance saved", r, h), s.eta, factors, h));
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
    std::vector<Estimate> variances;
    for (const std::size_t l : {5U, 4U, 3U}) variances.push_back(r.quiet.levels[l].variance);
    for (Index h = 0; h < reduction_function_count; ++h)
      terms.push_back(law_of(name_of("variance of a term", r, h),
                             s.duration / Eigen::Array3d(128, 64, 32), variances, h));
  }
  session.evidence("first-order", exponent_evidence(first, -1.0, 1.0 / 3.0));
  session.evidence("second-order", exponent_evidence(second, -2.0, 1.0 / 3.0));
  session.evidence("multilevel-terms", exponent_evidence(terms, 2.0, 1.0 / 3.0));
}

}  // namespace

void reduction_evidence(Session& session, const ReductionSetting& s,
                        const std::vector<ReductionResults>& all) {
  unbiased(session, s, all);
  work_saved(session, s, all);
  scaling(session, s, all);
}

}  // namespace sdescent::law
