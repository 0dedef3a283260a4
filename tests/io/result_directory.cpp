#include "io/result_directory.hpp"

#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "io/read_file.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <unistd.h>

namespace sdescent {
namespace {

namespace fs = std::filesystem;
using Catch::Message;

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

void publish_result(const fs::path& path, const std::string& file, const std::string& text) {
  ResultDirectory results(path);
  write(results.path() / file, text);
  results.publish();
}

TEST_CASE("results are staged in a hidden directory beside their place", "[io]") {
  const TemporaryDirectory directory;
  const fs::path parent = directory.path() / "runs" / "adaptive";
  const ResultDirectory results(parent / "moments");
  CHECK(results.path() == fs::canonical(parent) / (".moments.partial-" + std::to_string(getpid())));
  CHECK(fs::is_directory(results.path()));
  CHECK_FALSE(fs::exists(parent / "moments"));
}

TEST_CASE("published results replace the earlier ones entirely", "[io]") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "moments";
  publish_result(path, "old.csv", "1");
  CHECK(read_file(path / "old.csv") == "1");
  publish_result(path, "new.csv", "2");
  CHECK(read_file(path / "new.csv") == "2");
  CHECK_FALSE(fs::exists(path / "old.csv"));
  CHECK(directory.entry_count() == 1);
}

TEST_CASE("earlier results stay until the new ones are published", "[io]") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "moments";
  publish_result(path, "old.csv", "1");
  const auto interrupted_run = [&path] {
    const ResultDirectory results(path);
    fs::create_directory(results.path() / "data");
    write(results.path() / "data" / "half.csv", "2");
    CHECK(read_file(path / "old.csv") == "1");
    throw Interrupted("stopped");
  };
  CHECK_THROWS_AS(interrupted_run(), Interrupted);
  CHECK(read_file(path / "old.csv") == "1");
  CHECK(directory.entry_count() == 1);
}

TEST_CASE("a publication that fails puts the earlier results back", "[io]") {
  const TemporaryDirectory directory;
  const fs::path path = fs::canonical(directory.path()) / "moments";
  publish_result(path, "old.csv", "1");
  ResultDirectory results(path);
  fs::remove(results.path());
  CHECK_THROWS_MATCHES(
      results.publish(), IoError,
      Message("cannot publish \"" + path.string() + "\": No such file or directory"));
  CHECK(read_file(path / "old.csv") == "1");
  CHECK(directory.entry_count() == 1);
}

TEST_CASE("results do not replace a file that appeared meanwhile", "[io]") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "moments";
  ResultDirectory results(path);
  write(path, "mine");
  CHECK_THROWS_AS(results.publish(), IoError);
  CHECK(read_file(path) == "mine");
  CHECK(directory.entry_count() == 2);  // it and the staging directory
}

TEST_CASE("leftovers of a killed process do not disturb another run", "[io]") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "moments";
  publish_result(path, "first.csv", "1");
  for (const std::string role : {"partial", "old"}) {
    const fs::path left = directory.path() / (".moments." + role + "-" + std::to_string(getpid()));
    fs::create_directory(left);
    write(left / "left.csv", "0");
  }
  publish_result(path, "second.csv", "2");
  CHECK(read_file(path / "second.csv") == "2");
  CHECK_FALSE(fs::exists(path / "left.csv"));
  CHECK(directory.entry_count() == 3);
}

TEST_CASE("a published directory no longer owns its staging name", "[io]") {
  const TemporaryDirectory directory;
  std::optional<ResultDirectory> first(directory.path() / "moments");
  first->publish();
  ResultDirectory second(directory.path() / "moments");
  REQUIRE(second.path() == first->path());
  first.reset();
  CHECK(fs::exists(second.path()));
}

TEST_CASE("results do not follow a change of working directory", "[io]") {
  const TemporaryDirectory directory;
  const fs::path before = fs::current_path();
  fs::current_path(directory.path());
  ResultDirectory results("runs/moments");
  fs::current_path(before);
  write(results.path() / "a.csv", "1");
  results.publish();
  CHECK(read_file(directory.path() / "runs" / "moments" / "a.csv") == "1");
}

TEST_CASE("a path of results may be a link and may end in a slash", "[io]") {
  const TemporaryDirectory directory;
  fs::create_directories(directory.path() / "disk" / "moments");
  fs::create_directory_symlink("disk/moments", directory.path() / "link");
  publish_result(directory.path() / "link" / "", "a.csv", "1");
  CHECK(fs::is_symlink(directory.path() / "link"));
  CHECK(read_file(directory.path() / "disk" / "moments" / "a.csv") == "1");

  publish_result(directory.path() / "new" / "", "b.csv", "2");
  CHECK(read_file(directory.path() / "new" / "b.csv") == "2");
}

TEST_CASE("a place that cannot be written is named with the reason", "[io]") {
  const TemporaryDirectory directory;
  const fs::path file = directory.path() / "file";
  write(file, "mine");
  for (const fs::path& path : {file, file / "below", file / "far" / "below"})
    CHECK_THROWS_MATCHES(ResultDirectory(path), IoError,
                         Message("cannot create \"" + path.string() + "\": Not a directory"));
  CHECK(read_file(file) == "mine");

  fs::create_symlink("nowhere", directory.path() / "dangling");
  CHECK_THROWS_WITH(ResultDirectory(directory.path() / "dangling"),
                    Catch::Contains("Not a directory"));
  CHECK_THROWS_AS(ResultDirectory("/proc/sdescent-no-such/moments"), IoError);
}

TEST_CASE("without publish() parents that were not there go, too, unless in use", "[io]") {
  const TemporaryDirectory directory;
  const fs::path parent = directory.path() / "runs" / "adaptive";
  { const ResultDirectory results(parent / "moments"); }
  CHECK(directory.entry_count() == 0);
  {
    const ResultDirectory results(parent / "moments");
    write_atomically(directory.path() / "runs" / "note", "of somebody else");
  }
  CHECK_FALSE(fs::exists(parent));
  CHECK(fs::exists(directory.path() / "runs" / "note"));
}

}  // namespace
}  // namespace sdescent
