package io.llmgw.catalog;

/** A file of models or prices cannot be used; the message tells where and why, for people. */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CatalogException(String message) {
    super(message);
  }
}
