#pragma once
/// \file
/// What measuring, declaring and drawing of adaptive/phase-bounds share.

#include "validation/adaptive/phase_two_spread.hpp"
#include "validation/experiment.hpp"
#include "validation/session.hpp"

namespace sdescent::adaptive {

std::vector<Parameter> phase_bounds_parameters();
std::vector<Claim> phase_bounds_claims();
std::vector<Control> phase_bounds_controls();

/// bound/value of a claim, the smallest over its points.
struct Slack {
  std::string claim;
  double slack;
};

struct BoundsSetting {
  DiagonalSetting lemma;
  double slow_eta, slow_duration, duration, margin, two_ratio, three_ratio;
  Eigen::ArrayXd slow_lambda;
  std::uint64_t refine, paths;
  Schedule power;
};

/// The setting of the lemma, started in Phase 2 or 3.
DiagonalSetting from_ratio(const BoundsSetting& setting, double ratio);

/// The flat quadratic, in Phase 2.
DiagonalSetting flat(const BoundsSetting& setting);

/// Hands in evidence and remembers its slack.
class Book {
 public:
  explicit Book(Session& session) : session_(session) {}
  void submit(const std::string& claim, Evidence evidence) {
    const Eigen::ArrayXd measured = evidence.predicted + evidence.deviation.value;
    slacks_.push_back({claim, (evidence.predicted / measured).minCoeff()});
    session_.evidence(claim, std::move(evidence));
  }
  bool control(std::string_view name) const { return session_.control(name); }
  Session& session() const { return session_; }
  const std::vector<Slack>& slacks() const { return slacks_; }

 private:
  Session& session_;
  std::vector<Slack> slacks_;
};

/// C.23, on a function that is Polyak–Łojasiewicz and not strongly convex.
void loss_claims(Book& book, const BoundsSetting& setting);
/// C.24.
void gradient_claims(Book& book, const BoundsSetting& setting);

void draw_phase_bounds(Session& session, const std::vector<Slack>& slacks, const Spread& sign_sgd,
                       const Spread& sde);

}  // namespace sdescent::adaptive
