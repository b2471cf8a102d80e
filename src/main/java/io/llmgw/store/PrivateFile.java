package io.llmgw.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file only its owner may read, in a folder only its owner may enter. */
final class PrivateFile {
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private PrivateFile() {}

  /**
   * Creates the file, empty, with its folder; leaves one that is there as it is.
   *
   * @throws StoreException when it cannot be created, is no file, or others may read or write it
   */
  static void prepare(Path file) {
    try {
      create(file);
      check(file);
    } catch (IOException failure) {
      throw new StoreException(
          StoreException.Problem.PERMISSION,
          "%s cannot be created: %s".formatted(file, reason(failure)),
          "Make its folder writable for this user, or name another place.",
          failure);
    }
  }

  private static void create(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder, owned(file, "rwx------"));
    }
    try {
      Files.createFile(file, owned(file, "rw-------"));
    } catch (FileAlreadyExistsException _) {
      // another process was faster; what it made is checked like any other
    }
  }

  private static FileAttribute<?>[] owned(Path file, String permissions) {
    return posix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Refuses a file that others than its owner may read or write. */
  static void check(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new StoreException(
          StoreException.Problem.PERMISSION,
          file + " is a folder, not a file",
          "Remove it, or name another place.");
    }
    if (!posix(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
      throw new StoreException(
          StoreException.Problem.EXPOSED,
          "%s may be read or changed by others than its owner (%s)"
              .formatted(file, PosixFilePermissions.toString(permissions)),
          "Run: chmod 600 '%s'".formatted(file));
    }
    if (!Files.isReadable(file) || !Files.isWritable(file)) {
      throw new StoreException(
          StoreException.Problem.PERMISSION,
          "%s may not be read and written by this user (%s, owned by %s)"
              .formatted(
                  file,
                  PosixFilePermissions.toString(permissions),
                  Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName()),
          "Give it to this user, or run llmgw as its owner.");
    }
  }

  private static boolean posix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String reason(IOException failure) {
    return failure.getClass().getSimpleName().replace("Exception", "")
        + (failure.getMessage() == null ? "" : " " + failure.getMessage());
  }
}
