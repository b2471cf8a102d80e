package io.llmgw.cli;

import java.io.PrintWriter;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints a document for programs. */
final class Trees {
  private Trees() {}

  /**
   * @param items the member that holds a list, one line each in {@link OutputFormat#STREAM_JSON}
   */
  static void print(PrintWriter out, ObjectNode document, String items, OutputFormat format) {
    switch (format) {
      case STREAM_JSON -> document.path(items).forEach(item -> out.println(item.toString()));
      case YAML -> yaml(out, document, "", "");
      case JSON, TEXT, JUNIT, TAP, GITHUB -> out.println(document.toString());
    }
    out.flush();
  }

  static void print(PrintWriter out, ObjectNode document, OutputFormat format) {
    if (format == OutputFormat.YAML) {
      yaml(out, document, "", "");
    } else {
      out.println(document.toString());
    }
    out.flush();
  }

  /**
   * Block style, with scalars as in JSON, which YAML takes as they are.
   *
   * @param first what the first line starts with
   * @param indent what the other lines start with
   */
  private static void yaml(PrintWriter out, ObjectNode object, String first, String indent) {
    String start = first;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      out.print(start + member.getKey() + ":");
      start = indent;
      switch (member.getValue()) {
        case ObjectNode inner when !inner.isEmpty() -> {
          out.println();
          yaml(out, inner, indent + "  ", indent + "  ");
        }
        case ArrayNode list when holdsObjects(list) -> {
          out.println();
          list.forEach(item -> yaml(out, (ObjectNode) item, indent + "  - ", indent + "    "));
        }
        default -> out.println(" " + member.getValue());
      }
    }
  }

  private static boolean holdsObjects(ArrayNode list) {
    return !list.isEmpty() && list.valueStream().allMatch(item -> item instanceof ObjectNode);
  }
}
