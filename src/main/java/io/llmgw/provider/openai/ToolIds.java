package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The ids of tool calls where an upstream takes fewer than there are: the history of a conversation
 * may have those of other providers. An id is replaced by the same one each time it is seen.
 *
 * @param longest how many characters an id may have; 0 for any number
 * @param exact whether it must have just as many, none but letters and digits
 */
record ToolIds(int longest, boolean exact) {
  private static final TextMembers RESULT = new TextMembers("tool_call_id");

  /** The id to send. */
  String sent(String id) {
    if (longest == 0 || (exact ? fits(id) : id.length() <= longest)) {
      return id;
    }
    String digest = digest(id);
    return exact
        ? digest.substring(0, longest)
        : "call_" + digest.substring(0, Math.min(digest.length(), longest - 5));
  }

  private boolean fits(String id) {
    return id.length() == longest
        && id.chars()
            .allMatch(c -> (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
  }

  /** More than enough letters and digits that differ for every id. */
  private static String digest(String id) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      // the highest bit set, so that there are always as many digits
      return new BigInteger(1, hash).setBit(256).toString(36);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** Whether a result in these messages may answer a call by an id that has to be replaced. */
  boolean mayConcern(JsonObjectIndex body, int messages) {
    return exact
        || (longest > 0 && RESULT.any(body, messages, (_, from, to) -> to - from > longest));
  }
}
