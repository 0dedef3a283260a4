#include "cli/commands.hpp"

int main(int argc, char** argv) { return sdescent::cli::main(argc, argv); }
