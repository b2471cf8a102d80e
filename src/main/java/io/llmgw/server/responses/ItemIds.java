package io.llmgw.server.responses;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one response and its items: unguessable, never used twice, and each item's tells which
 * response it belongs to.
 *
 * @param seed what all of them have in common
 */
record ItemIds(String seed) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String RESPONSE = "resp_gw";
  private static final String OURS = "_gw";
  private static final int SEED_BYTES = 16;

  static ItemIds fresh() {
    byte[] bytes = new byte[SEED_BYTES];
    RANDOM.nextBytes(bytes);
    return new ItemIds(HexFormat.of().formatHex(bytes));
  }

  /** The id of the response an item belongs to; null when it was not made here. */
  static @Nullable String responseOf(String item) {
    int start = item.indexOf(OURS) + OURS.length();
    int end = item.lastIndexOf('_');
    return start >= OURS.length() && end > start ? RESPONSE + item.substring(start, end) : null;
  }

  String response() {
    return RESPONSE + seed;
  }

  /** The id of an item of the answer. */
  String output(String type, int index) {
    return prefix(type) + OURS + seed + "_" + index;
  }

  /** The id of an item of the request that came without one. */
  String input(String type, int index) {
    return prefix(type) + OURS + seed + "_i" + index;
  }

  private static String prefix(String type) {
    return switch (type) {
      case "message" -> "msg";
      case "reasoning" -> "rs";
      case "function_call" -> "fc";
      case "custom_tool_call" -> "ctc";
      case "image_generation_call" -> "ig";
      default -> "item";
    };
  }
}
