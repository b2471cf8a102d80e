package io.llmgw.store;

/** The tables of conversations. */
final class ConversationSchema {
  static final Schema SCHEMA =
      new Schema(
          "chat",
          new Migration(
              "sessions, their tree of messages, and the search in them",
              """
              CREATE TABLE session (
                id TEXT PRIMARY KEY,
                title TEXT NOT NULL,
                model TEXT NOT NULL,
                system TEXT,
                head TEXT,
                created INTEGER NOT NULL,
                updated INTEGER NOT NULL)\
              """,
              "CREATE INDEX session_updated ON session (updated)",
              """
              CREATE TABLE message (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                parent TEXT,
                role TEXT NOT NULL,
                at INTEGER NOT NULL)\
              """,
              "CREATE INDEX message_session ON message (session)",
              """
              CREATE TABLE part (
                message TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                kind TEXT NOT NULL,
                content TEXT NOT NULL,
                PRIMARY KEY (message, position)) WITHOUT ROWID\
              """,
              """
              CREATE TABLE call (
                message TEXT PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
                asked TEXT NOT NULL,
                state TEXT NOT NULL,
                cost_usd REAL,
                outcome TEXT NOT NULL) WITHOUT ROWID\
              """,
              """
              CREATE VIRTUAL TABLE message_text USING fts5 (
                content, message UNINDEXED, session UNINDEXED,
                tokenize = 'unicode61 remove_diacritics 2')\
              """,
              // what is deleted must not stay readable in the index
              "INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1)"));

  private ConversationSchema() {}
}
