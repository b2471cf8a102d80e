package io.llmgw.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/**
 * A group of tables that grows by numbered steps; the first one has number 1. Several may live in
 * one database, each with its own count.
 *
 * @param name what the steps are counted under
 * @param migrations all steps there ever were, in order
 */
public record Schema(String name, List<Migration> migrations) {
  private static final String LEDGER =
      """
      CREATE TABLE IF NOT EXISTS llmgw_schema (
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        purpose TEXT NOT NULL,
        applied_at TEXT NOT NULL,
        PRIMARY KEY (name, version))\
      """;

  public Schema {
    migrations = List.copyOf(migrations);
  }

  public Schema(String name, Migration... migrations) {
    this(name, List.of(migrations));
  }

  /**
   * Runs the steps that are missing, in the transaction the connection is in.
   *
   * @throws StoreException when a newer program wrote the database; nothing is changed then
   */
  void migrate(Connection connection, String database) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(LEDGER);
      for (int at = version(connection, database); at < migrations.size(); at++) {
        Migration next = migrations.get(at);
        for (String sql : next.statements()) {
          statement.execute(sql);
        }
        record(connection, at + 1, next.purpose());
      }
    }
  }

  private int version(Connection connection, String database) throws SQLException {
    String sql = "SELECT COALESCE(MAX(version), 0) FROM llmgw_schema WHERE name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        int version = rows.getInt(1);
        if (version > migrations.size()) {
          throw newer(database, version);
        }
        return version;
      }
    }
  }

  private void record(Connection connection, int version, String purpose) throws SQLException {
    String sql =
        "INSERT INTO llmgw_schema (name, version, purpose, applied_at) VALUES (?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.setInt(2, version);
      statement.setString(3, purpose);
      statement.setString(4, Instant.now().toString());
      statement.executeUpdate();
    }
  }

  private StoreException newer(String database, int version) {
    return new StoreException(
        StoreException.Problem.NEWER_SCHEMA,
        "%s was written by a newer llmgw: its '%s' tables are at version %d, this program knows %d"
            .formatted(database, name, version, migrations.size()),
        "Update llmgw, or use another database; nothing was changed.");
  }
}
