package io.llmgw.provider.demo;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Calls of the tools a request offers, and what is said when their results come back. */
final class ToolScenes {
  private static final int LONGEST_RESULT = 2_000;
  private static final int AT_ONCE = 2;

  private static final String NOTHING_OFFERED =
      """
      I would call a tool now, but the request offers none. \
      Switch a tool on in your client, or send `tools` with the request, and ask again.
      """;

  private ToolScenes() {}

  /** One call: of the tool the message names, else of the first. */
  static Script one(Prompt prompt) {
    return call(prompt, 1);
  }

  /** Two calls at once, where the request offers two tools and allows that. */
  static Script several(Prompt prompt) {
    boolean parallel = !Boolean.FALSE.equals(prompt.request().parallelToolCalls());
    return call(prompt, parallel ? AT_ONCE : 1);
  }

  private static Script call(Prompt prompt, int most) {
    List<Script.ToolUse> uses =
        prompt.tools().stream()
            .sorted(Comparator.comparingInt(tool -> -named(prompt, tool)))
            .limit(most)
            .map(ToolScenes::use)
            .toList();
    return uses.isEmpty() ? Script.says(NOTHING_OFFERED) : Script.calls(uses);
  }

  /** How much of the message names that tool: the longest name wins where one contains another. */
  private static int named(Prompt prompt, Tool tool) {
    String text = prompt.text().toLowerCase(Locale.ROOT);
    return text.contains(tool.name().toLowerCase(Locale.ROOT)) ? tool.name().length() : 0;
  }

  private static Script.ToolUse use(Tool tool) {
    JsonNode schema = tool.parameters();
    JsonNode arguments = schema == null ? null : SchemaSample.least(schema);
    return new Script.ToolUse(
        tool.name(),
        arguments != null && arguments.isObject()
            ? arguments.toString()
            : JsonNodeFactory.instance.objectNode().toString());
  }

  /** The call {@code tool_choice} demands; empty when the model is free to choose. */
  static Optional<Script> demanded(Prompt prompt) {
    return switch (prompt.request().toolChoice()) {
      case null -> Optional.empty();
      case ToolChoice.Auto _, ToolChoice.None _ -> Optional.empty();
      case ToolChoice.Required _ -> {
        if (prompt.tools().isEmpty()) {
          throw refused("tool_choice demands a tool, but the request offers none.");
        }
        yield Optional.of(one(prompt));
      }
      case ToolChoice.Named named ->
          Optional.of(Script.calls(List.of(use(offered(prompt, named.name())))));
    };
  }

  private static Tool offered(Prompt prompt, String name) {
    return prompt.tools().stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> refused("tool_choice names the tool '" + name + "', which is not offered."));
  }

  private static GatewayException refused(String message) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST, message, ErrorDetail.ofParam("tool_choice"));
  }

  /** Says what the tools answered. */
  static Script report(Prompt prompt, List<Part.ToolResult> results) {
    return Script.says(
        results.stream()
            .map(result -> sentence(prompt, result))
            .collect(Collectors.joining("\n\n", "", "\n\nThe demo model can only repeat that.\n")));
  }

  private static String sentence(Prompt prompt, Part.ToolResult result) {
    String said = new Message(Role.TOOL, result.content()).text();
    String verb = result.failed() ? " failed and said" : " answered";
    String name = "The tool " + Markdown.code(nameOf(prompt, result)) + verb;
    return said.isBlank()
        ? name + " nothing."
        : name + ":\n\n" + Markdown.fenced(Markdown.bounded(said.strip(), LONGEST_RESULT));
  }

  /** A result may carry only the id of its call. */
  private static String nameOf(Prompt prompt, Part.ToolResult result) {
    if (result.name() != null) {
      return result.name();
    }
    return prompt.request().messages().reversed().stream()
        .flatMap(message -> message.parts().stream())
        .filter(part -> part instanceof Part.ToolCall call && call.id().equals(result.callId()))
        .map(part -> ((Part.ToolCall) part).name())
        .findFirst()
        .orElse(result.callId());
  }
}
