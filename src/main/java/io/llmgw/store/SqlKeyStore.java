package io.llmgw.store;

import io.llmgw.keys.KeyFields;
import io.llmgw.keys.KeyStore;
import io.llmgw.keys.StoredModel;
import io.llmgw.keys.User;
import io.llmgw.keys.UserFields;
import io.llmgw.keys.VirtualKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keys and users in a database of SQL. Thread-safe; closes the database. */
final class SqlKeyStore implements KeyStore {
  private static final String KEY = "k.id, k.hash, k.masked, k.settings, k.created, k.updated";

  private final Database database;

  SqlKeyStore(Database database) {
    this.database = database;
  }

  @Override
  public @Nullable Found find(String hash) {
    return database.read(connection -> {
      Secret secret =
          Sql.of(
                  "SELECT "
                      + KEY
                      + ", s.good_until FROM client_key_secret s"
                      + " JOIN client_key k ON k.id = s.key_id WHERE s.hash = ?",
                  hash)
              .first(connection, row -> new Secret(key(row), instant(row, "good_until")));
      if (secret == null) {
        return null;
      }
      String owner = secret.key.settings().userId();
      return new Found(secret.key, secret.until, owner == null ? null : user(connection, owner));
    });
  }

  private record Secret(VirtualKey key, @Nullable Instant until) {}

  @Override
  public @Nullable VirtualKey byId(String id) {
    return database.read(connection -> byId(connection, id));
  }

  private static @Nullable VirtualKey byId(Connection connection, String id) throws SQLException {
    return Sql.of("SELECT " + KEY + " FROM client_key k WHERE k.id = ?", id)
        .first(connection, SqlKeyStore::key);
  }

  @Override
  public @Nullable VirtualKey byAlias(String alias) {
    return database.read(connection ->
        Sql.of("SELECT " + KEY + " FROM client_key k WHERE k.alias = ?", alias)
            .first(connection, SqlKeyStore::key));
  }

  @Override
  public List<VirtualKey> list(Query query) {
    List<Object> values = new ArrayList<>();
    String where = where(query, values);
    values.add(query.limit());
    values.add(query.offset());
    String sql =
        "SELECT "
            + KEY
            + " FROM client_key k"
            + where
            + " ORDER BY k.created DESC, k.id LIMIT ? OFFSET ?";
    return database.read(
        connection -> Sql.of(sql, values.toArray()).list(connection, SqlKeyStore::key));
  }

  @Override
  public long count(Query query) {
    List<Object> values = new ArrayList<>();
    String sql = "SELECT COUNT(*) FROM client_key k" + where(query, values);
    return database.read(connection -> number(connection, Sql.of(sql, values.toArray())));
  }

  private static String where(Query query, List<Object> values) {
    List<String> conditions = new ArrayList<>();
    if (query.userId() != null) {
      conditions.add("k.user_id = ?");
      values.add(query.userId());
    }
    if (query.teamId() != null) {
      conditions.add("k.team_id = ?");
      values.add(query.teamId());
    }
    if (query.alias() != null) {
      conditions.add("LOWER(k.alias) LIKE ? ESCAPE '!'");
      String escaped = query.alias().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
      values.add("%" + escaped + "%");
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  @Override
  public void add(VirtualKey key) {
    database.write(connection -> {
      advance(connection);
      Sql.of(
              "INSERT INTO client_key (id, hash, masked, alias, user_id, team_id, settings,"
                  + " created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              key.id(),
              key.hash(),
              key.masked(),
              key.settings().alias(),
              key.settings().userId(),
              key.settings().teamId(),
              KeyFields.write(key.settings()).toString(),
              key.created().toEpochMilli(),
              key.updated().toEpochMilli())
          .run(connection);
      return addSecret(connection, key);
    });
  }

  private static int addSecret(Connection connection, VirtualKey key) throws SQLException {
    return Sql.of(
            "INSERT INTO client_key_secret (hash, key_id, good_until) VALUES (?, ?, NULL)",
            key.hash(),
            key.id())
        .run(connection);
  }

  @Override
  public @Nullable VirtualKey change(
      String id, UnaryOperator<VirtualKey> change, Instant oldSecretUntil) {
    return database.write(connection -> {
      // first, because it makes other writers wait
      advance(connection);
      VirtualKey before = byId(connection, id);
      if (before == null) {
        return null;
      }
      VirtualKey after = change.apply(before);
      update(connection, after);
      if (!after.hash().equals(before.hash())) {
        replaceSecret(connection, before, after, oldSecretUntil);
      }
      return after;
    });
  }

  private static void update(Connection connection, VirtualKey key) throws SQLException {
    Sql.of(
            "UPDATE client_key SET hash = ?, masked = ?, alias = ?, user_id = ?, team_id = ?,"
                + " settings = ?, updated = ? WHERE id = ?",
            key.hash(),
            key.masked(),
            key.settings().alias(),
            key.settings().userId(),
            key.settings().teamId(),
            KeyFields.write(key.settings()).toString(),
            key.updated().toEpochMilli(),
            key.id())
        .run(connection);
  }

  private static void replaceSecret(
      Connection connection, VirtualKey before, VirtualKey after, Instant until)
      throws SQLException {
    Sql.of(
            "UPDATE client_key_secret SET good_until = ? WHERE hash = ?",
            until.toEpochMilli(),
            before.hash())
        .run(connection);
    Sql.of(
            "DELETE FROM client_key_secret WHERE key_id = ? AND good_until <= ?",
            after.id(),
            after.updated().toEpochMilli())
        .run(connection);
    addSecret(connection, after);
  }

  @Override
  public int remove(Collection<String> ids) {
    return database.write(connection -> {
      advance(connection);
      int removed = 0;
      for (String id : ids) {
        removed += Sql.of("DELETE FROM client_key WHERE id = ?", id).run(connection);
      }
      return removed;
    });
  }

  @Override
  public void add(User user) {
    database.write(connection -> {
      advance(connection);
      return Sql.of(
              "INSERT INTO gateway_user (id, settings) VALUES (?, ?)",
              user.id(),
              UserFields.write(user).toString())
          .run(connection);
    });
  }

  @Override
  public @Nullable User user(String id) {
    return database.read(connection -> user(connection, id));
  }

  private static @Nullable User user(Connection connection, String id) throws SQLException {
    return Sql.of("SELECT settings FROM gateway_user WHERE id = ?", id)
        .first(connection, row -> UserFields.stored(row.getString(1)));
  }

  @Override
  public List<StoredModel> models() {
    return database.read(connection ->
        Sql.of("SELECT id, sealed, created FROM gateway_model ORDER BY created, id")
            .list(
                connection,
                row ->
                    new StoredModel(
                        row.getString("id"),
                        row.getString("sealed"),
                        Instant.ofEpochMilli(row.getLong("created")))));
  }

  @Override
  public void add(StoredModel model) {
    database.write(connection -> {
      advance(connection);
      return Sql.of(
              "INSERT INTO gateway_model (id, sealed, created) VALUES (?, ?, ?)",
              model.id(),
              model.sealed(),
              model.created().toEpochMilli())
          .run(connection);
    });
  }

  @Override
  public boolean removeModel(String id) {
    return database.write(connection -> {
      advance(connection);
      return Sql.of("DELETE FROM gateway_model WHERE id = ?", id).run(connection) > 0;
    });
  }

  private static void advance(Connection connection) throws SQLException {
    Sql.of("UPDATE key_revision SET revision = revision + 1").run(connection);
  }

  @Override
  public long revision() {
    return database.read(
        connection -> number(connection, Sql.of("SELECT revision FROM key_revision")));
  }

  private static long number(Connection connection, Sql query) throws SQLException {
    return Objects.requireNonNull(query.first(connection, row -> row.getLong(1)));
  }

  /**
   * What the secrets' pepper is recognised by.
   *
   * @param offered stored when there is none yet
   * @return the one that is stored; null when none is and none was offered
   */
  @Nullable String fingerprint(@Nullable String offered) {
    String stored = database.read(SqlKeyStore::fingerprint);
    if (stored != null || offered == null) {
      return stored;
    }
    return database.write(connection -> {
      advance(connection);
      String other = fingerprint(connection);
      if (other == null) {
        Sql.of("INSERT INTO key_setting (name, value) VALUES ('pepper', ?)", offered)
            .run(connection);
      }
      return other == null ? offered : other;
    });
  }

  private static @Nullable String fingerprint(Connection connection) throws SQLException {
    return Sql.of("SELECT value FROM key_setting WHERE name = 'pepper'")
        .first(connection, row -> row.getString(1));
  }

  private static VirtualKey key(ResultSet row) throws SQLException {
    return new VirtualKey(
        row.getString("id"),
        row.getString("hash"),
        row.getString("masked"),
        KeyFields.stored(row.getString("settings")),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("updated")));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  @Override
  public void close() {
    database.close();
  }
}
