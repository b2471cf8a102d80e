package io.llmgw.store;

import org.jspecify.annotations.Nullable;

/** A database that lends its connections out for one piece of work each. Thread-safe. */
interface Database extends AutoCloseable {

  /**
   * Reads.
   *
   * @throws StoreException when it fails
   */
  <T extends @Nullable Object> T read(Work<T> work);

  /**
   * Reads and writes in one transaction, on disk once this returns; whatever the work throws undoes
   * all of it. Never within another piece of work.
   *
   * @throws StoreException when it fails
   */
  <T extends @Nullable Object> T write(Work<T> work);

  @Override
  void close();
}
