#pragma once
/// \file
/// A program as its user meets it: arguments in, exit code and text out.

#include "io/read_file.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace sdescent {

/// What a program that has ended left behind.
struct ProgramResult {
  int code = 0;  ///< exit status; 128 + n if signal n ended it
  std::string out, err;
};

/// A program that runs with an empty standard input and the environment of the tests. Ended with
/// the scope if nobody waited for it.
class RunningProgram {
 public:
  /// `out` and `err` receive the two outputs; by default files that wait() reads.
  explicit RunningProgram(std::vector<std::string> arguments, std::filesystem::path out = {})
      : out_(out.empty() ? directory_.path() / "out" : std::move(out)),
        err_(directory_.path() / "err") {
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out_.c_str(), flags, 0600);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err_.c_str(), flags, 0600);
    const int error =
        ::posix_spawnp(&id_, pointers.front(), &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::system_error(error, std::generic_category(), arguments.front());
  }

  ~RunningProgram() {
    if (id_ == 0) return;
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }

  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void send(int signal_number) const { ::kill(id_, signal_number); }

  /// Waits for its end; call once.
  ProgramResult wait() {
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0)
      if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    id_ = 0;
    const bool own = out_.parent_path() == directory_.path();
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            own ? read_file(out_) : "", read_file(err_)};
  }

 private:
  TemporaryDirectory directory_;
  std::filesystem::path out_, err_;
  ::pid_t id_ = 0;
};

inline ProgramResult run_program(std::vector<std::string> arguments) {
  return RunningProgram(std::move(arguments)).wait();
}

}  // namespace sdescent
