package io.llmgw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.store.StoreException.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
  private static final Migration FIRST =
      new Migration("notes", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)");
  private static final Migration SECOND =
      new Migration("notes have authors", "ALTER TABLE note ADD COLUMN author TEXT");
  private static final Schema OLD = new Schema("notes", FIRST);
  private static final Schema NEW = new Schema("notes", FIRST, SECOND);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("deep/data/llmgw.db");
  }

  @Test
  void createsAFileAndFolderOnlyTheOwnerMayUse() throws IOException {
    try (var database = SqliteDatabase.open(file, OLD)) {
      insert(database, "one");
      assertThat(permissions(file)).isEqualTo("rw-------");
      assertThat(permissions(file.getParent())).isEqualTo("rwx------");
      assertThat(permissions(file.resolveSibling("llmgw.db-wal"))).isEqualTo("rw-------");
    }
  }

  @Test
  void keepsWhatWasWrittenAndMigratesIt() {
    try (var database = SqliteDatabase.open(file, OLD)) {
      insert(database, "one");
    }
    try (var database = SqliteDatabase.open(file, NEW)) {
      assertThat(notes(database)).containsExactly("one");
      assertThat(single(database, "SELECT COUNT(author) FROM note")).isZero();
      assertThat(single(database, "SELECT MAX(version) FROM llmgw_schema")).isEqualTo(2);
    }
  }

  @Test
  void writesAheadWithForeignKeysAndFullSync() {
    try (var database = SqliteDatabase.open(file, OLD)) {
      assertThat(single(database, "PRAGMA foreign_keys")).isEqualTo(1);
      assertThat(single(database, "PRAGMA synchronous")).isEqualTo(2);
      assertThat(file.resolveSibling("llmgw.db-wal")).exists();
    }
  }

  @Test
  void undoesAllOfAWriteThatFails() {
    try (var database = SqliteDatabase.open(file, OLD)) {
      insert(database, "one");
      var failure =
          failure(() ->
              database.write(connection -> {
                execute(connection, "INSERT INTO note (text) VALUES ('two')");
                return execute(connection, "INSERT INTO note (text) VALUES ('one')");
              }));
      assertThat(failure.problem()).isEqualTo(Problem.CONFLICT);
      assertThat(notes(database)).containsExactly("one");
      insert(database, "three");
      assertThat(notes(database)).containsExactly("one", "three");
    }
  }

  @Test
  void readersCannotWrite() {
    try (var database = SqliteDatabase.open(file, OLD)) {
      var failure =
          failure(
              () -> database.read(each -> execute(each, "INSERT INTO note (text) VALUES ('x')")));
      assertThat(failure.problem()).isEqualTo(Problem.PERMISSION);
      assertThat(notes(database)).isEmpty();
    }
  }

  @Test
  void refusesTheTablesOfANewerProgramAndChangesNothing() {
    SqliteDatabase.open(file, NEW).close();
    var failure = failure(() -> SqliteDatabase.open(file, OLD));
    assertThat(failure.problem()).isEqualTo(Problem.NEWER_SCHEMA);
    assertThat(failure.text()).contains(file.toString(), "version 2", "knows 1");
    try (var database = SqliteDatabase.open(file, NEW)) {
      assertThat(single(database, "SELECT MAX(version) FROM llmgw_schema")).isEqualTo(2);
    }
  }

  @Test
  void leavesTheOldTablesWhenAMigrationFails() {
    SqliteDatabase.open(file, OLD).close();
    var broken = new Migration("broken", "ALTER TABLE note ADD COLUMN extra TEXT", "NONSENSE");
    assertThat(
            failure(() -> SqliteDatabase.open(file, new Schema("notes", FIRST, broken))).problem())
        .isEqualTo(Problem.FAILED);
    try (var database = SqliteDatabase.open(file, NEW)) {
      assertThat(single(database, "SELECT COUNT(*) FROM pragma_table_info('note')")).isEqualTo(3);
    }
  }

  @Test
  void refusesAFileOthersMayRead() throws IOException {
    SqliteDatabase.open(file, OLD).close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    var failure = failure(() -> SqliteDatabase.open(file, OLD));
    assertThat(failure.problem()).isEqualTo(Problem.EXPOSED);
    assertThat(failure.remedy()).isEqualTo("Run: chmod 600 '" + file + "'");
  }

  @Test
  void refusesWhatIsNoDatabase() throws IOException {
    String text = "this is a letter, not a database. ".repeat(100);
    PrivateFile.prepare(file);
    Files.writeString(file, text);
    var failure = failure(() -> SqliteDatabase.open(file, OLD));
    assertThat(failure.problem()).isEqualTo(Problem.DAMAGED);
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void tellsOfDamageItMeets() throws IOException {
    try (var database = SqliteDatabase.open(file, OLD)) {
      for (int i = 0; i < 300; i++) {
        insert(database, "note " + i + " " + "x".repeat(100));
      }
    }
    try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(8_192);
      raw.write("garbage".repeat(20_000).getBytes(StandardCharsets.UTF_8));
    }
    var failure =
        failure(() -> {
          try (var database = SqliteDatabase.open(file, OLD)) {
            notes(database);
          }
        });
    assertThat(failure.problem()).isEqualTo(Problem.DAMAGED);
  }

  @Test
  void refusesAFolder() throws IOException {
    Files.createDirectories(file);
    assertThat(failure(() -> SqliteDatabase.open(file, OLD)).text()).contains("is a folder");
  }

  @Test
  void saysWhereNoFileCanBeMade() throws IOException {
    Files.createDirectories(file.getParent().getParent());
    Files.writeString(file.getParent(), "a file where a folder should be");
    var failure = failure(() -> SqliteDatabase.open(file, OLD));
    assertThat(failure.problem()).isEqualTo(Problem.PERMISSION);
    assertThat(failure.text()).contains(file.toString());
  }

  @Test
  void saysWhenAnotherProcessHoldsIt() {
    var patience = Duration.ofMillis(50);
    try (var first = SqliteDatabase.open(file, patience, OLD);
        var second = SqliteDatabase.open(file, patience, OLD)) {
      first.write(connection -> {
        execute(connection, "INSERT INTO note (text) VALUES ('held')");
        assertThat(failure(() -> insert(second, "mine")).problem()).isEqualTo(Problem.LOCKED);
        assertThat(failure(() -> SqliteDatabase.open(file, patience, OLD)).problem())
            .isEqualTo(Problem.LOCKED);
        // readers see what was there before
        assertThat(notes(second)).isEmpty();
        return true;
      });
      insert(second, "mine");
      assertThat(notes(first)).containsExactly("held", "mine");
    }
  }

  @Test
  void losesNothingWhenTheDiskIsFull() {
    try (var database = SqliteDatabase.open(file, OLD)) {
      insert(database, "before");
      int pages = single(database, "PRAGMA page_count");
      database.write(each -> execute(each, "PRAGMA max_page_count = " + (pages + 1)));
      var failure =
          failure(() ->
              database.write(connection -> {
                for (int i = 0; i < 1_000; i++) {
                  String text = i + "x".repeat(1_000);
                  execute(connection, "INSERT INTO note (text) VALUES ('" + text + "')");
                }
                return true;
              }));
      assertThat(failure.problem()).isEqualTo(Problem.FULL);
      assertThat(notes(database)).containsExactly("before");
    }
  }

  @Test
  void manyThreadsReadAndWriteAtOnce() throws Exception {
    try (var database = SqliteDatabase.open(file, OLD);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var start = new CountDownLatch(1);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String text = "note " + i;
        all.add(
            threads.submit(() -> {
              start.await();
              insert(database, text);
              return notes(database);
            }));
      }
      start.countDown();
      for (Future<?> each : all) {
        each.get();
      }
      assertThat(notes(database)).hasSize(50);
    }
  }

  @Test
  void saysThatItIsClosed() {
    var database = SqliteDatabase.open(file, OLD);
    database.close();
    database.close();
    assertThat(failure(() -> notes(database)).text()).contains("closed");
    assertThat(failure(() -> insert(database, "late")).text()).contains("closed");
  }

  private static StoreException failure(ThrowingCallable work) {
    return catchThrowableOfType(StoreException.class, work);
  }

  private static void insert(SqliteDatabase database, String text) {
    database.write(each -> execute(each, "INSERT INTO note (text) VALUES ('" + text + "')"));
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static List<String> notes(SqliteDatabase database) {
    return database.read(connection -> {
      List<String> texts = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT text FROM note ORDER BY id")) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    });
  }

  private static int single(SqliteDatabase database, String sql) {
    return database.read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getInt(1);
      }
    });
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
