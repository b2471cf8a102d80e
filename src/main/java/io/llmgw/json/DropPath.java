package io.llmgw.json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes what a path of {@code additional_drop_params} names, such as {@code
 * tools[*].input_examples}, {@code a.b} or {@code stop[0].x}.
 */
public final class DropPath {
  private DropPath() {}

  /** Where the first step of the path ends. */
  public static int firstStep(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '.' || path.charAt(i) == '[') {
        return i;
      }
    }
    return path.length();
  }

  /** Removes what the rest of the path, from that index on, names below the node. */
  public static JsonNode without(JsonNode node, String path, int from) {
    if (from < path.length() && path.charAt(from) == '[') {
      int close = path.indexOf(']', from);
      if (close > 0 && node instanceof ArrayNode array) {
        elements(array, path.substring(from + 1, close), path, close + 1);
      }
    } else if (from < path.length() && node instanceof ObjectNode object) {
      String rest = path.substring(from + 1);
      int end = firstStep(rest);
      String name = rest.substring(0, end);
      if (end == rest.length()) {
        object.remove(name);
      } else if (object.has(name)) {
        without(object.get(name), rest, end);
      }
    }
    return node;
  }

  /**
   * Takes what the path names out of a document that is being edited.
   *
   * @return whether the document has it, or what it would be in
   */
  public static boolean remove(JsonEdit edit, JsonObjectIndex body, String path) {
    int split = firstStep(path);
    int member = body.find(path.substring(0, split));
    if (member < 0 || edit.removed(member)) {
      return false;
    }
    if (split == path.length()) {
      edit.remove(member);
    } else {
      edit.replace(member, Json.MAPPER.writeValueAsBytes(without(edit.tree(member), path, split)));
    }
    return true;
  }

  private static void elements(ArrayNode array, String which, String path, int next) {
    for (int i = array.size() - 1; i >= 0; i--) {
      if (which.equals("*") || which.equals(Integer.toString(i))) {
        if (next == path.length()) {
          array.remove(i);
        } else {
          without(array.get(i), path, next);
        }
      }
    }
  }
}
