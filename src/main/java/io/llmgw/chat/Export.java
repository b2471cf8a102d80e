package io.llmgw.chat;

import io.llmgw.json.Json;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation, from its beginning to its head, for people and for programs. */
public final class Export {
  private Export() {}

  /**
   * In the form the file's name ends in: {@code .md}, {@code .json} or {@code .html}.
   *
   * @throws ChatException for another ending
   */
  public static String as(String file, Chat chat) {
    return as(file, chat.session(), chat.conversation());
  }

  /** The same for a conversation that is only kept. */
  public static String as(String file, Session session, Conversation conversation) {
    String ending = file.substring(file.lastIndexOf('.') + 1);
    return switch (ending) {
      case "md", "markdown", "txt" -> markdown(session, conversation.path());
      case "json" -> json(session, conversation.path());
      case "html", "htm" -> html(session, conversation.path());
      default ->
          throw ChatException.wrong(
              "'%s' does not say in which form".formatted(file), "end it in .md, .json or .html");
    };
  }

  public static String markdown(Chat chat) {
    return markdown(chat.session(), chat.conversation().path());
  }

  private static String markdown(Session session, List<Entry> path) {
    StringBuilder text = new StringBuilder("# " + title(session) + "\n");
    if (session.system() != null) {
      text.append("\n## System\n\n").append(session.system()).append('\n');
    }
    for (Entry entry : path) {
      text.append("\n## ").append(speaker(entry)).append("\n\n");
      text.append(entry.text().stripTrailing()).append('\n');
      for (Part part : entry.parts()) {
        if (part instanceof Part.Media media) {
          text.append("\n*Attached: ").append(name(media)).append("*\n");
        }
      }
    }
    return text.toString();
  }

  private static String title(Session session) {
    return session.title().isEmpty() ? "Chat " + session.id() : session.title();
  }

  private static String name(Part.Media media) {
    return media.name() != null ? media.name() : String.valueOf(media.url());
  }

  private static String speaker(Entry entry) {
    return switch (entry.role()) {
      case USER -> "You";
      case SYSTEM -> "Summary of what was said before";
      case ASSISTANT, TOOL -> entry.outcome() == null ? "Answer" : entry.outcome().asked();
    };
  }

  private static String json(Session session, List<Entry> path) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("id", session.id());
    root.put("title", session.title());
    root.put("model", session.model());
    root.put("system", session.system());
    root.put("created", session.created().toString());
    ArrayNode messages = root.putArray("messages");
    for (Entry entry : path) {
      ObjectNode message = messages.addObject();
      message.put("id", entry.id());
      message.put("role", role(entry.role()));
      message.put("at", entry.at().toString());
      message.put("content", entry.text());
      if (!entry.reasoning().isEmpty()) {
        message.put("reasoning", entry.reasoning());
      }
      files(entry, message);
      outcome(entry, message);
    }
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static String role(Role role) {
    return switch (role) {
      case USER -> "user";
      case ASSISTANT -> "assistant";
      case SYSTEM -> "system";
      case TOOL -> "tool";
    };
  }

  private static void files(Entry entry, ObjectNode message) {
    for (Part part : entry.parts()) {
      if (part instanceof Part.Media media) {
        message.withArray("attachments").add(name(media));
      }
    }
  }

  private static void outcome(Entry entry, ObjectNode message) {
    Outcome outcome = entry.outcome();
    if (outcome != null) {
      message.put("model", outcome.asked());
      message.put("provider", outcome.provider());
      message.put("state", outcome.state().name().toLowerCase(Locale.ROOT));
      if (outcome.usage() != null) {
        message.put("input_tokens", outcome.usage().inputTokens());
        message.put("output_tokens", outcome.usage().outputTokens());
      }
      if (outcome.costUsd() != null) {
        message.put("cost_usd", outcome.costUsd());
      }
    }
  }

  private static String html(Session session, List<Entry> path) {
    StringBuilder body = new StringBuilder();
    if (session.system() != null) {
      section("System", session.system(), body);
    }
    for (Entry entry : path) {
      section(speaker(entry), entry.text(), body);
      for (Part part : entry.parts()) {
        if (part instanceof Part.Media media) {
          body.append("<p><em>Attached: ").append(escaped(name(media))).append("</em></p>\n");
        }
      }
    }
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>%1$s</title>
    <style>
    body { max-width: 50rem; margin: 2rem auto; font-family: sans-serif; }
    pre { white-space: pre-wrap; font-family: inherit; }
    </style>
    </head>
    <body>
    <h1>%1$s</h1>
    %2$s</body>
    </html>
    """
        .formatted(escaped(title(session)), body);
  }

  private static void section(String head, String text, StringBuilder body) {
    body.append("<h2>").append(escaped(head)).append("</h2>\n<pre>");
    body.append(escaped(text)).append("</pre>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
