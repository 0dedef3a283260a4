#include "plots/program.hpp"

#include "io/error.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace sdescent::plots {
namespace {

[[noreturn]] void throw_start_error(const std::string& program, int error) {
  throw IoError(fmt::format("cannot start \"{}\": {}", program,
                            std::error_code(error, std::generic_category()).message()));
}

/// Both ends of a pipe, closed with the object; children inherit neither.
class Pipe {
 public:
  explicit Pipe(const std::string& program) {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw_start_error(program, errno);
  }

  ~Pipe() {
    ::close(ends_[0]);
    close_writer();
  }

  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }

  void close_writer() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }

 private:
  std::array<int, 2> ends_{};
};

/// What the child does between fork and exec.
class FileActions {
 public:
  FileActions(const std::filesystem::path& directory, const Pipe& output, const Pipe& errors) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_adddup2(&actions_, output.writer(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, errors.writer(), STDERR_FILENO);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
  }

  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }

  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  const ::posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  ::posix_spawn_file_actions_t actions_{};
};

/// The strings as exec wants them; valid as long as they are.
std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> list;
  for (std::string& string : strings) list.push_back(string.data());
  list.push_back(nullptr);
  return list;
}

::pid_t start(std::vector<std::string> arguments, const FileActions& actions) {
  const char* path = std::getenv("PATH");
  std::vector<std::string> environment{fmt::format("PATH={}", path == nullptr ? "" : path),
                                       "LC_ALL=C.UTF-8", "TZ=UTC0"};
  ::pid_t child = 0;
  const int error = ::posix_spawnp(&child, arguments[0].c_str(), actions.get(), nullptr,
                                   pointers(arguments).data(), pointers(environment).data());
  if (error != 0) throw_start_error(arguments[0], error);
  return child;
}

/// Moves what a pipe holds to the end of `text`; false at the end of the pipe.
bool drain(int reader, std::string& text) {
  std::array<char, 1 << 16> buffer;
  const ::ssize_t count = ::read(reader, buffer.data(), buffer.size());
  if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && errno == EINTR);
}

/// Reads both pipes to their ends, whichever has something: a child that fills the one while the
/// other is waited for would never end.
void read_all(const Pipe& output, const Pipe& errors, ProgramResult& result) {
  std::array<::pollfd, 2> pipes{{{output.reader(), POLLIN, 0}, {errors.reader(), POLLIN, 0}}};
  const std::array<std::string*, 2> texts{&result.output, &result.errors};
  while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
    if (::poll(pipes.data(), pipes.size(), -1) < 0) continue;
    for (std::size_t i = 0; i < pipes.size(); ++i)
      if (pipes[i].revents != 0 && !drain(pipes[i].fd, *texts[i])) pipes[i].fd = -1;
  }
}

int wait_for(::pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& arguments,
                          const std::filesystem::path& directory) {
  Pipe output(arguments[0]);
  Pipe errors(arguments[0]);
  const ::pid_t child = start(arguments, FileActions(directory, output, errors));
  // Only without our own copies do the pipes end with the child.
  output.close_writer();
  errors.close_writer();
  ProgramResult result;
  read_all(output, errors, result);
  result.status = wait_for(child);
  return result;
}

}  // namespace sdescent::plots
