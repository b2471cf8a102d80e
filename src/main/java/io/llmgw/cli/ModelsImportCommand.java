package io.llmgw.cli;

import io.llmgw.app.Download;
import io.llmgw.catalog.CatalogException;
import io.llmgw.catalog.ModelCatalog;
import io.llmgw.catalog.PriceImport;
import io.llmgw.config.Places;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw models import-prices}: prices and limits of one's own choice. */
@Command(
    name = "import-prices",
    addMethodSubcommands = false,
    sortOptions = false,
    description =
        "Take prices and limits from a list in LiteLLM's format; shows the changes first.",
    footer = {
      "",
      "What is imported wins over what llmgw knows, and is replaced by the next",
      "import. A configuration's own prices win over both.",
      "",
      "Examples:",
      "  llmgw models import-prices model_prices_and_context_window.json",
      "  url=https://raw.githubusercontent.com/BerriAI/litellm/main",
      "  llmgw models import-prices $url/model_prices_and_context_window.json"
    })
final class ModelsImportCommand implements Callable<Integer> {
  private static final int LARGEST = 32 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE|URL", description = "The list; https, or http on this machine.")
  private String from;

  @Option(
      names = {"-y", "--yes"},
      order = 1,
      description = "Import without asking.")
  private boolean yes;

  ModelsImportCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Path file = Places.of(surroundings.environment()).prices();
    PriceImport prices = read(file);
    boolean changes = !prices.changes().isEmpty() || !prices.dropped().isEmpty();
    var printer = new PriceImportPrinter(spec.commandLine().getOut(), shared);
    if (shared.output == OutputFormat.TEXT) {
      printer.text(prices);
    }
    boolean agreed = changes && agreed();
    if (agreed) {
      write(file, prices.file());
    }
    if (shared.output != OutputFormat.TEXT) {
      printer.document(prices, agreed ? file : null);
    } else if (agreed && !shared.quiet) {
      spec.commandLine().getOut().println("wrote " + surroundings.shown(file));
    }
    return ExitCode.OK.number();
  }

  private PriceImport read(Path file) throws IOException {
    boolean web = from.contains("://");
    byte[] list =
        web
            ? Download.get(
                surroundings.environment(), from, Objects.requireNonNullElse(shared.timeout, LIMIT))
            : bytes(surroundings.environment().workingDirectory().resolve(from));
    try {
      return PriceImport.of(list, from, ModelList.today(), current(file));
    } catch (CatalogException unusable) {
      throw new CommandException(
          ExitCode.USAGE, unusable.getMessage() + "; nothing was changed", null);
    }
  }

  /** What is in force; an earlier import that cannot be read is as good as none. */
  private ModelCatalog current(Path file) {
    ModelCatalog current = ModelCatalog.load(file);
    try {
      int _ = current.all().size();
      return current;
    } catch (CatalogException unusable) {
      spec.commandLine()
          .getErr()
          .println("the earlier import is replaced: " + unusable.getMessage());
      return ModelCatalog.load(null);
    }
  }

  private byte[] bytes(Path list) throws IOException {
    if (!Files.isRegularFile(list)) {
      String what = Files.isDirectory(list) ? "is a directory" : "is not there";
      throw new CommandException(
          ExitCode.USAGE,
          "%s %s".formatted(from, what),
          "name the file that holds the prices, or its https address");
    }
    try (InputStream in = Files.newInputStream(list)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new CommandException(
            ExitCode.USAGE, from + " is longer than " + (LARGEST >> 20) + " MiB", null);
      }
      return bytes;
    }
  }

  private boolean agreed() throws IOException {
    if (yes) {
      return true;
    }
    if (!surroundings.tty().in() || shared.noInput || shared.output != OutputFormat.TEXT) {
      throw new CommandException(
          ExitCode.USAGE,
          "nothing was imported, because nobody can be asked",
          "the same command with --yes");
    }
    spec.commandLine().getErr().print("Import them? [y/N] ");
    spec.commandLine().getErr().flush();
    int answer = surroundings.in().read();
    return answer == 'y' || answer == 'Y';
  }

  /** The old file stays until the new one is there as a whole. */
  private void write(Path file, byte[] bytes) {
    Path folder = Objects.requireNonNull(file.getParent());
    try {
      Files.createDirectories(folder);
      Path whole = Files.createTempFile(folder, "prices", ".tmp");
      try {
        Files.write(whole, bytes);
        Files.move(
            whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException failure) {
      throw new CommandException(
          ExitCode.FAILURE,
          "%s cannot be written: %s".formatted(surroundings.shown(file), failure),
          "look at the folder's owner and the space that is left; the old prices stay in force");
    }
  }
}
