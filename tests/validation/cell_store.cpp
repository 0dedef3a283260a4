#include "validation/cell_store.hpp"

#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "io/npz.hpp"
#include "io/read_file.hpp"
#include "tests/support/file_contents.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/validation/synthetic.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>

namespace sdescent {
namespace {

namespace fs = std::filesystem;

Archive number(double x) {
  Archive archive;
  archive.set("x", {}, {x});
  return archive;
}

/// The number a store has under a key; NaN if it has none.
double number_in(CellStore& store, const std::string& key) {
  const auto archive = store.load(key);
  return archive ? archive->get("x").values.front() : std::nan("");
}

/// A place for cells, with those of an earlier process.
struct Place {
  TemporaryDirectory directory;
  fs::path path = directory.path() / ".name.cells";

  explicit Place(const std::vector<std::string>& keys = {}) {
    CellStore store(path, "stamp", false);
    for (const std::string& key : keys) store.store(key, number(static_cast<double>(key.size())));
  }
  CellStore store(bool resume = true, std::string stamp = "stamp") const {
    return {path, std::move(stamp), resume};
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(path))
      if (entry.path().extension() == ".cell") found.push_back(entry.path());
    return found;
  }
};

TEST_CASE("a store makes nothing before its first use", "[validation]") {
  const Place place;
  CHECK(place.directory.entry_count() == 0);
  {
    CellStore store = place.store();
    CHECK(place.directory.entry_count() == 0);
    CHECK_FALSE(store.load("a"));
    CHECK(place.directory.entry_count() == 1);
  }
  CHECK(place.directory.entry_count() == 0);  // nothing was stored
}

TEST_CASE("what is stored is read back by the next process, bit for bit", "[validation]") {
  const Place place;
  place.store().store("a", synthetic::awkward_archive());
  CellStore store = place.store();
  const auto read = store.load("a");
  REQUIRE(read);
  CHECK(to_npz(*read) == to_npz(synthetic::awkward_archive()));
  CHECK_FALSE(store.load("b"));
}

TEST_CASE("without resume earlier cells are dropped", "[validation]") {
  const Place place({"a", "bb"});
  CHECK(place.files().size() == 2);
  CellStore store = place.store(false);
  CHECK_FALSE(store.load("a"));
  CHECK(place.files().empty());
  store.store("a", number(7));
  CHECK(number_in(store, "a") == 7);  // its own are not
}

TEST_CASE("cells of other inputs are not used and give way", "[validation]") {
  const Place place({"a", "bb"});
  {
    CellStore other = place.store(true, "another stamp");
    CHECK_FALSE(other.load("a"));
    other.store("a", number(9));
    CHECK(number_in(other, "a") == 9);
  }
  CellStore store = place.store();
  CHECK_FALSE(store.load("a"));
  CHECK(number_in(store, "bb") == 2);
}

TEST_CASE("a cell under the name of another is none", "[validation]") {
  const Place place({"a"});
  const fs::path a = place.files().front();
  place.store().store("bb", number(2));
  for (const fs::path& file : place.files())
    if (file != a) fs::copy_file(a, file, fs::copy_options::overwrite_existing);
  CellStore store = place.store();
  CHECK(number_in(store, "a") == 1);
  CHECK_FALSE(store.load("bb"));
}

TEST_CASE("damaged cells are computed again, whatever lies there", "[validation]") {
  using Damage = std::function<void(const fs::path&)>;
  const std::vector<Damage> damages{[](const fs::path& file) { write_atomically(file, ""); },
                                    [](const fs::path& file) {
                                      const std::string whole = read_file(file);
                                      write_atomically(file, whole.substr(0, whole.size() / 2));
                                    },
                                    [](const fs::path& file) { fs::remove(file); },
                                    [](const fs::path& file) {
                                      fs::remove(file);
                                      fs::create_directory(file);
                                      write_atomically(file / "inside", "x");
                                    },
                                    [](const fs::path& file) {
                                      fs::remove(file);
                                      fs::create_symlink("nowhere", file);
                                    }};
  for (const Damage& damage : damages) {
    const Place place({"a", "bb"});
    const fs::path file = place.files().front();
    damage(file);
    CellStore store = place.store();
    CHECK((std::isnan(number_in(store, "a")) != std::isnan(number_in(store, "bb"))));
    store.store("a", number(5));
    store.store("bb", number(6));
    CHECK(number_in(store, "a") == 5);
    CHECK(number_in(store, "bb") == 6);
  }
}

TEST_CASE("temporaries of a killed process are cleaned up, its cells are not", "[validation]") {
  const Place place({"a"});
  write_atomically(place.path / ".tmp-1-0", "half a cell");
  CellStore store = place.store();
  CHECK(number_in(store, "a") == 1);
  CHECK_FALSE(fs::exists(place.path / ".tmp-1-0"));
}

TEST_CASE("published results leave no cells, of this process or an earlier one", "[validation]") {
  const Place place({"a", "bb"});
  CellStore store = place.store();
  SECTION("used") { store.load("a"); }
  SECTION("not used") {}
  store.discard();
  CHECK(place.directory.entry_count() == 0);
  store.discard();
  CHECK(place.directory.entry_count() == 0);
}

TEST_CASE("one process works on the cells, the others leave them alone", "[validation]") {
  const Place place({"a"});
  CellStore first = place.store();
  CHECK(number_in(first, "a") == 1);
  CellStore second = place.store(false);
  CHECK_THROWS_WITH(second.load("a"), Catch::Contains("another process is at work in it"));
  CHECK_THROWS_AS(second.store("a", number(2)), IoError);
  second.discard();
  CHECK(number_in(first, "a") == 1);
}

TEST_CASE("a full disk loses the cell that did not fit and no other", "[validation]") {
  const Place place({"a"});
  CellStore store = place.store();
  Archive large;
  large.set("x", {1000}, std::vector<double>(1000, 1.0));
  {
    const FileSizeLimit full_disk(2000);
    CHECK_THROWS_AS(store.store("large", large), IoError);
    CHECK_THROWS_AS(store.store("a", large), IoError);
  }
  CHECK(number_in(store, "a") == 1);
  CHECK_FALSE(store.load("large"));
  CHECK(place.files().size() == 1);
  CHECK(file_contents(place.path).size() == 2);  // the cell and the lock
}

TEST_CASE("cells lie hidden beside their results, links followed", "[validation]") {
  const TemporaryDirectory directory;
  const fs::path root = fs::canonical(directory.path());
  CHECK(cells_path(root / "p" / "name") == root / "p" / ".name.cells");
  CHECK(cells_path(root / "p" / "name.control") == root / "p" / ".name.control.cells");
  fs::create_directories(root / "disk" / "name");
  fs::create_directory_symlink("disk/name", root / "link");
  CHECK(cells_path(root / "link") == root / "disk" / ".name.cells");
  CHECK(cells_path("runs/p/name").is_absolute());
}

}  // namespace
}  // namespace sdescent
