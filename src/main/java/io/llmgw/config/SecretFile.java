package io.llmgw.config;

import io.llmgw.config.ConfigNode.Scalar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code NAME=value} lines that only its owner may read. Each change is made to the file
 * as it is then, in one step: whoever reads it, or is killed, has the old or the new one.
 */
final class SecretFile {
  private static final String HEAD =
      "# Keys of providers, written by `llmgw keys`. Whoever can read this can use them.\n";

  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Environment environment;
  private final Path file;

  SecretFile(Environment environment, Path file) {
    this.environment = environment;
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** The lines with where they stand; what is wrong with the file is a problem. */
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
          "%s cannot be read: %s".formatted(file, reason(failure)),
          "check its owner and permissions",
          null);
      return Map.of();
    }
  }

  /** The lines as texts. */
  Map<String, String> lines() {
    Problems problems = new Problems(false);
    Map<String, String> lines = new TreeMap<>();
    read(problems).forEach((name, value) -> lines.put(name, value.text()));
    problems.orThrow();
    return lines;
  }

  private boolean exposed() throws IOException {
    return posix() && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains);
  }

  private boolean posix() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Changes the lines while no other process does; what the change throws leaves them as they are.
   */
  void change(Consumer<Map<String, String>> change) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder, owned("rwx------"));
      }
      Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
      create(lock);
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        Map<String, String> lines = lines();
        Map<String, String> before = Map.copyOf(lines);
        change.accept(lines);
        if (!lines.equals(before)) {
          write(lines);
        }
      }
    } catch (IOException failure) {
      throw failed(
          "%s cannot be written: %s".formatted(file, reason(failure)),
          "make room, or its folder writable for this user; nothing was changed");
    }
  }

  private void create(Path lock) throws IOException {
    try {
      if (!Files.exists(lock)) {
        Files.createFile(lock, owned("rw-------"));
      }
    } catch (FileAlreadyExistsException _) {
      // another process was faster, and will hold it no longer than it needs
    }
  }

  private void write(Map<String, String> lines) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    lines.forEach((name, value) -> text.append(line(name, value)));
    Path draft =
        file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(draft);
    Files.createFile(draft, owned("rw-------"));
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
            : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
    String line = name + "=" + quoted + "\n";
    Problems problems = new Problems(false);
    Scalar read =
        DotEnvFile.read(Source.secretFile(file.toString()), line, environment, problems).get(name);
    if (read == null || !read.text().equals(value)) {
      throw failed("what is to be stored for %s cannot stand in %s".formatted(name, file), null);
    }
    return line;
  }

  private FileAttribute<?>[] owned(String permissions) {
    return posix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static String reason(IOException failure) {
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(failure.getMessage());
  }

  static ConfigException failed(String message, @Nullable String hint) {
    return new ConfigException(List.of(new Problem(Problem.Severity.ERROR, message, hint, null)));
  }
}
