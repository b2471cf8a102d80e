package io.llmgw.store;

import io.llmgw.chat.Conversation;
import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Outcome;
import io.llmgw.chat.Session;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations in a SQLite file. */
public final class SqliteConversations implements ConversationStore {
  private static final String SNIPPET = "snippet(message_text, 0, '', '', '…', 16)";
  private static final String AROUND =
      "substr(content, max(1, instr(lower(content), lower(?)) - 40), 120)";

  private final SqliteDatabase database;

  private SqliteConversations(SqliteDatabase database) {
    this.database = database;
  }

  /**
   * Opens the file, creates it if need be.
   *
   * @throws StoreException when it cannot be used; it is left as it was then
   */
  public static SqliteConversations open(Path file) {
    return new SqliteConversations(SqliteDatabase.open(file, ConversationSchema.SCHEMA));
  }

  @Override
  public boolean keeps() {
    return true;
  }

  @Override
  public void save(Session session, List<Entry> entries) {
    database.write(connection -> {
      head(connection, session);
      for (Entry entry : entries) {
        message(connection, session.id(), entry);
      }
      return true;
    });
  }

  private static void head(Connection connection, Session session) throws SQLException {
    update(
        connection,
        """
        INSERT INTO session (id, title, model, system, head, created, updated)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET title = excluded.title, model = excluded.model,
          system = excluded.system, head = excluded.head, updated = excluded.updated\
        """,
        session.id(),
        session.title(),
        session.model(),
        session.system(),
        session.head(),
        session.created().toEpochMilli(),
        session.updated().toEpochMilli());
  }

  private static void message(Connection connection, String session, Entry entry)
      throws SQLException {
    update(
        connection,
        """
        INSERT INTO message (id, session, parent, role, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, at = excluded.at\
        """,
        entry.id(),
        session,
        entry.parent(),
        entry.role().name(),
        entry.at().toEpochMilli());
    update(connection, "DELETE FROM part WHERE message = ?", entry.id());
    int position = 0;
    for (Part part : entry.parts()) {
      update(
          connection,
          "INSERT INTO part (message, position, kind, content) VALUES (?, ?, ?, ?)",
          entry.id(),
          position++,
          PartJson.kind(part),
          PartJson.write(part));
    }
    index(connection, session, entry);
    outcome(connection, entry);
  }

  private static void index(Connection connection, String session, Entry entry)
      throws SQLException {
    update(connection, "DELETE FROM message_text WHERE message = ?", entry.id());
    boolean running = entry.outcome() != null && entry.outcome().state() == Outcome.State.RUNNING;
    if (!running && !entry.text().isBlank()) {
      update(
          connection,
          "INSERT INTO message_text (content, message, session) VALUES (?, ?, ?)",
          entry.text(),
          entry.id(),
          session);
    }
  }

  private static void outcome(Connection connection, Entry entry) throws SQLException {
    Outcome outcome = entry.outcome();
    if (outcome == null) {
      return;
    }
    update(
        connection,
        """
        INSERT INTO call (message, asked, state, cost_usd, outcome) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (message) DO UPDATE SET state = excluded.state, cost_usd = excluded.cost_usd,
          outcome = excluded.outcome\
        """,
        entry.id(),
        outcome.asked(),
        outcome.state().name(),
        outcome.costUsd(),
        OutcomeJson.write(outcome));
  }

  @Override
  public void remove(String session, List<String> entries) {
    database.write(connection -> {
      for (String entry : entries) {
        update(connection, "DELETE FROM message_text WHERE message = ?", entry);
        update(connection, "DELETE FROM message WHERE id = ? AND session = ?", entry, session);
      }
      return true;
    });
    vacuum();
  }

  @Override
  public boolean delete(String session) {
    boolean gone =
        database.write(connection -> {
          update(connection, "DELETE FROM message_text WHERE session = ?", session);
          return update(connection, "DELETE FROM session WHERE id = ?", session) > 0;
        });
    vacuum();
    return gone;
  }

  /** What was deleted must not stay readable in the file or its log. */
  private void vacuum() {
    String address = "jdbc:sqlite:" + database.file().toAbsolutePath();
    try (Connection connection = DriverManager.getConnection(address);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute("VACUUM");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException failure) {
      throw SqliteFailures.of(database.file(), failure);
    }
  }

  @Override
  public Optional<Kept> load(String session) {
    return database.read(connection -> {
      Session head = session(connection, session);
      return head == null
          ? Optional.empty()
          : Optional.of(
              new Kept(head, new Conversation(entries(connection, session), head.head())));
    });
  }

  private static @Nullable Session session(Connection connection, String id) throws SQLException {
    String sql =
        "SELECT id, title, model, system, head, created, updated FROM session WHERE id = ?";
    try (PreparedStatement statement = prepared(connection, sql, id);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? new Session(
              row.getString(1),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getString(5),
              Instant.ofEpochMilli(row.getLong(6)),
              Instant.ofEpochMilli(row.getLong(7)))
          : null;
    }
  }

  private static List<Entry> entries(Connection connection, String session) throws SQLException {
    String sql =
        """
        SELECT message.id, parent, role, at, asked, state, cost_usd, outcome
        FROM message LEFT JOIN call ON call.message = message.id
        WHERE session = ? ORDER BY number\
        """;
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement statement = prepared(connection, sql, session);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        entries.add(
            new Entry(
                row.getString(1),
                row.getString(2),
                Role.valueOf(row.getString(3)),
                parts(connection, row.getString(1)),
                Instant.ofEpochMilli(row.getLong(4)),
                outcome(row)));
      }
    }
    return entries;
  }

  private static @Nullable Outcome outcome(ResultSet row) throws SQLException {
    String state = row.getString(6);
    double cost = row.getDouble(7);
    Double known = row.wasNull() ? null : Double.valueOf(cost);
    return state == null
        ? null
        : OutcomeJson.read(state, row.getString(5), known, row.getString(8));
  }

  private static List<Part> parts(Connection connection, String message) throws SQLException {
    String sql = "SELECT kind, content FROM part WHERE message = ? ORDER BY position";
    List<Part> parts = new ArrayList<>();
    try (PreparedStatement statement = prepared(connection, sql, message);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        parts.add(PartJson.read(row.getString(1), row.getString(2)));
      }
    }
    return parts;
  }

  @Override
  public List<Summary> list(int most) {
    String sql =
        """
        SELECT session.id, title, model, COUNT(message.id), COALESCE(SUM(cost_usd), 0), updated
        FROM session LEFT JOIN message ON message.session = session.id
          LEFT JOIN call ON call.message = message.id
        GROUP BY session.id ORDER BY updated DESC, session.rowid DESC LIMIT ?\
        """;
    return database.read(connection -> {
      List<Summary> all = new ArrayList<>();
      try (PreparedStatement statement = prepared(connection, sql, most);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(
              new Summary(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getInt(4),
                  row.getDouble(5),
                  Instant.ofEpochMilli(row.getLong(6))));
        }
      }
      return all;
    });
  }

  @Override
  public List<Hit> search(String words, @Nullable String session, int most) {
    SearchWords wanted = SearchWords.of(words);
    if (wanted.isEmpty()) {
      return List.of();
    }
    boolean indexed = !wanted.indexed().isEmpty();
    String sql =
        "SELECT session.id, title, message, "
            + (indexed ? SNIPPET : AROUND)
            + ", message.at FROM message_text"
            + " JOIN session ON session.id = message_text.session"
            + " JOIN message ON message.id = message_text.message"
            + " WHERE (? IS NULL OR session.id = ?)"
            + (indexed ? " AND message_text MATCH ?" : "")
            + " AND content LIKE ? ESCAPE '\\'".repeat(wanted.literal().size())
            + (indexed ? " ORDER BY rank" : " ORDER BY message.at DESC")
            + " LIMIT ?";
    List<@Nullable Object> values = new ArrayList<>();
    if (!indexed) {
      String first = wanted.literal().getFirst();
      values.add(first.substring(1, first.length() - 1).replaceAll("\\\\(.)", "$1"));
    }
    values.add(session);
    values.add(session);
    if (indexed) {
      values.add(wanted.indexed());
    }
    values.addAll(wanted.literal());
    values.add(most);
    return database.read(connection -> {
      List<Hit> hits = new ArrayList<>();
      try (PreparedStatement statement = prepared(connection, sql, values.toArray());
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          hits.add(
              new Hit(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  Instant.ofEpochMilli(row.getLong(5))));
        }
      }
      return hits;
    });
  }

  private static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public void close() {
    database.close();
  }
}
