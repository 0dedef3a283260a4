#include "io/result_directory.hpp"

#include "io/os_error.hpp"

#include <fmt/format.h>

#include <system_error>
#include <unistd.h>
#include <vector>

namespace sdescent {
namespace {

namespace fs = std::filesystem;

/// Creates the parents of `path`; returns those that were not there, the deepest first.
std::vector<fs::path> create_parents(const fs::path& path, std::error_code& error) {
  std::vector<fs::path> missing;
  for (fs::path parent = path.parent_path(); !fs::exists(parent, error) && !error;
       parent = parent.parent_path())
    missing.push_back(parent);
  if (!error) fs::create_directories(path.parent_path(), error);
  return missing;
}

/// Absolute, links followed, without a trailing slash; its parents exist afterwards.
fs::path prepared(const fs::path& path, std::vector<fs::path>& created) {
  std::error_code error;
  fs::path result = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) throw_os_error("create", path, error);
  if (!result.has_filename()) result = result.parent_path();
  created = create_parents(result, error);
  if (error) throw_os_error("create", path, error);
  const fs::file_status status = fs::symlink_status(result, error);
  if (fs::exists(status) && !fs::is_directory(status))
    throw_os_error("create", path, std::make_error_code(std::errc::not_a_directory));
  return result;
}

/// Creates an empty hidden directory beside `path`. Counts up past names a killed process left.
fs::path create_sibling(const fs::path& path, const char* role) {
  const auto name = fmt::format(".{}.{}-{}", path.filename().string(), role, ::getpid());
  fs::path sibling = path.parent_path() / name;
  std::error_code error;
  for (int count = 2; !fs::create_directory(sibling, error); ++count) {
    if (error && error != std::errc::file_exists) throw_os_error("create", path, error);
    sibling = path.parent_path() / fmt::format("{}-{}", name, count);
  }
  return sibling;
}

}  // namespace

ResultDirectory::ResultDirectory(const fs::path& final_path)
    : final_(prepared(final_path, parents_)), staging_(create_sibling(final_, "partial")) {}

ResultDirectory::~ResultDirectory() {
  std::error_code ignored;
  if (published_) return;
  fs::remove_all(staging_, ignored);
  for (const fs::path& parent : parents_) fs::remove(parent, ignored);  // only if empty
}

void ResultDirectory::publish() {
  const fs::path old = create_sibling(final_, "old");
  std::error_code error;
  fs::rename(final_, old, error);
  const bool had_results = !error;
  if (had_results || error == std::errc::no_such_file_or_directory)
    fs::rename(staging_, final_, error);
  published_ = !error;

  std::error_code ignored;
  if (published_) {
    // The new results stand: being unable to delete the old ones is no reason to fail the run.
    fs::remove_all(old, ignored);
  } else {
    if (had_results) fs::rename(old, final_, ignored);
    fs::remove(old, ignored);  // deletes an empty directory only, never results
    throw_os_error("publish", final_, error);
  }
}

}  // namespace sdescent
