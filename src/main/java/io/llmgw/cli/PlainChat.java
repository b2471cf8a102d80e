package io.llmgw.cli;

import java.util.List;
import java.util.Set;

/**
 * Tells of most command lines that begin a chat on the terminal that they do, before they are read:
 * the terminal can be opened meanwhile. Says no where it is not certain.
 */
final class PlainChat {
  private static final Set<String> FLAGS = Set.of("-c", "--continue", "--resume", "--no-save");
  private static final Set<String> WITH_VALUE = Set.of("-m", "--model", "--config", "--server");

  private PlainChat() {}

  static boolean is(List<String> args, Tty tty) {
    if (args.isEmpty() || !args.getFirst().equals("chat") || !tty.in() || !tty.out()) {
      return false;
    }
    for (int i = 1; i < args.size(); i++) {
      if (WITH_VALUE.contains(args.get(i)) && i + 1 < args.size()) {
        i++;
      } else if (!FLAGS.contains(args.get(i))) {
        return false;
      }
    }
    return true;
  }
}
