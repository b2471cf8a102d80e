package io.llmgw.cli;

import static picocli.CommandLine.ScopeType.INHERIT;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that mean the same on every command, accepted before and after the command's name. */
final class SharedOptions {
  @Option(
      names = "--config",
      order = 100,
      scope = INHERIT,
      paramLabel = "FILE",
      description = "Configuration to use instead of ./llmgw.yaml or the user's own.")
  @Nullable Path config;

  @Option(
      names = "--server",
      order = 101,
      scope = INHERIT,
      paramLabel = "URL",
      description = "Use the gateway running there instead of calling providers from this process.")
  @Nullable String server;

  @Option(
      names = {"-o", "--output"},
      order = 102,
      scope = INHERIT,
      paramLabel = "FORMAT",
      description = "How to print: ${COMPLETION-CANDIDATES}.")
  OutputFormat output = OutputFormat.TEXT;

  @Option(
      names = "--color",
      order = 104,
      scope = INHERIT,
      paramLabel = "WHEN",
      description = "Colour the output: ${COMPLETION-CANDIDATES}.")
  ColorMode color = ColorMode.AUTO;

  @Option(
      names = {"-q", "--quiet"},
      order = 106,
      scope = INHERIT,
      description = "Print nothing but the answer and errors.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      order = 107,
      scope = INHERIT,
      description = "Print more about what is being done.")
  boolean verbose;

  @Option(
      names = "--debug",
      order = 108,
      scope = INHERIT,
      description = "Print everything, and the stack trace of an error.")
  boolean debug;

  @Option(
      names = "--no-input",
      order = 109,
      scope = INHERIT,
      description = "Never ask, and do not read the standard input.")
  boolean noInput;

  @Option(
      names = "--timeout",
      order = 110,
      scope = INHERIT,
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Give up after this time, such as 500ms, 30s or 2m.")
  @Nullable Duration timeout;

  @Option(
      names = "--json",
      order = 103,
      scope = INHERIT,
      description = "The same as --output json.")
  void json(boolean wanted) {
    output = wanted ? OutputFormat.JSON : OutputFormat.TEXT;
  }

  @Option(
      names = "--no-color",
      order = 105,
      scope = INHERIT,
      description = "The same as --color never.")
  void noColor(boolean unwanted) {
    color = unwanted ? ColorMode.NEVER : ColorMode.AUTO;
  }

  @Option(
      names = {"-h", "--help"},
      order = 111,
      scope = INHERIT,
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      order = 112,
      scope = INHERIT,
      versionHelp = true,
      description = "Show the version.")
  boolean version;
}
