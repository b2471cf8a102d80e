package io.llmgw.provider.demo;

import io.llmgw.json.Json;
import io.llmgw.model.ResponseFormat.JsonSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Open WebUI asks a model behind the user's back: a title, tags, the next questions, search
 * queries. The wording of its prompts changes, the member of the JSON answer they ask for does not.
 */
final class OpenWebUiTasks {
  private static final String SIGN = "### Task:";
  private static final Pattern HISTORY = Pattern.compile("<chat_history>|<context>");
  private static final Pattern FIRST_QUESTION = Pattern.compile("(?m)^USER: *(.*)$");
  private static final int TITLE_WORDS = 6;
  private static final int LONGEST_TITLE = 50;
  private static final int LONGEST_QUERY = 100;

  private final Scenes scenes;

  OpenWebUiTasks(Scenes scenes) {
    this.scenes = scenes;
  }

  /**
   * The answer to a task; empty when the message is none, such as a question with retrieved
   * documents, or when a schema says more about the answer.
   */
  Optional<Script> answer(Prompt prompt) {
    if (!prompt.text().startsWith(SIGN) || prompt.request().format() instanceof JsonSchema) {
      return Optional.empty();
    }
    // The conversation may itself talk of titles: only what stands before it is the order.
    String order = HISTORY.split(prompt.text(), 2)[0];
    Prompt asked = prompt.withText(firstQuestion(prompt.text()));
    ObjectNode json = Json.MAPPER.createObjectNode();
    if (order.contains("\"title\":")) {
      json.put("title", title(asked.text()));
    } else if (order.contains("\"tags\":")) {
      tags(asked).forEach(json.putArray("tags")::add);
    } else if (order.contains("\"follow_ups\":")) {
      scenes.after(asked).forEach(json.putArray("follow_ups")::add);
    } else if (order.contains("\"queries\":")) {
      json.putArray("queries").add(Markdown.bounded(asked.text(), LONGEST_QUERY));
    }
    return json.isEmpty() ? Optional.empty() : Optional.of(Script.says(json.toString()));
  }

  private static String firstQuestion(String text) {
    Matcher matcher = FIRST_QUESTION.matcher(text);
    return matcher.find() ? matcher.group(1).strip() : "";
  }

  private static String title(String question) {
    String words =
        Arrays.stream(question.split("\\s+")).limit(TITLE_WORDS).collect(Collectors.joining(" "));
    return "🧪 " + (words.isEmpty() ? "Demo chat" : Markdown.bounded(words, LONGEST_TITLE));
  }

  private List<String> tags(Prompt asked) {
    return scenes
        .asked(asked)
        .map(scene -> List.of("Demo", capitalised(scene.word())))
        .orElse(List.of("Demo"));
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
