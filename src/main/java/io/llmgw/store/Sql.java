package io.llmgw.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One SQL statement with its values. */
final class Sql {
  private final String sql;
  private final @Nullable Object[] values;

  private Sql(String sql, @Nullable Object[] values) {
    this.sql = sql;
    this.values = values;
  }

  static Sql of(String sql, @Nullable Object... values) {
    return new Sql(sql, values);
  }

  /** Makes something of one row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  <T> List<T> list(Connection connection, Row<T> row) throws SQLException {
    try (PreparedStatement statement = prepared(connection);
        ResultSet rows = statement.executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(row.of(rows));
      }
      return list;
    }
  }

  /** The first row; null when there is none. */
  <T> @Nullable T first(Connection connection, Row<T> row) throws SQLException {
    List<T> list = list(connection, row);
    return list.isEmpty() ? null : list.getFirst();
  }

  /** Writes; the number of rows that changed. */
  int run(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepared(connection)) {
      return statement.executeUpdate();
    }
  }

  private PreparedStatement prepared(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException failure) {
      statement.close();
      throw failure;
    }
  }
}
