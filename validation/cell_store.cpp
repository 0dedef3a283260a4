#include "validation/cell_store.hpp"

#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "io/read_file.hpp"
#include "solvers/seed.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace sdescent {
namespace {

namespace fs = std::filesystem;

constexpr const char* extension = ".cell";

/// Whether a cell may be read from it: anything else is a temporary of a killed process.
bool may_be_cell(const fs::path& path) {
  std::error_code error;
  return path.extension() == extension && fs::is_regular_file(fs::symlink_status(path, error));
}

}  // namespace

CellStore::CellStore(fs::path directory, std::string stamp, bool resume)
    : path_(std::move(directory)), stamp_(std::move(stamp)), resume_(resume) {}

std::optional<Archive> CellStore::load(const std::string& key) {
  open();
  const fs::path path = path_of(key);
  if (!may_be_cell(path)) return {};
  try {
    return from_cell_file(read_file(path), stamp_, key);
  } catch (const IoError&) {
    return {};
  }
}

void CellStore::store(const std::string& key, const Archive& result) {
  open();
  write_atomically(path_of(key), to_cell_file(stamp_, key, result));
}

void CellStore::discard() noexcept {
  try {
    if (!directory_ && !fs::exists(path_)) return;
    if (!directory_) directory_.emplace(path_);
    for (const fs::path& entry : directory_->entries()) fs::remove_all(entry);
  } catch (const std::exception&) {
    // The results stand: cells that cannot be deleted are no reason to fail the run.
  }
  directory_.reset();
}

void CellStore::open() {
  if (directory_) return;
  directory_.emplace(path_);
  for (const fs::path& entry : directory_->entries())
    if (!resume_ || !may_be_cell(entry)) fs::remove_all(entry);
}

fs::path CellStore::path_of(const std::string& key) const {
  return path_ / fmt::format("{:016x}{}", derive_seed(0, key), extension);
}

fs::path cells_path(const fs::path& result_directory) {
  const fs::path path = fs::weakly_canonical(fs::absolute(result_directory));
  return path.parent_path() / fmt::format(".{}.cells", path.filename().string());
}

}  // namespace sdescent
