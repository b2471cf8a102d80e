package io.llmgw.bench;

import org.jspecify.annotations.Nullable;

/** Something that can be measured. */
sealed interface Subject {
  String name();

  /** The load generator talks to the upstream itself. */
  record Direct() implements Subject {
    @Override
    public String name() {
      return "direct";
    }
  }

  /** A reference proxy of this suite, which is a mode of {@link Bench}. */
  record Proxy(String name, String mode) implements Subject {}

  /** The built distribution of llmgw. */
  record Llmgw() implements Subject {
    @Override
    public String name() {
      return "llmgw";
    }
  }

  /** Any other gateway, started by someone else; without {@code pid} it has no CPU and memory. */
  record External(String name, Endpoint endpoint, @Nullable Long pid) implements Subject {}
}
