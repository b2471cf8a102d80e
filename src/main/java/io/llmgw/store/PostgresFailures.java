package io.llmgw.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;

/**
 * What a server's failures mean for whoever runs the gateway.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">error codes</a>
 */
final class PostgresFailures {
  private PostgresFailures() {}

  /**
   * Tells a failure.
   *
   * @param database without its password
   */
  static StoreException of(String database, SQLException failure) {
    String state = state(failure);
    String group = state.substring(0, Math.min(2, state.length()));
    return switch (group) {
      case "08", "57" ->
          failed(
              StoreException.Problem.UNREACHABLE,
              "the database " + database + " cannot be reached",
              "Check that it runs, and the host and port of database_url.",
              failure);
      case "28", "3D" ->
          failed(
              StoreException.Problem.PERMISSION,
              "the database " + database + " does not let us in: " + failure.getMessage(),
              "Check the user, the password and the name of the database in database_url.",
              failure);
      case "23" ->
          failed(
              StoreException.Problem.CONFLICT,
              "what was to be stored contradicts what is stored",
              "Nothing was changed.",
              failure);
      case "53" ->
          failed(
              StoreException.Problem.FULL,
              "the database " + database + " has no room left: " + failure.getMessage(),
              "Give its server more room or connections; nothing was changed.",
              failure);
      case "40", "55" ->
          failed(
              StoreException.Problem.LOCKED,
              "the database " + database + " is held by another process",
              "Wait until that process is done, then try again; nothing was changed.",
              failure);
      default -> other(database, state, failure);
    };
  }

  private static StoreException other(String database, String state, SQLException failure) {
    boolean forbidden = state.equals("42501");
    return failed(
        forbidden ? StoreException.Problem.PERMISSION : StoreException.Problem.FAILED,
        "the database %s failed: %s".formatted(database, failure.getMessage()),
        forbidden
            ? "Let the user of database_url create and change tables there."
            : "Nothing was changed.",
        failure);
  }

  /** Of a pool that got no connection, the reason it got none. */
  private static String state(SQLException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException known && known.getSQLState() != null) {
        return known.getSQLState();
      }
    }
    boolean noConnection = failure instanceof SQLTransientConnectionException;
    return noConnection ? "08000" : Objects.requireNonNullElse(failure.getSQLState(), "");
  }

  private static StoreException failed(
      StoreException.Problem problem, String message, String remedy, SQLException cause) {
    return new StoreException(problem, message, remedy, cause);
  }
}
