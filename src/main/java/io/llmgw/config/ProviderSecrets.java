package io.llmgw.config;

import io.llmgw.config.ConfigNode.Scalar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The user's own file with keys of providers: variables that stand in for those of the environment
 * and of {@code .env} where these are not set. Only its owner may read it. Each change is made to
 * the file as it is then, in one step. Failures are {@link ConfigException}s.
 */
public final class ProviderSecrets {
  private static final String NAME = "secrets.env";
  private static final String HEAD =
      "# Keys of providers, written by `llmgw keys set`. Whoever can read this can use them.\n";

  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Environment environment;
  private final Path file;

  private ProviderSecrets(Environment environment, Path file) {
    this.environment = environment;
    this.file = file;
  }

  /** Those in the user's folder for configurations. */
  public static ProviderSecrets of(Environment environment) {
    Path config = Places.usual(environment).getLast();
    return new ProviderSecrets(environment, config.resolveSibling(NAME));
  }

  public Path file() {
    return file;
  }

  /**
   * The variable a provider's key is kept in; empty when there is no such provider or it has none.
   */
  public static Optional<String> variableOf(String provider) {
    return VendorTable.read().find(provider).flatMap(v -> v.keyVariables().stream().findFirst());
  }

  /** Every variable that may hold a provider's key, the preferred one first; empty for none. */
  public static List<String> variablesOf(String provider) {
    return VendorTable.read().find(provider).map(Vendor::keyVariables).orElse(List.of());
  }

  /** The providers that have keys, without their aliases. */
  public static List<String> providers() {
    return VendorTable.read().vendors().stream()
        .filter(vendor -> !vendor.keyVariables().isEmpty())
        .map(Vendor::name)
        .toList();
  }

  /** Every name a provider may be given. */
  public static Collection<String> names() {
    return VendorTable.read().names();
  }

  /** The variables of a text of {@code NAME=value} lines. */
  public Map<String, String> parse(String text) {
    Map<String, String> values = new TreeMap<>();
    DotEnvFile.read(Source.secretFile(NAME), text, environment, new Problems(false))
        .forEach((name, value) -> values.put(name, value.text()));
    return values;
  }

  /** The secrets that are stored, by their variables' names. */
  public Map<String, Secret> read() {
    Problems problems = new Problems(false);
    Map<String, Secret> secrets = new TreeMap<>();
    read(problems).forEach((name, value) -> secrets.put(name, new Secret(value.text())));
    problems.orThrow();
    return secrets;
  }

  /** The variables with where they stand; what is wrong with the file is a problem. */
  Map<String, Scalar> read(Problems problems) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      if (exposed()) {
        problems.error(
            "%s holds keys of providers, and others than its owner may read it".formatted(file),
            "run `chmod 600 '%s'`".formatted(file),
            null);
        return Map.of();
      }
      Source source = Source.secretFile(file.toString());
      return DotEnvFile.read(source, Files.readString(file), environment, problems);
    } catch (IOException failure) {
      problems.error(
          "%s cannot be read: %s".formatted(file, failure.getMessage()),
          "check its owner and permissions",
          null);
      return Map.of();
    }
  }

  private boolean exposed() throws IOException {
    return posix() && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains);
  }

  private boolean posix() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Stores secrets, in the place of those of the same names. */
  public void put(Map<String, Secret> added) {
    change(secrets -> secrets.putAll(added));
  }

  /** Forgets a secret; false when it is not there. */
  public boolean remove(String variable) {
    boolean there = read().containsKey(variable);
    if (there) {
      change(secrets -> secrets.remove(variable));
    }
    return there;
  }

  private void change(Consumer<Map<String, Secret>> change) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder, owned("rwx------"));
      }
      Path lock = file.resolveSibling("." + NAME + ".lock");
      if (!Files.exists(lock)) {
        create(lock);
      }
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        Map<String, Secret> secrets = new TreeMap<>(read());
        change.accept(secrets);
        write(secrets);
      }
    } catch (IOException failure) {
      throw failed("%s cannot be written: %s".formatted(file, failure.getMessage()));
    }
  }

  private void write(Map<String, Secret> secrets) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    secrets.forEach((name, secret) -> text.append(line(name, secret.reveal())));
    Path draft = file.resolveSibling("." + NAME + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(draft);
    create(draft);
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A line that is read as it was meant. */
  private String line(String name, String value) {
    String quoted =
        value.indexOf('\'') < 0
            ? "'" + value + "'"
            : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    String line = name + "=" + quoted + "\n";
    Problems problems = new Problems(false);
    Scalar read = DotEnvFile.read(Source.secretFile(NAME), line, environment, problems).get(name);
    if (read == null || !read.text().equals(value)) {
      throw failed("the secret for %s holds what %s cannot hold".formatted(name, NAME));
    }
    return line;
  }

  private void create(Path path) throws IOException {
    Files.createFile(path, owned("rw-------"));
  }

  private FileAttribute<?>[] owned(String permissions) {
    return posix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static ConfigException failed(String message) {
    return new ConfigException(List.of(new Problem(Problem.Severity.ERROR, message, null, null)));
  }
}
