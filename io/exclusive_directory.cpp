#include "io/exclusive_directory.hpp"

#include "io/error.hpp"
#include "io/os_error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace sdescent {
namespace {

namespace fs = std::filesystem;

/// Whether `path` still names the open file: its last holder may have removed it meanwhile.
bool is_named(int descriptor, const fs::path& path) {
  struct stat open_file = {};
  struct stat named = {};
  return ::fstat(descriptor, &open_file) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

/// The open lock file; −1 when the directory has just vanished.
int open_locked(const fs::path& directory, const fs::path& lock) {
  const int descriptor = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor < 0 && errno == ENOENT) return -1;
  if (descriptor < 0) throw_errno("lock", directory);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  const std::error_code reason(errno, std::generic_category());
  ::close(descriptor);
  if (reason == std::errc::operation_would_block)
    throw IoError(
        fmt::format("cannot lock \"{}\": another process is at work in it", directory.string()));
  throw_os_error("lock", directory, reason);
}

int create_locked(const fs::path& directory, const fs::path& lock) {
  for (;;) {
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) throw_os_error("create", directory, error);
    const int descriptor = open_locked(directory, lock);
    if (descriptor < 0) continue;
    if (is_named(descriptor, lock)) return descriptor;
    ::close(descriptor);
  }
}

}  // namespace

ExclusiveDirectory::ExclusiveDirectory(fs::path path)
    : path_(std::move(path)), lock_(path_ / "lock"), descriptor_(create_locked(path_, lock_)) {}

ExclusiveDirectory::~ExclusiveDirectory() {
  std::error_code ignored;
  if (is_named(descriptor_, lock_)) {
    fs::remove(lock_, ignored);
    fs::remove(path_, ignored);  // only if empty; who comes in meanwhile makes a lock of his own
  }
  ::close(descriptor_);
}

std::vector<fs::path> ExclusiveDirectory::entries() const {
  std::vector<fs::path> all;
  for (const auto& entry : fs::directory_iterator(path_))
    if (entry.path() != lock_) all.push_back(entry.path());
  return all;
}

}  // namespace sdescent
