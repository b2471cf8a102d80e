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

  /** The built distribution of llmgw; its clients speak OpenAI's protocol, its upstream may not. */
  record Llmgw(boolean translating) implements Subject {
    @Override
    public String name() {
      return translating ? "translating" : "llmgw";
    }

    /** The upstream's vendor and model. */
    String model() {
      return translating ? "anthropic/bench" : "openai/bench";
    }

    /** The end of the upstream's base address. */
    String base() {
      return translating ? "" : "/v1";
    }
  }

  /** Any other gateway, started by someone else; without {@code pid} it has no CPU and memory. */
  record External(String name, Endpoint endpoint, @Nullable Long pid) implements Subject {}
}
