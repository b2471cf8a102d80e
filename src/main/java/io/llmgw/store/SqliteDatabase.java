package io.llmgw.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite file with one connection that writes and a few that read, which do not wait for each
 * other (write-ahead log). Other processes may use the file at the same time. A write is on disk
 * once it returned, whatever happens to the process after it. Thread-safe.
 *
 * @see <a href="https://www.sqlite.org/wal.html">Write-ahead logging</a>
 */
public final class SqliteDatabase implements Database {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int READERS = 4;

  private final Path file;
  private final Duration patience;
  private final ReentrantLock writing = new ReentrantLock();
  private final Connection writer;
  private final Semaphore readers = new Semaphore(READERS);
  private final Deque<Connection> idle = new ArrayDeque<>();
  private boolean closed;

  private SqliteDatabase(Path file, Duration patience) throws SQLException {
    this.file = file;
    this.patience = patience;
    this.writer = connect(false);
  }

  /**
   * Opens the file, creates it if need be (0600, its folder 0700), and brings its tables up to
   * date. To be closed.
   *
   * @throws StoreException when others may read the file, it is damaged, locked, not writable, or a
   *     newer program wrote it; it is left as it was then
   */
  public static SqliteDatabase open(Path file, Schema... schemas) {
    return open(file, PATIENCE, schemas);
  }

  /** Opens the file and waits no longer than that for other processes. */
  static SqliteDatabase open(Path file, Duration patience, Schema... schemas) {
    PrivateFile.prepare(file);
    SqliteDatabase database;
    try {
      database = new SqliteDatabase(file, patience);
    } catch (SQLException failure) {
      throw SqliteFailures.of(file, failure);
    }
    try {
      database.migrate(schemas);
      return database;
    } catch (RuntimeException failure) {
      database.close();
      throw failure;
    }
  }

  private void migrate(Schema... schemas) {
    write(connection -> {
      for (Schema schema : schemas) {
        schema.migrate(connection, file.toString());
      }
      return true;
    });
  }

  public Path file() {
    return file;
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    readers.acquireUninterruptibly();
    Connection reader = null;
    try {
      reader = reader();
      // one view of the data for all queries
      return inTransaction(reader, "BEGIN", work);
    } catch (SQLException failure) {
      throw SqliteFailures.of(file, failure);
    } finally {
      giveBack(reader);
      readers.release();
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    writing.lock();
    try {
      // takes the lock first: two that read before they write would block each other
      return inTransaction(writer, "BEGIN IMMEDIATE", work);
    } catch (SQLException failure) {
      throw SqliteFailures.of(file, failure);
    } finally {
      writing.unlock();
    }
  }

  /** The driver's own transactions begin at once after the last one, and hold the lock for good. */
  private static <T extends @Nullable Object> T inTransaction(
      Connection connection, String begin, Work<T> work) throws SQLException {
    execute(connection, begin);
    try {
      T result = work.on(connection);
      execute(connection, "COMMIT");
      return result;
    } catch (SQLException | RuntimeException failure) {
      rollBack(connection, failure);
      throw failure;
    }
  }

  private static void rollBack(Connection connection, Exception reason) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException second) {
      // SQLite rolls some failures back by itself; the first one is what matters
      reason.addSuppressed(second);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection reader() throws SQLException {
    synchronized (idle) {
      if (closed) {
        throw new SQLException("the database is closed");
      }
      Connection ready = idle.pollFirst();
      if (ready != null) {
        return ready;
      }
    }
    return connect(true);
  }

  private void giveBack(@Nullable Connection reader) {
    if (reader == null) {
      return;
    }
    synchronized (idle) {
      if (!closed) {
        idle.addFirst(reader);
        return;
      }
    }
    quietly(reader);
  }

  private Connection connect(boolean reader) throws SQLException {
    var config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
    config.enforceForeignKeys(true);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    if (!reader) {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    }
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try {
      execute(connection, "PRAGMA query_only = " + reader);
      return connection;
    } catch (SQLException failure) {
      quietly(connection);
      throw failure;
    }
  }

  /** Ends it; work that still runs is waited for. */
  @Override
  public void close() {
    writing.lock();
    try {
      synchronized (idle) {
        closed = true;
        idle.forEach(SqliteDatabase::quietly);
        idle.clear();
      }
      quietly(writer);
    } finally {
      writing.unlock();
    }
  }

  /** Everything was committed before: nothing can be lost by a close that fails. */
  private static void quietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException _) {
      // the process gives the file back at its end
    }
  }
}
