#include "io/atomic_file.hpp"

#include "io/error.hpp"
#include "io/read_file.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;

std::string message_of_write_under_limit(const std::filesystem::path& path,
                                         const std::string& bytes, rlim_t limit) {
  const FileSizeLimit full_disk(limit);
  try {
    write_atomically(path, bytes);
  } catch (const IoError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("an atomic write replaces the content and leaves nothing else", "[io]") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "claims.json";
  const std::string bytes("first, \0 and longer", 19);
  write_atomically(path, bytes);
  CHECK(read_file(path) == bytes);
  write_atomically(path, "second");
  CHECK(read_file(path) == "second");
  write_atomically(path, "");
  CHECK(read_file(path).empty());
  CHECK(directory.entry_count() == 1);
}

TEST_CASE("a file name without directory is written to the working directory", "[io]") {
  const TemporaryDirectory directory;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(directory.path());
  write_atomically("plain", "text");
  std::filesystem::current_path(before);
  CHECK(read_file(directory.path() / "plain") == "text");
}

TEST_CASE("temporaries of a killed process do not disturb a write", "[io]") {
  const TemporaryDirectory directory;
  const std::string prefix = directory.path() / (".tmp-" + std::to_string(getpid()) + "-");
  for (int i = 0; i < 1000; ++i) std::ofstream(prefix + std::to_string(i)) << "left";
  write_atomically(directory.path() / "file", "text");
  CHECK(read_file(directory.path() / "file") == "text");
  CHECK(read_file(prefix + "999") == "left");
  CHECK(directory.entry_count() == 1001);
}

TEST_CASE("a write that fails halfway keeps the old file and removes the temporary", "[io]") {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "cell.npz";
  write_atomically(path, "old");
  const std::string message = message_of_write_under_limit(path, std::string(5000, 'x'), 1000);
  CHECK(message == "cannot write \"" + path + "\": File too large");
  CHECK(read_file(path) == "old");
  CHECK(directory.entry_count() == 1);
}

TEST_CASE("a write onto a directory or into a missing one says so", "[io]") {
  const TemporaryDirectory directory;
  const std::string taken = directory.path() / "taken";
  std::filesystem::create_directory(taken);
  CHECK_THROWS_MATCHES(write_atomically(taken, "x"), IoError,
                       Message("cannot write \"" + taken + "\": Is a directory"));
  CHECK(directory.entry_count() == 1);

  const std::string lost = directory.path() / "missing" / "file";
  CHECK_THROWS_MATCHES(write_atomically(lost, "x"), IoError,
                       Message("cannot write \"" + lost + "\": No such file or directory"));
}

TEST_CASE("writers of one path never mix and readers see whole files only", "[io]") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "shared";
  const std::string a(100'000, 'a');
  const std::string b(50'000, 'b');
  write_atomically(path, a);
  std::vector<std::thread> writers;
  for (const std::string* bytes : {&a, &b})
    writers.emplace_back([&path, bytes] {
      for (int i = 0; i < 20; ++i) write_atomically(path, *bytes);
    });
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) seen.insert(read_file(path));
  for (std::thread& writer : writers) writer.join();
  seen.insert(read_file(path));
  for (const std::string& content : seen) CHECK((content == a || content == b));
  CHECK(directory.entry_count() == 1);
}

}  // namespace
}  // namespace sdescent
