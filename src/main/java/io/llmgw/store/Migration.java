package io.llmgw.store;

import java.util.List;

/**
 * One step of a schema, run once, never changed after it was released.
 *
 * @param purpose what it does, for whoever reads the table of steps
 * @param statements one SQL statement each, run in order in one transaction with all others
 */
public record Migration(String purpose, List<String> statements) {
  public Migration {
    statements = List.copyOf(statements);
  }

  public Migration(String purpose, String... statements) {
    this(purpose, List.of(statements));
  }
}
