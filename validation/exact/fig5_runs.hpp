#pragma once
/// \file
/// What exact/fig5-minibatch runs for each law of noise and batch size.

#include "validation/exact/sign_mistakes.hpp"
#include "validation/exact/synthetic.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sdescent::exact {

struct MinibatchSetting {
  SyntheticSetting data;  ///< without labels
  Eigen::ArrayXd batches;
  double noise;

  /// Runs at B: as many data in all, but no fewer runs than there are replicate batches.
  std::uint64_t paths_at(Index batch) const;
};

std::vector<Parameter> minibatch_parameters();

/// Throws InvalidInput unless batches are whole numbers that increase from 1.
MinibatchSetting minibatch_setting(const ParameterValues& p);

/// One law of noise and one B, run as soon as it is made.
class MinibatchRun {
 public:
  // Members of the run.
  enum : std::size_t { optimizer, sde_coarse, sde };

  MinibatchRun(Session& session, const MinibatchSetting& setting, const std::string& noise,
               std::shared_ptr<const LabelNoise> labels, Index batch);

  Index batch() const { return problem_->batch(); }
  const LabelNoise& labels() const { return *problem_->labels(); }
  const SignTheory& theory() const { return theory_; }
  Eigen::ArrayXd times() const { return run_.times(); }
  Estimate mean(std::size_t member) const { return run_.mean(member); }

 private:
  std::shared_ptr<const StreamingRegression> problem_;
  SignTheory theory_;
  SyntheticRun run_;
};

Figure minibatch_figure(const MinibatchSetting& setting, const std::vector<MinibatchRun>& gaussian,
                        const std::vector<MinibatchRun>& rademacher);

}  // namespace sdescent::exact
