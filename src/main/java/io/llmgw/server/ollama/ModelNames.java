package io.llmgw.server.ollama;

import io.llmgw.gateway.ModelTable;

/** Ollama's names have a tag, and clients add the usual one to a name that has none. */
final class ModelNames {
  private static final String LATEST = ":latest";

  private ModelNames() {}

  /** The name as the gateway knows it. */
  static String known(String name, ModelTable models) {
    boolean tagged = name.endsWith(LATEST);
    return tagged && models.find(name).isEmpty()
        ? name.substring(0, name.length() - LATEST.length())
        : name;
  }

  /** The name as it is listed. */
  static String listed(String name) {
    return name.indexOf(':') < 0 ? name + LATEST : name;
  }
}
