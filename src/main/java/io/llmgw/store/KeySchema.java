package io.llmgw.store;

/**
 * The tables of keys, users and added models, in words that SQLite and PostgreSQL both understand.
 */
final class KeySchema {
  static final Schema SCHEMA =
      new Schema(
          "keys",
          new Migration(
              "keys with their secrets, users, and a number that grows with each change",
              """
              CREATE TABLE client_key (
                id TEXT PRIMARY KEY,
                hash TEXT NOT NULL,
                masked TEXT NOT NULL,
                alias TEXT UNIQUE,
                user_id TEXT,
                team_id TEXT,
                settings TEXT NOT NULL,
                created BIGINT NOT NULL,
                updated BIGINT NOT NULL)\
              """,
              "CREATE INDEX client_key_by_user ON client_key (user_id)",
              "CREATE INDEX client_key_by_age ON client_key (created, id)",
              """
              CREATE TABLE client_key_secret (
                hash TEXT PRIMARY KEY,
                key_id TEXT NOT NULL REFERENCES client_key (id) ON DELETE CASCADE,
                good_until BIGINT)\
              """,
              "CREATE INDEX client_key_secret_by_key ON client_key_secret (key_id)",
              """
              CREATE TABLE gateway_user (
                id TEXT PRIMARY KEY,
                settings TEXT NOT NULL)\
              """,
              """
              CREATE TABLE key_setting (
                name TEXT PRIMARY KEY,
                value TEXT NOT NULL)\
              """,
              "CREATE TABLE key_revision (revision BIGINT NOT NULL)",
              "INSERT INTO key_revision (revision) VALUES (1)"),
          new Migration(
              "models added to a running gateway",
              """
              CREATE TABLE gateway_model (
                id TEXT PRIMARY KEY,
                sealed TEXT NOT NULL,
                created BIGINT NOT NULL)\
              """));

  private KeySchema() {}
}
