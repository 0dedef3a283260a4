#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "io/error.hpp"
#include "io/nearest.hpp"
#include "io/require.hpp"
#include "validation/build_info.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <new>
#include <optional>
#include <system_error>
#include <thread>

namespace sdescent::cli {
namespace {

/// CLI11 would read −1 as 2⁶⁴ − 1.
std::uint64_t whole(const std::string& option, const std::string& text, std::uint64_t least) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  require(error == std::errc() && end == text.data() + text.size() && number >= least, option,
          fmt::format("a whole number >= {}", least), fmt::format("\"{}\"", text));
  return number;
}

/// Options as text, until parsing is over and their values can be checked.
struct Texts {
  std::optional<std::string> seed, threads;
  std::string effort = "standard", out = "runs";
};

/// CLI11 would read an empty text into an optional as none given.
void add_text(CLI::App& command, const char* name, std::optional<std::string>& text,
              const char* meaning) {
  command.add_option_function<std::string>(
      name, [&text](const std::string& given) { text = given; }, meaning);
}

void add_common(CLI::App& command, Texts& texts, CommonOptions& common) {
  add_text(command, "--seed", texts.seed, "seed of all randomness (default 1)");
  add_text(command, "--threads", texts.threads, "threads; results do not depend on them");
  command.add_option("--out", texts.out, "directory of results")->capture_default_str();
  command.add_flag("--json", common.json, "print the outcome as JSON to stdout");
}

void resolve(const Texts& texts, CommonOptions& common) {
  common.seed_given = texts.seed.has_value();
  if (texts.seed) common.seed = whole("--seed", *texts.seed, 0);
  common.threads = std::max(1U, std::thread::hardware_concurrency());
  if (texts.threads)
    common.threads =
        static_cast<unsigned>(std::min<std::uint64_t>(whole("--threads", *texts.threads, 1), 1024));
  require(!texts.out.empty(), "--out", "a directory", "nothing");
  common.out = texts.out;
}

/// All subcommands with the variables they fill.
class CommandLine {
 public:
  CommandLine() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", build_info().version);
    list_->add_flag("--json", json_, "as JSON");
    show_->add_option("ID", id_, "experiment")->required();
    run_->add_option("ID", run_options_.patterns, "experiments or patterns like 'adaptive/*'")
        ->required();
    run_->add_option("--set", run_options_.settings, "key=value: a parameter that `show` lists")
        ->take_all()
        ->allow_extra_args(false);
    run_->add_option("--effort", texts_.effort, "quick, standard or paper")->capture_default_str();
    run_->add_option("--control", run_options_.control, "plant this wrong model");
    run_->add_flag("--strict", run_options_.strict, "undecided counts as contradicted");
    run_->add_flag("--resume", run_options_.resume, "keep finished results of equal inputs");
    add_common(*run_, texts_, run_options_.common);
    simulate_->add_option("--config", config_, "TOML file, as in examples/")->required();
    add_common(*simulate_, texts_, run_options_.common);
    table_->add_option("PAPER", id_, "handle of a paper")->required();
    table_->add_option("DIR", directory_, "directory of results")->capture_default_str();
    info_->add_flag("--json", json_, "as JSON");
  }

  ExitCode operator()(int argc, const char* const* argv) {
    if (argc > 1 && argv[1][0] != '-') require_subcommand(argv[1]);
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app_.exit(error) == 0 ? ExitCode::expected : ExitCode::usage;
    }
    resolve(texts_, run_options_.common);
    if (list_->parsed()) return list(json_);
    if (show_->parsed()) return show(id_);
    if (table_->parsed()) return table(id_, directory_);
    if (info_->parsed()) return info(json_);
    if (simulate_->parsed()) return simulate(config_, run_options_.common);
    run_options_.effort = parse_effort(texts_.effort);
    return run(run_options_);
  }

 private:
  /// CLI11 would only say that a subcommand is required.
  void require_subcommand(const std::string& name) {
    std::vector<std::string> names;
    for (const CLI::App* command : app_.get_subcommands([](const CLI::App*) { return true; }))
      names.push_back(command->get_name());
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw_unknown("subcommand", name, names);
  }

  CLI::App app_{"sdescent: continuous models of stochastic optimizers, run and validated",
                "sdescent"};
  CLI::App* list_ = app_.add_subcommand("list", "experiments, their claims and expectations");
  CLI::App* show_ =
      app_.add_subcommand("show", "statement, parameters and source of an experiment");
  CLI::App* run_ = app_.add_subcommand("run", "run experiments and decide their claims");
  CLI::App* simulate_ = app_.add_subcommand("simulate", "run what a configuration file describes");
  CLI::App* table_ = app_.add_subcommand("table", "Markdown table of a paper from its results");
  CLI::App* info_ = app_.add_subcommand("info", "version, instruction set, libraries, threads");
  Texts texts_;
  RunOptions run_options_;
  bool json_ = false;
  std::string id_, config_, directory_ = "runs";
};

int report(const std::exception& error, ExitCode code) {
  fmt::print(stderr, "sdescent: {}\n", error.what());
  return code;
}

/// What was printed is a result, too: a full disk must not pass for success.
void flush_stdout() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw IoError("cannot write standard output");
}

}  // namespace

int main(int argc, const char* const* argv) {
  catch_interrupts();
  try {
    const ExitCode code = CommandLine()(argc, argv);
    flush_stdout();
    return code;
  } catch (const InvalidInput& error) {
    return report(error, ExitCode::usage);
  } catch (const NumericalFailure& error) {
    return report(error, ExitCode::numerical_failure);
  } catch (const Interrupted& error) {
    return report(error, ExitCode::interrupted);
  } catch (const IoError& error) {
    return report(error, ExitCode::input_output);
  } catch (const std::system_error& error) {  // of std::filesystem, threads and fmt::print
    return report(error, ExitCode::input_output);
  } catch (const std::bad_alloc&) {
    return report(InvalidInput("not enough memory for what was asked"), ExitCode::usage);
  }
}

}  // namespace sdescent::cli
