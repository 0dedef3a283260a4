#pragma once
/// \file
/// manifest.json: what a run was given and where it ran.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace sdescent {

/// What decides the bytes of a result, together with the build.
struct RunInputs {
  std::string id;
  std::uint64_t seed = 0;
  std::string effort;
  std::string control;
  std::vector<std::pair<std::string, std::string>> parameters = {};  ///< resolved name, value
  std::vector<std::pair<std::string, std::string>> files = {};  ///< parameter, CRC-32 of its file
};

/// How often the claims were read, the runs doubled each time.
struct Looks {
  unsigned taken = 0;
  unsigned allowed = 1;
};

/// How a run went; nothing of it changes a result.
struct RunRecord {
  unsigned threads = 1;
  std::string started;
  double seconds = 0;  ///< not counting what earlier processes spent on kept cells
  std::size_t kept_cells = 0;
  Looks looks = {};
};

/// JSON of {inputs, build, host, started, seconds, kept_cells, looks}; build and host are those of
/// this process, and parameters those of the first look.
std::string manifest_json(const RunInputs& inputs, const RunRecord& record);

/// Bytes that are equal for equal inputs and builds and for no others, whatever the values hold.
std::string run_stamp(const RunInputs& inputs);

/// Whether `path` is the manifest of a finished run of these inputs by this build. False unless the
/// build names its code (validation/build_info.hpp).
bool manifest_matches(const std::filesystem::path& path, const RunInputs& inputs);

/// Seconds since 1970 as UTC in ISO 8601.
std::string utc_now();

}  // namespace sdescent
