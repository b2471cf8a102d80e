package io.llmgw.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.llmgw.config.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A database on a PostgreSQL server, through a few connections that are kept open. Thread-safe. */
public final class PostgresDatabase implements Database {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 5;
  // any number no other program is likely to lock
  private static final long MIGRATION_LOCK = 0x6c6c6d6777L;

  private final PostgresAddress address;
  private final HikariDataSource pool;

  private PostgresDatabase(PostgresAddress address, HikariDataSource pool) {
    this.address = address;
    this.pool = pool;
  }

  /**
   * Connects, and brings the tables up to date while all others wait. To be closed.
   *
   * @param url {@code postgresql://user:password@host:port/database?…}
   * @throws StoreException when the address is wrong, the server cannot be reached or does not let
   *     us in, or a newer program wrote the tables
   */
  public static PostgresDatabase open(Secret url, Schema... schemas) {
    return open(url, PATIENCE, schemas);
  }

  static PostgresDatabase open(Secret url, Duration patience, Schema... schemas) {
    PostgresAddress address = PostgresAddress.of(url);
    var database = new PostgresDatabase(address, pool(address, patience));
    try {
      database.migrate(schemas);
      return database;
    } catch (RuntimeException failure) {
      database.close();
      throw failure;
    }
  }

  private static HikariDataSource pool(PostgresAddress address, Duration patience) {
    var config = new HikariConfig();
    config.setPoolName("llmgw");
    config.setJdbcUrl(address.jdbcUrl());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(patience.toMillis());
    config.setInitializationFailTimeout(patience.toMillis());
    config.setAutoCommit(false);
    config.addDataSourceProperty("ApplicationName", "llmgw");
    config.addDataSourceProperty("loginTimeout", Long.toString(patience.toSeconds()));
    config.addDataSourceProperty("socketTimeout", "30");
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException failure) {
      throw PostgresFailures.of(address.shown(), cause(failure));
    }
  }

  private static SQLException cause(PoolInitializationException failure) {
    return failure.getCause() instanceof SQLException cause
        ? cause
        : new SQLException(failure.getMessage(), "08000", failure);
  }

  private void migrate(Schema... schemas) {
    write(connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_xact_lock(" + MIGRATION_LOCK + ")");
      }
      for (Schema schema : schemas) {
        schema.migrate(connection, address.shown());
      }
      return true;
    });
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return write(work);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    // a connection that is given back undoes what was not committed
    try (Connection connection = pool.getConnection()) {
      T result = work.on(connection);
      connection.commit();
      return result;
    } catch (SQLException failure) {
      throw PostgresFailures.of(address.shown(), failure);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
