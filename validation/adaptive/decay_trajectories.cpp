#include "validation/adaptive/decay_trajectories.hpp"

#include "validation/adaptive/mistaken_adaptive_sde.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Models of a pilot.
enum : std::size_t { pilot_sde, pilot_coupled };

const char* prefix(DecayMethod method) { return method == rmspropw ? "rmsprop" : "adam"; }

std::string own(DecayMethod method, const char* parameter) {
  return fmt::format("{}_{}", prefix(method), parameter);
}

std::shared_ptr<const SdeModel> sde_in_use(const Session& session, const AdaptiveMethod& method,
                                           const std::shared_ptr<const Problem>& problem) {
  for (const auto& [name, mistake] : {std::pair{"coupled-decay", AdaptiveMistake::coupled_decay},
                                      std::pair{"doubled-decay", AdaptiveMistake::doubled_decay}})
    if (session.control(name)) return mistaken_sde_of(method, problem, mistake);
  return sde_of(method, problem);
}

std::vector<Evidence> tests(const Session& session, const DecayLandscape& on,
                            const Comparison& cell) {
  const ParameterValues& p = session.parameters();
  const double from = p.real("from"), to = p.real("to");
  std::vector<Evidence> all;
  for (const Quantity& of : {means_within(on.coordinates, from, to), loss_within(from, to)})
    all.push_back(cell.equality(0, of, cell.third_of_pilot(pilot_sde, pilot_coupled, of)));
  return all;
}

ParameterGrid start_grid(const ParameterValues& p, DecayMethod method) {
  return {own(method, "t0s"), {{"t0", p.reals(own(method, "t0s"))}}};
}

std::vector<DecayResults::Start> later_starts(Session& session, const DecayLandscape& on,
                                              DecayMethod method) {
  const ParameterValues& p = session.parameters();
  const auto runs = [&](double t0) {
    return started_at(decay_setting(session, on, method), t0, p.real("to"), p.count("t0_paths"));
  };
  const ParameterGrid grid = start_grid(p, method);
  const std::vector<Archive> done = session.cells(grid, [&](const Cell& cell) {
    Trajectories all = runs(cell.point.real("t0"));
    all.run(session, cell.seed);
    Archive archive;
    all.save(archive);
    return archive;
  });
  std::vector<DecayResults::Start> starts;
  for (std::size_t i = 0; i < done.size(); ++i) {
    const double t0 = grid.points()[i].real("t0");
    starts.push_back({t0, runs(t0)});
    starts.back().runs.load(done[i]);
  }
  return starts;
}

const char* third_of_coupled =
    "time by time a third of the distance to the SDE of coupled decay, ∇f + ϑX for ∇f, in a pilot "
    "of its own seed";

std::vector<Claim> claims_of(DecayMethod method) {
  const bool adam = method == adamw;
  const std::string name = adam ? "AdamW" : "RMSpropW", id = adam ? "adamw" : "rmspropw";
  const std::string reference = adam ? "Theorem 3.12, (219), Figure 3" : "(158), Figure 3";
  return {
      {id + "-trajectory", reference,
       fmt::format("E x_k of {} and E X_{{kη}} of its SDE agree.", name), ClaimKind::equality, "x",
       third_of_coupled, Verdict::holds,
       "an order-1 weak approximation; what decay does to x by then, ϑ∫x dt, is several times the "
       "O(η) that is left"},
      {id + "-loss", reference, fmt::format("E f of {} and of its SDE agree.", name),
       ClaimKind::equality, "f", third_of_coupled, Verdict::holds, "as of the trajectory"},
  };
}

}  // namespace

AdaptiveMethod decay_method(const ParameterValues& p, DecayMethod method) {
  const bool adam = method == adamw;
  return {.kind = adam ? AdaptiveMethod::Kind::adam : AdaptiveMethod::Kind::rmsprop,
          .eta = p.real(own(method, "eta")),
          .beta1 = adam ? p.real("adam_beta1") : 0.0,
          .beta2 = p.real(adam ? "adam_beta2" : "rmsprop_beta"),
          .decay = p.real("decay"),
          .epsilon = p.real("epsilon")};
}

ComparisonSetting decay_setting(const Session& session, const DecayLandscape& on,
                                DecayMethod which) {
  const ParameterValues& p = session.parameters();
  const AdaptiveMethod method = decay_method(p, which);
  const auto problem = on.problem(p, p.real(own(which, "sigma")));
  return {.run = {.method = method,
                  .problem = problem,
                  .x0 = p.reals("x0"),
                  .t0 = p.real(own(which, "t0")),
                  .end = p.real("end"),
                  .records = p.count("records"),
                  .paths = p.count("paths"),
                  .samples = p.count("samples")},
          .models = {{"sde", sde_in_use(session, method, problem)}},
          .pilot_models = {{"sde", sde_of(method, problem)},
                           {"coupled",
                            mistaken_sde_of(method, problem, AdaptiveMistake::coupled_decay)}},
          .refinement = refinement_range(p),
          .pilot_paths = p.count("pilot_paths")};
}

DecayResults decay_results(Session& session, const DecayLandscape& on) {
  const ParameterGrid grid("method", {{"adam", Eigen::Array2d(0, 1)}});
  const auto method = [](const ParameterPoint& point) {
    return point.real("adam") > 0 ? adamw : rmspropw;
  };
  const std::vector<Archive> done = session.cells(grid, [&](const Cell& cell) {
    return Comparison::run(session, decay_setting(session, on, method(cell.point)), cell.seed,
                           [&](const Comparison& c) { return tests(session, on, c); });
  });
  DecayResults results;
  for (const DecayMethod which : {rmspropw, adamw}) {
    results.comparisons.emplace_back(decay_setting(session, on, which));
    results.comparisons.back().load(done[which]);
    results.starts.push_back(later_starts(session, on, which));
  }
  return results;
}

void decay_evidence(Session& session, const DecayLandscape& on, const DecayResults& results) {
  for (const DecayMethod which : {rmspropw, adamw}) {
    const std::string id = which == adamw ? "adamw" : "rmspropw";
    const std::vector<Evidence> all = tests(session, on, results.comparisons[which]);
    session.evidence(id + "-trajectory", all[0]);
    session.evidence(id + "-loss", all[1]);
  }
}

std::vector<Claim> decay_claims() {
  std::vector<Claim> all = claims_of(rmspropw);
  for (const Claim& claim : claims_of(adamw)) all.push_back(claim);
  return all;
}

std::vector<Control> decay_controls() {
  const std::vector<std::string> all{"rmspropw-trajectory", "rmspropw-loss", "adamw-trajectory",
                                     "adamw-loss"};
  return {{"coupled-decay", "∇f + ϑX in the place of ∇f and no −ϑX dt", all, Effort::quick},
          {"doubled-decay", "2ϑ in the SDE", all, Effort::quick}};
}

std::vector<Parameter> decay_parameters() {
  return {
      positive("decay", 0.01, "decoupled weight decay ϑ", "adaptive F.5"),
      positive("rmsprop_eta", 0.01, "learning rate η of RMSpropW", "adaptive F.3"),
      positive("rmsprop_beta", 0.99, "β of RMSpropW", "adaptive F.3"),
      positive("adam_eta", 0.001, "learning rate η of AdamW", "adaptive F.4"),
      positive("adam_beta1", 0.9, "β₁ of AdamW", "adaptive F.4"),
      positive("adam_beta2", 0.999, "β₂ of AdamW", "adaptive F.4"),
      non_negative("epsilon", 1e-8, "ε", "chosen: PyTorch's; the paper gives none"),
      positive("rmsprop_t0", 0.5, "time t₀ from which RMSpropW's SDE runs",
               "chosen: half of 1/ρ, when v has forgotten v₀ = 0 and ∇f is still large"),
      positives("rmsprop_t0s", Eigen::Array4d(0.1, 0.25, 0.5, 1.0),
                "t₀ of RMSpropW in the figure of the start", "chosen"),
      positive("adam_t0", 0.1, "time t₀ from which AdamW's SDE runs",
               "chosen: ten 1/ρ₁, when m has forgotten m₀ = 0; v is corrected for v₀ = 0"),
      positives("adam_t0s", Eigen::Array4d(0.02, 0.05, 0.1, 0.5),
                "t₀ of AdamW in the figure of the start", "chosen"),
      positive("end", 5.0, "end of the runs",
               "chosen: the part of the paper's runs in which x moves"),
      positive("from", 2.0, "first time compared", "chosen: decay has acted on x for 2/ρ"),
      positive("to", 4.0, "last time compared", "chosen: four 1/ρ"),
      count("records", {40, 60, 60}, "times recorded after t₀", "chosen"),
      count("samples", {256, 1024, 500}, "runs whose states are kept", "chosen"),
      count("t0_paths", {128, 512, 500}, "runs for each t₀", "chosen"),
      count("pilot_paths", {256, 1024, 1024}, "runs of the pilots",
            "chosen: states are spread over 1 % of what decay does"),
      count("refine", {4, 4, 8}, "SDE steps for each optimizer step",
            "chosen: the paper uses 1, where the integrator is nearly the optimizer"),
      most_refine({8, 32, 64}),
  };
}

}  // namespace sdescent::adaptive
