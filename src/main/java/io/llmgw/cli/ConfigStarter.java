package io.llmgw.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.llmgw.config.ConfigTemplate;
import io.llmgw.config.Places;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A starter configuration that was written.
 *
 * @param file absolute
 * @param serve the command that uses it
 */
record ConfigStarter(Path file, String serve) {
  /** People will write keys into it, whatever the comments say. */
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /**
   * Writes the starter file, and the folders above it that are missing.
   *
   * @param force whether a file that is there is replaced
   */
  static ConfigStarter write(Surroundings surroundings, Path asked, boolean force) {
    Path file = surroundings.environment().workingDirectory().resolve(asked).normalize();
    String shown = surroundings.shown(file);
    if (Files.isDirectory(file)) {
      throw failure(
          shown + " is a directory", "llmgw config init " + quoted(asked.resolve("llmgw.yaml")));
    }
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      write(file, force);
    } catch (FileAlreadyExistsException e) {
      throw alreadyThere(surroundings, file, e);
    } catch (AccessDeniedException e) {
      throw failure(shown + " cannot be written: permission denied", null);
    } catch (IOException e) {
      throw failure("%s cannot be written: %s".formatted(shown, e.getMessage()), null);
    }
    boolean found = file.equals(Places.of(surroundings.environment()).config());
    return new ConfigStarter(file, found ? "llmgw serve" : "llmgw serve -c " + quoted(asked));
  }

  /**
   * A new file is its owner's alone from the first moment on, as a replaced one is before it is
   * filled.
   */
  private static void write(Path file, boolean force) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    Set<OpenOption> options =
        force ? Set.of(CREATE, TRUNCATE_EXISTING, WRITE) : Set.of(CREATE_NEW, WRITE);
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, attributes)) {
      if (posix) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
      ByteBuffer text = StandardCharsets.UTF_8.encode(ConfigTemplate.text());
      while (text.hasRemaining()) {
        channel.write(text);
      }
    }
  }

  /** The name that is taken may also be that of a folder to be made. */
  private static CommandException alreadyThere(
      Surroundings surroundings, Path file, FileAlreadyExistsException e) {
    if (!file.toString().equals(e.getFile())) {
      return failure(e.getFile() + " is not a directory", null);
    }
    String shown = surroundings.shown(file);
    return failure(
        shown + " is there already, and stays as it is",
        "llmgw config check %s, or --force to replace it".formatted(quoted(Path.of(shown))));
  }

  private static CommandException failure(String message, @Nullable String hint) {
    return new CommandException(ExitCode.CONFIGURATION, message, hint);
  }

  /** As one word of a shell. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w@%+=:,./\\\\-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
