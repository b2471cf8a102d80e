package io.llmgw.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What SQLite's result codes mean for the person whose file it is. */
final class SqliteFailures {
  /** As much as SQLite takes at once. */
  private static final long LITTLE = 64 << 10;

  private SqliteFailures() {}

  static StoreException of(Path file, SQLException failure) {
    return of(file, failure, room(file));
  }

  /** What is free where the file is, in bytes; much when that is not known. */
  private static long room(Path file) {
    try {
      return Files.getFileStore(file).getUsableSpace();
    } catch (IOException _) {
      return Long.MAX_VALUE;
    }
  }

  static StoreException of(Path file, SQLException failure, long room) {
    // the lower byte is the primary code, the rest a detail of it
    SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff);
    // its shared memory cannot grow either on a disk that is full, and it says no more than that
    boolean full = primary == SQLiteErrorCode.SQLITE_IOERR && room < LITTLE;
    SQLiteErrorCode code = full ? SQLiteErrorCode.SQLITE_FULL : primary;
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          failed(
              StoreException.Problem.LOCKED,
              file + " is held by another process",
              "Wait until that process is done, then try again; nothing was changed.",
              failure);
      case SQLITE_FULL ->
          failed(
              StoreException.Problem.FULL,
              "no room is left on the disk of " + file,
              "Free some, then try again; nothing was changed.",
              failure);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
          failed(
              StoreException.Problem.PERMISSION,
              file + " cannot be opened for writing",
              "Make the file and its folder writable for this user.",
              failure);
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT ->
          failed(
              StoreException.Problem.DAMAGED,
              file + " is not a database of llmgw, or damaged",
              "Restore it from a backup, or move it away to start anew; nothing was changed.",
              failure);
      case SQLITE_CONSTRAINT ->
          failed(
              StoreException.Problem.CONFLICT,
              "what was to be stored contradicts what is stored",
              "Nothing was changed.",
              failure);
      // a list of another project's that grows
      default ->
          failed(
              StoreException.Problem.FAILED,
              "%s failed: %s".formatted(file, failure.getMessage()),
              "Nothing was changed.",
              failure);
    };
  }

  private static StoreException failed(
      StoreException.Problem problem, String message, String remedy, SQLException cause) {
    return new StoreException(problem, message, remedy, cause);
  }
}
