package io.llmgw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.llmgw.config.Secret;
import io.llmgw.keys.KeyVault;
import io.llmgw.store.StoreException.Problem;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresKeyStoreTest extends KeyStoreContract {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static EmbeddedPostgres server;

  @TempDir Path folder;
  private boolean fresh = true;

  /** PostgreSQL does not run as root, which unshare makes another user where that is allowed. */
  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeTrue(
        !root || new ProcessBuilder("unshare", "-U", "true").start().waitFor() == 0,
        "PostgreSQL cannot be started: this is root on a machine without user namespaces");
    server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Override
  KeyVault.Contents open() {
    if (fresh) {
      fresh = false;
      run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }
    return KeyStores.postgres(url("postgres"), null, folder.resolve("pepper"));
  }

  private static void run(String sql) {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Secret url(String database) {
    return new Secret(
        "postgresql://postgres:pa%%2Fss@localhost:%d/%s?schema=public&connection_limit=5"
            .formatted(server.getPort(), database));
  }

  @Test
  void severalMakeTheTablesAtOnce() throws Exception {
    run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(() -> PostgresDatabase.open(url("postgres"), KeySchema.SCHEMA).close()));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    try (var store = open().store()) {
      assertThat(store.revision()).isPositive();
    }
  }

  @Test
  void refusesTheTablesOfANewerProgram() {
    run("INSERT INTO llmgw_schema VALUES ('keys', 99, 'future', 'now')");
    assertThat(failure(url("postgres")).problem()).isEqualTo(Problem.NEWER_SCHEMA);
  }

  @Test
  void saysWhyItCannotConnect() throws IOException {
    var noDatabase = failure(url("nothing-there"));
    assertThat(noDatabase.problem()).isEqualTo(Problem.PERMISSION);
    assertThat(noDatabase.text()).contains("nothing-there").doesNotContain("pa/ss");
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var nobody = failure(new Secret("postgres://u:secret-word@127.0.0.1:" + port + "/db"));
    assertThat(nobody.problem()).isEqualTo(Problem.UNREACHABLE);
    assertThat(nobody.text()).isEqualTo("the database 127.0.0.1:" + port + "/db cannot be reached");
  }

  @Test
  void refusesWhatIsNoAddress() {
    for (String wrong : List.of("", "mysql://h/db", "postgresql://host", "postgres://u:p@h h/db")) {
      assertThat(failure(new Secret(wrong)).text())
          .isEqualTo("the database_url is no address of a PostgreSQL database");
    }
  }

  private StoreException failure(Secret url) {
    return catchThrowableOfType(
        StoreException.class, () -> PostgresDatabase.open(url, PATIENCE, KeySchema.SCHEMA).close());
  }
}
