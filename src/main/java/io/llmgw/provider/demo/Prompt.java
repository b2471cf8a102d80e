package io.llmgw.provider.demo;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request as the demo reads it.
 *
 * @param text what the last user message says
 */
record Prompt(ChatRequest request, String text) {
  /** Open WebUI puts a list of the files before the question, coding agents what they know. */
  private static final Pattern PREFACE =
      Pattern.compile(
          "\\A(?:\\s*<(attached_files|system-reminder|environment_context)>.*?</\\1>)+\\s*",
          Pattern.DOTALL);

  private static final Pattern KEYWORD =
      Pattern.compile("\\A[/\"'`*]*(\\p{Alpha}+)[.,:;!?\"'`*]*(?:\\s+(.*))?\\z", Pattern.DOTALL);

  private static final Pattern NUMBER =
      Pattern.compile("\\A(\\d{1,9})(?:\\s+(.*))?\\z", Pattern.DOTALL);

  static Prompt of(ChatRequest request) {
    String text =
        lastUserParts(request).stream()
            .filter(Part.Text.class::isInstance)
            .map(part -> ((Part.Text) part).text())
            .collect(Collectors.joining("\n"));
    return new Prompt(request, withoutPreface(text).strip());
  }

  static String withoutPreface(String text) {
    return PREFACE.matcher(text).replaceFirst("");
  }

  private static List<Part> lastUserParts(ChatRequest request) {
    return request.messages().reversed().stream()
        .filter(message -> message.role() == Role.USER)
        .findFirst()
        .map(Message::parts)
        .orElse(List.of());
  }

  /** The same request as if the user had said something else. */
  Prompt withText(String other) {
    return new Prompt(request, other);
  }

  /** The first word in lower case without its punctuation; empty when that is not a word. */
  String keyword() {
    Matcher matcher = KEYWORD.matcher(text);
    return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }

  /** What follows the first word. */
  String argument() {
    Matcher matcher = KEYWORD.matcher(text);
    return matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
  }

  /**
   * The number the argument starts with, kept within bounds, or the standard when there is none.
   */
  int number(int standard, int least, int most) {
    Matcher matcher = NUMBER.matcher(argument());
    return matcher.matches()
        ? Math.clamp(Integer.parseInt(matcher.group(1)), least, most)
        : standard;
  }

  /** The argument without the number it starts with. */
  String afterNumber() {
    Matcher matcher = NUMBER.matcher(argument());
    if (!matcher.matches()) {
      return argument();
    }
    return matcher.group(2) == null ? "" : matcher.group(2);
  }

  List<Part.Media> files() {
    return lastUserParts(request).stream()
        .filter(Part.Media.class::isInstance)
        .map(Part.Media.class::cast)
        .toList();
  }

  /** The tools that may be called. */
  List<Tool> tools() {
    return request.toolChoice() instanceof ToolChoice.None ? List.of() : request.tools();
  }

  /** The results the conversation ends with; empty when it ends with something else. */
  List<Part.ToolResult> toolResults() {
    List<Message> newestFirst = request.messages().reversed();
    return newestFirst.stream()
        .takeWhile(message -> message.role() == Role.TOOL)
        .toList()
        .reversed()
        .stream()
        .flatMap(message -> message.parts().stream())
        .filter(Part.ToolResult.class::isInstance)
        .map(Part.ToolResult.class::cast)
        .toList();
  }
}
