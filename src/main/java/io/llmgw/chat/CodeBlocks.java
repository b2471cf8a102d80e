package io.llmgw.chat;

import io.llmgw.model.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the fenced blocks of an answer. */
public final class CodeBlocks {
  private static final Pattern OPEN = Pattern.compile(" {0,3}(`{3,}|~{3,})\\s*([^`]*)");

  private CodeBlocks() {}

  /** A block's language, empty when it names none, and what is in it, each line ended. */
  public record Block(String language, String code) {}

  public static List<Block> of(String markdown) {
    List<Block> blocks = new ArrayList<>();
    String fence = "";
    String language = "";
    StringBuilder code = new StringBuilder();
    for (String line : markdown.lines().toList()) {
      Matcher open = OPEN.matcher(line);
      if (!fence.isEmpty() && closes(line, fence)) {
        blocks.add(new Block(language, code.toString()));
        fence = "";
        code.setLength(0);
      } else if (!fence.isEmpty()) {
        code.append(line).append('\n');
      } else if (open.matches()) {
        fence = open.group(1);
        language = open.group(2).strip().split("\\s", 2)[0];
      }
    }
    if (!code.isEmpty()) {
      blocks.add(new Block(language, code.toString()));
    }
    return blocks;
  }

  private static boolean closes(String line, String fence) {
    String text = line.strip();
    return text.length() >= fence.length()
        && line.indexOf(text) <= 3
        && text.chars().allMatch(c -> c == fence.charAt(0));
  }

  /**
   * The block with that number.
   *
   * @param which counts from 1, or {@code last}
   * @throws ChatException when there is no such block
   */
  public static Block pick(String markdown, String which) {
    List<Block> blocks = of(markdown);
    int number;
    try {
      number = which.equals("last") ? Math.max(1, blocks.size()) : Integer.parseInt(which);
    } catch (NumberFormatException e) {
      throw ChatException.wrong("'%s' is no number of a block".formatted(which), "1, 2 or last");
    }
    if (number < 1 || number > blocks.size()) {
      throw new ChatException(
          ErrorKind.UPSTREAM,
          blocks.isEmpty()
              ? "the answer holds no code block"
              : "the answer holds %d code blocks, not %d".formatted(blocks.size(), number),
          blocks.isEmpty() ? "ask for a code block" : "a number up to " + blocks.size());
    }
    return blocks.get(number - 1);
  }
}
