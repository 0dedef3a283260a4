#pragma once
/// \file
/// Claims, tables and figures of an optimizer on the network against this paper's SDE, and where
/// there is one, against a rival's.

#include "validation/adaptive/network_course.hpp"
#include "validation/claim.hpp"

#include <string>
#include <vector>

namespace sdescent::adaptive {

/// What a contest is called.
struct ContestNames {
  std::string id;          ///< begins the ids of its claims, names its table and figure: "rmsprop"
  std::string optimizer;   ///< "RMSprop"
  std::string sde;         ///< the number of its SDE: "(131)"
  std::string rival = {};  ///< the number of the rival's, "(228)"; empty where there is none
};

/// Who takes part.
struct NetworkContest {
  ContestNames names;
  std::shared_ptr<const Process> optimizer;
  SdePointer sde;           ///< this paper's, or what a control has in its place
  SdePointer rival;         ///< Malladi's, or what a control has in its place; may be none
  SdePointer right, wrong;  ///< whose losses, without noise, are three tolerances apart
  Block state;              ///< of one path at t₀, where these two begin
  /// Time after t₀ from which the spread is tested, when what it owes to the noise before t₀ is
  /// forgotten.
  double settle = 0.0;
};

/// `<id>-loss`: E f agrees. `<id>-spread`: so do the variances of coordinates of x_t − x_{t₀}.
/// `<id>-ordering`, with a rival: E f of the SDE is nearer to the optimizer's than the rival's.
/// `wrong` names what the first tolerance is a third of the distance to, `spread_reason` says why
/// the second claim is expected to hold.
std::vector<Claim> contest_claims(const ContestNames& names, const std::string& reference,
                                  const std::string& wrong, const std::string& spread_reason);

/// Gives the evidence for the claims of all contests, and a table and a figure for each.
void measure_contests(Session& session, const NetworkSetting& setting,
                      const std::vector<NetworkContest>& contests);

}  // namespace sdescent::adaptive
