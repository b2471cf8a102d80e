package io.llmgw.provider.demo;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The demo model's tokens. A token is a word with the white space before it; a word longer than 12
 * code points is cut into tokens of 12, and white space at the end of a text is a token of its own.
 * An image or another file counts as 85.
 */
final class Tokens {
  private static final Pattern TOKEN = Pattern.compile("\\s*\\S{1,12}|\\s+");
  private static final int PER_FILE = 85;

  private Tokens() {}

  /** The tokens of a text, found one at a time; joined they are the text again. */
  static Iterator<String> of(String text) {
    return new Iterator<>() {
      private final Matcher matcher = TOKEN.matcher(text);
      private boolean found = matcher.find();

      @Override
      public boolean hasNext() {
        return found;
      }

      @Override
      public String next() {
        if (!found) {
          throw new NoSuchElementException();
        }
        String token = matcher.group();
        found = matcher.find();
        return token;
      }
    };
  }

  static long count(String text) {
    long count = 0;
    for (Iterator<String> tokens = of(text); tokens.hasNext(); tokens.next()) {
      count++;
    }
    return count;
  }

  /** The tokens of all messages of a request. */
  static long count(ChatRequest request) {
    return request.messages().stream().map(Message::parts).mapToLong(Tokens::count).sum();
  }

  private static long count(List<Part> parts) {
    return parts.stream().mapToLong(Tokens::count).sum();
  }

  private static long count(Part part) {
    return switch (part) {
      case Part.Text text -> count(text.text());
      case Part.Media _ -> PER_FILE;
      case Part.Reasoning reasoning -> count(reasoning.text());
      case Part.ToolCall call -> count(call.name()) + count(call.arguments());
      case Part.ToolResult result -> count(result.content());
      case Part.Refusal refusal -> count(refusal.text());
      case Part.CachePoint _ -> 0;
    };
  }
}
