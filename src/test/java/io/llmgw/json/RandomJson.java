package io.llmgw.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Valid JSON documents with every spelling the grammar allows, the same ones for the same seed. */
final class RandomJson {
  private static final int DEEPEST = 4;
  private static final List<String> SPACES = List.of("", "", "", " ", "\n  ", "\t", "\r\n", "  ");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "7",
          "-12",
          "1.0",
          "0.50",
          "-0.0",
          "1e5",
          "2E+3",
          "3.25e-2",
          "9007199254740993");
  private static final List<String> CHARACTERS =
      List.of(
          "a",
          "b",
          "model",
          "Z",
          "0",
          " ",
          "/",
          "'",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "é",
          "ж",
          "中",
          "😀",
          "\u007f",
          "\\\"",
          "\\\\",
          "\\/",
          "\\b",
          "\\f",
          "\\n",
          "\\r",
          "\\t",
          "\\u0061",
          "\\u00E9",
          "\\u4e2d",
          "\\ud83d\\uDE00",
          "\\u0000");

  private final Random random;

  RandomJson(long seed) {
    random = new Random(seed);
  }

  String object() {
    return object(0);
  }

  String value() {
    return value(1);
  }

  private String value(int depth) {
    return switch (random.nextInt(depth < DEEPEST ? 7 : 5)) {
      case 0 -> pick(NUMBERS);
      case 1 -> pick(List.of("true", "false", "null"));
      case 2, 3 -> string();
      case 4 -> pick(List.of("{}", "[]", "[ ]", "{\n}", "\"\""));
      case 5 -> object(depth);
      default -> array(depth);
    };
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int left = random.nextInt(7); left > 0; left--) {
      String name = string();
      if (names.add(Json.MAPPER.readValue(name, String.class))) {
        members.add(space() + name + space() + ":" + space() + value(depth + 1) + space());
      }
    }
    return "{" + (members.isEmpty() ? space() : String.join(",", members)) + "}";
  }

  private String array(int depth) {
    List<String> elements = new ArrayList<>();
    for (int left = random.nextInt(5); left > 0; left--) {
      elements.add(space() + value(depth + 1) + space());
    }
    return "[" + String.join(",", elements) + "]";
  }

  private String string() {
    StringBuilder text = new StringBuilder("\"");
    for (int left = random.nextInt(6); left > 0; left--) {
      text.append(pick(CHARACTERS));
    }
    return text.append('"').toString();
  }

  String space() {
    return pick(SPACES);
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
