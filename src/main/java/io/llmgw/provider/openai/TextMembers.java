package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import java.nio.charset.StandardCharsets;

/**
 * Looks at the texts some member has anywhere within a value, and at no more bytes than it has to:
 * for questions that are asked of every request and are hardly ever answered with yes.
 */
final class TextMembers {
  /** Tells whether the text in these bytes, quotes left out, is one of those looked for. */
  interface Test {
    boolean matches(byte[] bytes, int from, int to);
  }

  private final byte[] name;

  /** Looks at the members of that name, which has no characters that JSON escapes. */
  TextMembers(String name) {
    this.name = ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether any text matches. A text that looks like such a member counts as one. */
  boolean any(JsonObjectIndex body, int member, Test test) {
    byte[] bytes = body.bytes();
    int end = body.valueEnd(member);
    for (int i = body.valueStart(member); i < end - name.length; i++) {
      if (bytes[i] == '"' && bytes[i + 1] == name[1] && begins(bytes, i)) {
        int open = afterColon(bytes, i + name.length, end);
        if (open < end && bytes[open] == '"') {
          int close = close(bytes, open + 1, end);
          if (test.matches(bytes, open + 1, close)) {
            return true;
          }
          i = close;
        }
      }
    }
    return false;
  }

  private boolean begins(byte[] bytes, int from) {
    for (int i = 2; i < name.length; i++) {
      if (bytes[from + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static int afterColon(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && (bytes[i] == ':' || bytes[i] <= ' ')) {
      i++;
    }
    return i;
  }

  private static int close(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && bytes[i] != '"') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return Math.min(i, end);
  }
}
