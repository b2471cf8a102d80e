package io.llmgw.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is done with a connection; it must not keep it. */
@FunctionalInterface
interface Work<T extends @Nullable Object> {
  T on(Connection connection) throws SQLException;
}
