package io.llmgw.cli;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What flags of {@code llmgw chat} cannot be together. */
final class ChatFlagRules {
  private ChatFlagRules() {}

  /**
   * What is wrong with them; null for nothing.
   *
   * @param prompt whether there is a question
   * @param stays whether the chat goes on with somebody at a terminal
   */
  static @Nullable String broken(ChatFlags flags, boolean prompt, boolean stays) {
    String broken = values(flags);
    if (broken == null) {
      broken = conversation(flags, stays);
    }
    return broken == null ? form(flags, prompt, stays) : broken;
  }

  private static @Nullable String values(ChatFlags flags) {
    Double cap = flags.maxCost;
    if (cap != null && !(cap >= 0 && cap < 1e9)) {
      return "--max-cost takes an amount of US dollars, such as 0.50";
    }
    return flags.wrap < 0 ? "--wrap takes a number of columns, such as 100" : null;
  }

  private static @Nullable String conversation(ChatFlags flags, boolean stays) {
    if (Stream.of(flags.continued, flags.resume != null, flags.fork != null)
            .filter(given -> given)
            .count()
        > 1) {
      return "--continue, --resume and --fork name one conversation; only one of them can";
    }
    return "".equals(flags.resume) && !stays
        ? "--resume without a value lets you choose, in a chat; --resume ID, or -c for the last one"
        : null;
  }

  private static @Nullable String form(ChatFlags flags, boolean prompt, boolean stays) {
    boolean formed = flags.extract != null || flags.schema != null || flags.jsonMode;
    boolean talk = stays || flags.script != null;
    if (flags.script != null && (stays || prompt)) {
      return "--script says what to ask; leave the prompt and -i out";
    }
    if (talk && (formed || flags.dryRun || flags.strict)) {
      return "--extract, --schema, --json-mode, --strict and --dry-run go with one question alone";
    }
    if (talk && flags.models.size() > 1) {
      return "several models are compared with one question; in a chat with /compare";
    }
    return formed && flags.models.size() > 1
        ? "--extract, --schema and --json-mode go with one model"
        : null;
  }
}
