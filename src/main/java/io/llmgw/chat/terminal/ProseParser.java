package io.llmgw.chat.terminal;

import io.llmgw.chat.command.Blocks;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Takes what is typed as prose: quotes and backslashes mean nothing, except that a backslash at the
 * end, or a block that begins with {@code """} or {@code :::} and has not ended, asks for another
 * line.
 */
final class ProseParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && Blocks.goesOn(line)) {
      throw new EOFError(-1, -1, "more lines");
    }
    return word(line, cursor);
  }

  private static ParsedLine word(String line, int cursor) {
    int start = cursor;
    while (start > 0 && !Character.isWhitespace(line.charAt(start - 1))) {
      start--;
    }
    int end = cursor;
    while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
      end++;
    }
    return new Word(line, cursor, start, line.substring(start, end));
  }

  @Override
  public boolean isEscapeChar(char ch) {
    return false;
  }

  /** The word at the cursor, as the only one. */
  private record Word(String line, int cursor, int start, String word)
      implements CompletingParsedLine {

    @Override
    public int wordCursor() {
      return cursor - start;
    }

    @Override
    public int wordIndex() {
      return line.substring(0, start).isBlank() ? 0 : 1;
    }

    @Override
    public List<String> words() {
      return wordIndex() == 0 ? List.of(word) : List.of(line.substring(0, start).strip(), word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }
  }
}
