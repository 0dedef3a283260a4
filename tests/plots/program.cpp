#include "plots/program.hpp"

#include "io/error.hpp"
#include "tests/plots/environment_variable.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

namespace sdescent::plots {
namespace {

ProgramResult shell(const std::string& command, const std::filesystem::path& directory = "/") {
  return run_program({"sh", "-c", command}, directory);
}

TEST_CASE("A program's status and both of its streams come back", "[plots]") {
  const ProgramResult result = shell("echo out; echo err >&2; exit 3");
  CHECK(result.status == 3);
  CHECK(result.output == "out\n");
  CHECK(result.errors == "err\n");
  CHECK(shell("kill -9 $$").status == 128 + 9);
}

TEST_CASE("Streams longer than a pipe do not block, whichever comes first", "[plots]") {
  const ProgramResult result =
      shell("head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero; echo end >&2");
  CHECK(result.output.size() == 1000000);
  CHECK(result.errors.size() == 1000004);
}

TEST_CASE("Arguments are not read by a shell", "[plots]") {
  CHECK(run_program({"printf", "%s|", "a b", "$HOME", "`x`", "*", ""}, "/").output ==
        "a b|$HOME|`x`|*||");
}

TEST_CASE("A program runs in its directory with empty input", "[plots]") {
  const TemporaryDirectory directory;
  const std::string path = std::filesystem::canonical(directory.path()).string();
  CHECK(shell("pwd -P", directory.path()).output == path + "\n");
  CHECK(shell("cat").output.empty());
}

TEST_CASE("Of the environment a program sees PATH alone", "[plots]") {
  const EnvironmentVariable terminal("GNUTERM", "x11");
  const EnvironmentVariable numbers("LC_NUMERIC", "de_DE.UTF-8");
  const ProgramResult result = run_program({"env"}, "/");
  CHECK_THAT(result.output, Catch::Contains("PATH=") && Catch::Contains("LC_ALL=C.UTF-8\n") &&
                                !Catch::Contains("GNUTERM") && !Catch::Contains("LC_NUMERIC") &&
                                !Catch::Contains("HOME"));
}

TEST_CASE("What cannot be started is an input/output error", "[plots]") {
  CHECK_THROWS_WITH(run_program({"no-such-program"}, "/"),
                    "cannot start \"no-such-program\": No such file or directory");
  CHECK_THROWS_AS(run_program({"sh"}, "/no/such/directory"), IoError);
}

}  // namespace
}  // namespace sdescent::plots
