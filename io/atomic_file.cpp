#include "io/atomic_file.hpp"

#include "io/os_error.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace sdescent {
namespace {

/// An open file beside its target, removed unless it was moved onto it.
class Temporary {
 public:
  explicit Temporary(const std::filesystem::path& target) : target_(target) {
    static std::atomic<unsigned> calls{0};
    do {
      name_ = target.parent_path() / fmt::format(".tmp-{}-{}", ::getpid(), calls++);
      descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      // A process that was killed may have left a file under the number this one has now.
    } while (descriptor_ < 0 && errno == EEXIST);
    if (descriptor_ < 0) throw_errno("write", target);
  }

  ~Temporary() {
    ::close(descriptor_);
    if (!moved_) ::unlink(name_.c_str());
  }

  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ::ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written >= 0)
        bytes.remove_prefix(static_cast<std::size_t>(written));
      else if (errno != EINTR)
        throw_errno("write", target_);
    }
  }

  void move_onto_target() {
    if (::fsync(descriptor_) != 0) throw_errno("write", target_);
    if (std::rename(name_.c_str(), target_.c_str()) != 0) throw_errno("write", target_);
    moved_ = true;
  }

 private:
  std::filesystem::path target_;
  std::filesystem::path name_;
  int descriptor_ = -1;
  bool moved_ = false;
};

}  // namespace

void write_atomically(const std::filesystem::path& path, std::string_view bytes) {
  Temporary file(path);
  file.write(bytes);
  file.move_onto_target();
}

}  // namespace sdescent
