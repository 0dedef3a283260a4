#include "validation/adaptive/rivals.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

std::string name_of(const RivalDescription& description) {
  return description.kind == AdaptiveMethod::Kind::adam ? "Adam" : "RMSprop";
}

std::string other_equations(const RivalDescription& d) {
  return fmt::format("{}, {}", d.paper_sde, d.malladi_sde);
}

const char* third_of_rival =
    "time by time a third of the distance to Malladi's SDE, in a pilot of its own seed";
const char* third_of_complete =
    "a third of the distance to the same SDE with the noise of V and of the newest m, in a pilot "
    "of its own seed";
const char* third_of_level =
    "a third of the distance between the stationary variances of both SDEs, by Lyapunov's equation";

std::vector<Claim> far_claims(const RivalDescription& d, const std::string& on) {
  const std::string method = name_of(d);
  return {
      {on + "-loss", d.paper_sde + ", " + d.figure,
       fmt::format("From a far start, E f of {} and of its SDE agree.", method),
       ClaimKind::equality, "f", third_of_rival, Verdict::holds,
       "an order-1 weak approximation: E f is O(η) away while f falls by orders of magnitude"},
      {on + "-closer-loss", other_equations(d) + ", " + d.figure,
       fmt::format("There E f of this paper's SDE is closer to {}'s than that of Malladi's.",
                   method),
       ClaimKind::ordering, "f²", "none: an ordering of squared distances", Verdict::holds,
       "∇f ≫ σ: the second moment is (∇f)², which Malladi's SDE forgets at the rate ρ₂"},
      {on + "-closer-law", other_equations(d) + ", " + d.figure,
       fmt::format("There the law of x is closer, too: by energy distance from {}'s.", method),
       ClaimKind::ordering, "x", "none: an ordering of energy distances", Verdict::holds,
       "laws are narrow there and their distance is that of their means"},
      {on + "-spread", d.paper_sde,
       fmt::format("There Var x of {} and of its SDE agree, in the steepest direction that is "
                   "alike in all runs.",
                   method),
       ClaimKind::equality, "x²", third_of_complete, Verdict::fails,
       "v has noise of the order of x's: ĝ² deviates by 2∇f Z from its mean, and a Z that makes a "
       "step longer makes v larger. The SDE leaves this out; an order-1 weak approximation may, "
       "since Var x is of order η"},
  };
}

std::vector<Claim> near_claims(const RivalDescription& d, const std::string& on, Verdict at_eta,
                               const std::string& at_eta_reason) {
  const std::string method = name_of(d);
  return {
      {on + "-level", d.paper_sde,
       fmt::format("The stationary Var x of {} and of its SDE agree.", method), ClaimKind::equality,
       "x²", third_of_level, Verdict::fails, d.level_reason},
      {on + "-level-closer", other_equations(d),
       fmt::format("The stationary Var x of this paper's SDE is closer to {}'s than that of "
                   "Malladi's.",
                   method),
       ClaimKind::ordering, "x⁴", "none: an ordering of squared distances", Verdict::fails,
       d.level_closer_reason},
      {on + "-level-closer-at-eta", other_equations(d) + ", " + d.figure,
       fmt::format("It is closer when both are integrated as in the paper, by Euler–Maruyama with "
                   "Δt = η (paths that escape end where they do)."),
       ClaimKind::ordering, "x⁴", "none: an ordering of squared distances", at_eta, at_eta_reason},
  };
}

std::vector<Claim> claims_of(const RivalDescription& d) {
  std::vector<Claim> all;
  const auto add = [&](const std::string& on, Verdict at_eta, const std::string& reason) {
    for (const auto& claims : {far_claims(d, on), near_claims(d, on, at_eta, reason)})
      all.insert(all.end(), claims.begin(), claims.end());
  };
  add("quadratic", d.quadratic_at_eta, d.quadratic_at_eta_reason);
  add("saddle", d.saddle_at_eta, d.saddle_at_eta_reason);
  return all;
}

}  // namespace

Window far_window(const ParameterValues& p) { return {p.real("far_from"), p.real("far_to")}; }
Window spread_window(const ParameterValues& p) { return {p.real("far_from"), p.real("spread_to")}; }
Window level_window(const ParameterValues& p) { return {p.real("near_from"), p.real("near_end")}; }

Experiment rival_experiment(const RivalDescription& description) {
  return {.id = description.id,
          .title = description.title,
          .reference = description.reference,
          .statement = description.statement,
          .parameters = description.parameters,
          .claims = claims_of(description),
          .controls = description.controls,
          .measure = [description](Session& session) {
            const RivalResults results = rival_results(session, description.kind);
            rival_evidence(session, results);
            show_rivals(session, results);
          }};
}

}  // namespace sdescent::adaptive
