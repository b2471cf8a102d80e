package io.llmgw.config;

import java.util.Map;

/** The environment variables of this process, read nowhere else. */
public final class ProcessEnvironment {
  private ProcessEnvironment() {}

  public static Map<String, String> variables() {
    return System.getenv();
  }
}
