package io.llmgw.provider.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** The ids of the calls of one request, in the characters that are taken, each used once. */
final class CallIds {
  private static final Pattern OTHER = Pattern.compile("[^a-zA-Z0-9_.:-]");
  private static final Pattern SHORT = Pattern.compile("[a-zA-Z0-9]{9}");
  private static final int LONGEST = 64;
  private static final int SHORT_LENGTH = 9;

  private final boolean shortOnes;
  private final Set<String> taken = new HashSet<>();

  /** Ids of nine letters and digits, or longer ones. */
  CallIds(boolean shortOnes) {
    this.shortOnes = shortOnes;
  }

  /** The id to send for that one of the client's; the same for the same request. */
  String fresh(String original) {
    String id = shortOnes ? shortened(original) : plain(original);
    for (int i = 2; !taken.add(id); i++) {
      String end = "_" + i;
      String base = plain(original);
      id =
          shortOnes
              ? shortened(original + end)
              : base.substring(0, Math.min(base.length(), LONGEST - end.length())) + end;
    }
    return id;
  }

  private static String plain(String original) {
    String plain = OTHER.matcher(original).replaceAll("_");
    return plain.isEmpty() ? "call" : plain.substring(0, Math.min(plain.length(), LONGEST));
  }

  private static String shortened(String original) {
    if (SHORT.matcher(original).matches()) {
      return original;
    }
    byte[] bytes = original.getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(bytes).toString().replace("-", "").substring(0, SHORT_LENGTH);
  }
}
