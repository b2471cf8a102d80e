package io.llmgw.config;

import java.util.Collection;
import java.util.Map;

/** Writes maps, lists, texts, numbers and truth values as indented JSON. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static String of(Object value) {
    JsonText json = new JsonText();
    json.write(value, "\n");
    return json.text.append('\n').toString();
  }

  private void write(Object value, String newLine) {
    switch (value) {
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text.append(separator).append(newLine).append("  ");
          quote(String.valueOf(entry.getKey()));
          text.append(": ");
          write(entry.getValue(), newLine + "  ");
          separator = ",";
        }
        text.append(map.isEmpty() ? "{}" : newLine + "}");
      }
      case Collection<?> items -> {
        String separator = "[";
        for (Object item : items) {
          text.append(separator);
          write(item, newLine);
          separator = ", ";
        }
        text.append(items.isEmpty() ? "[]" : "]");
      }
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> quote(value.toString());
    }
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        default -> {
          if (c < 0x20) {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
