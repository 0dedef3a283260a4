#include "io/exclusive_directory.hpp"

#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "io/read_file.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <optional>
#include <thread>

namespace sdescent {
namespace {

namespace fs = std::filesystem;

TEST_CASE("a directory is held by one at a time", "[io]") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "a" / "b";
  std::optional<ExclusiveDirectory> first(path);
  CHECK(first->path() == path);
  CHECK(first->entries().empty());
  CHECK_THROWS_AS(ExclusiveDirectory(path), IoError);
  CHECK_THROWS_WITH(ExclusiveDirectory(path),
                    "cannot lock \"" + path.string() + "\": another process is at work in it");
  CHECK_NOTHROW(ExclusiveDirectory(directory.path() / "a" / "c"));
  first.reset();
  CHECK_NOTHROW(ExclusiveDirectory(path));
}

TEST_CASE("what lies in a directory outlives its holder, an empty one does not", "[io]") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "held";
  { const ExclusiveDirectory held(path); }
  CHECK(directory.entry_count() == 0);
  {
    const ExclusiveDirectory held(path);
    write_atomically(path / "a", "1");
    CHECK(held.entries() == std::vector{path / "a"});
  }
  CHECK(read_file(path / "a") == "1");
  const ExclusiveDirectory again(path);
  CHECK(again.entries() == std::vector{path / "a"});
}

TEST_CASE("a place where no directory can be is named with the reason", "[io]") {
  const TemporaryDirectory directory;
  write_atomically(directory.path() / "file", "mine");
  CHECK_THROWS_AS(ExclusiveDirectory(directory.path() / "file"), IoError);
  CHECK_THROWS_WITH(ExclusiveDirectory(directory.path() / "file" / "below"),
                    Catch::Contains("cannot create \"") && Catch::Contains("Not a directory"));
  CHECK(read_file(directory.path() / "file") == "mine");
}

TEST_CASE("whoever removed the directory by hand gives up nobody else's", "[io]") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "held";
  std::optional<ExclusiveDirectory> first(path);
  fs::remove_all(path);
  const ExclusiveDirectory second(path);
  first.reset();
  CHECK(fs::exists(path));
  CHECK_THROWS_AS(ExclusiveDirectory(path), IoError);
}

TEST_CASE("holders that come and go never meet", "[io]") {
  const TemporaryDirectory directory;
  std::atomic<int> inside = 0, most = 0, times = 0;
  const auto come_and_go = [&] {
    for (int i = 0; i < 500; ++i) {
      try {
        const ExclusiveDirectory held(directory.path() / "held");
        most = std::max(most.load(), ++inside);
        ++times;
        std::this_thread::yield();
        --inside;
      } catch (const IoError&) {
        std::this_thread::yield();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back(come_and_go);
  }
  CHECK(most == 1);
  CHECK(times > 4);
  CHECK(directory.entry_count() == 0);
}

}  // namespace
}  // namespace sdescent
