package io.llmgw.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints keys: for people, or the answers of the gateway as they are. */
final class KeyPrinter {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean text;
  private final boolean quiet;

  KeyPrinter(CommandLine commandLine, SharedOptions shared) {
    this.out = commandLine.getOut();
    this.err = commandLine.getErr();
    this.text = shared.output == OutputFormat.TEXT;
    this.quiet = shared.quiet;
  }

  /** The secret alone, so that it can be piped; what is said about it goes to the other stream. */
  void secret(ObjectNode key, String what) {
    if (!text) {
      out.println(key);
      return;
    }
    out.println(key.path("key").asString());
    out.flush();
    String alias = key.path("key_alias").asString("");
    note(
        "key %s: %s. Keep the secret now: it is not shown again."
            .formatted(alias.isEmpty() ? key.path("id").asString() : "'" + alias + "'", what));
  }

  /** Says something to people. */
  void note(String note) {
    if (!quiet) {
      err.println(note);
      err.flush();
    }
  }

  /** An answer of which people need to know only that all went well. */
  void done(ObjectNode answer, String what) {
    if (!text) {
      out.println(answer);
    } else if (!quiet) {
      out.println(what);
    }
  }

  /** All that is known of a key; for people, what is set. */
  void whole(JsonNode key) {
    if (!text) {
      out.println(key);
      return;
    }
    for (Map.Entry<String, JsonNode> member : key.properties()) {
      JsonNode value = member.getValue();
      boolean nothing =
          value.isNull()
              || (value.isContainer() && value.isEmpty())
              || member.getKey().equals("token_id");
      if (!nothing) {
        out.printf("%-22s %s%n", member.getKey(), shown(value));
      }
    }
  }

  private static String shown(JsonNode value) {
    if (!value.isArray()) {
      return value.isString() ? value.asString() : value.toString();
    }
    List<String> items = new ArrayList<>();
    value.forEach(item -> items.add(item.asString("")));
    return String.join(", ", items);
  }

  /** What a client's key is at the moment. */
  static String state(JsonNode key, Instant now) {
    String expires = key.path("expires").asString("");
    if (key.path("blocked").asBoolean(false)) {
      return "blocked";
    }
    if (expires.isEmpty()) {
      return "good";
    }
    return Instant.parse(expires).isAfter(now) ? "good until " + expires : "expired";
  }
}
