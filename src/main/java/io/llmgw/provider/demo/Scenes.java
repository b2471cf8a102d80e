package io.llmgw.provider.demo;

import io.llmgw.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Everything the demo can show, by the word that asks for it. */
final class Scenes {
  private static final int LONGEST_QUOTE = 300;
  private static final int FOLLOW_UPS = 3;

  private static final String CONNECT =
      """
      To talk to a real model, give llmgw a provider: set a key such as `OPENAI_API_KEY` and start \
      it again, or write a configuration (`llmgw config init` makes one to fill in). \
      Then choose that model in your client.
      """;

  private final List<Scene> all =
      List.of(
          Scene.of("help", "help", "this table", _ -> Script.says(help())),
          Scene.of(
              "markdown",
              "markdown, please",
              "headings, lists, emphasis, a link, a quote",
              _ -> Script.says(Showcase.MARKDOWN)),
          Scene.of("table", "table of planets", "a table", _ -> Script.says(Showcase.TABLE)),
          Scene.of("code", "code in Java", "a code block", _ -> Script.says(Showcase.CODE)),
          Scene.of(
              List.of("think", "reason"),
              "think about it",
              "reasoning first, then an answer",
              _ -> Script.says(Showcase.AFTER_THINKING).thinking(Showcase.THOUGHTS)),
          Scene.of(
              "tool",
              "tool get_current_time",
              "a call of the tool you name, else of the first one offered",
              ToolScenes::one),
          Scene.of("tools", "tools", "two tool calls at once", ToolScenes::several),
          Scene.of(
              List.of("image", "images"),
              "image",
              "which images and files came with the message",
              FileScene::play),
          Scene.of("json", "json", "an answer that is one JSON object", Scenes::json),
          Scene.of("long", "long 500", "that many tokens, up to 10,000", Scenes::lengthy),
          Scene.of(
              "slow",
              "slow 200 table",
              "that many milliseconds before each token, up to 10,000; another word may follow",
              this::slow),
          new Scene(
              List.of("error"),
              "error 429",
              "a failure: any HTTP status from 400 to 599, `quota`, `context`, `filter`, or"
                  + " `midstream` for one after some text",
              Scenes::error),
          Scene.of("echo", "echo Hello", "what follows the word", Scenes::echo));

  /** The scene the message asks for by its first word. */
  Optional<Scene> asked(Prompt prompt) {
    String keyword = prompt.keyword();
    return all.stream().filter(scene -> scene.words().contains(keyword)).findFirst();
  }

  /** The script for the message, whatever it says. */
  Script play(Prompt prompt) {
    return asked(prompt)
        .flatMap(scene -> scene.play().apply(prompt))
        .orElseGet(() -> prompt.files().isEmpty() ? greeting(prompt) : FileScene.play(prompt));
  }

  /** What one may ask next: the examples after the one that was asked for. */
  List<String> after(Prompt prompt) {
    int next = asked(prompt).map(all::indexOf).orElse(-1) + 1;
    return Stream.concat(all.stream(), all.stream())
        .skip(next)
        .map(Scene::example)
        .limit(FOLLOW_UPS)
        .toList();
  }

  private String help() {
    return all.stream()
        .map(scene -> "| %s | %s |".formatted(Markdown.code(scene.example()), scene.shows()))
        .collect(
            Collectors.joining(
                "\n",
                """
                I am llmgw's built-in demo model. Begin a message with one of these words:

                | For example | You get |
                |---|---|
                """,
                "\n\n" + CONNECT));
  }

  private Script greeting(Prompt prompt) {
    String words =
        all.stream().map(Scene::word).map(Markdown::code).collect(Collectors.joining(", "));
    return Script.says(
        """
        Hello! This is llmgw's built-in **demo model**. There is no provider behind it: \
        I answer from a few fixed texts.

        %s

        I know these words, at the start of a message: %s. Try `help`.

        %s\
        """
            .formatted(repeated(prompt), words, CONNECT));
  }

  private static String repeated(Prompt prompt) {
    return prompt.text().isEmpty()
        ? "Your message had no text."
        : "You wrote:\n\n" + Markdown.quote(Markdown.bounded(prompt.text(), LONGEST_QUOTE));
  }

  private static Script json(Prompt prompt) {
    return Script.says(answer(prompt).toPrettyString());
  }

  /** The object the demo says where JSON is wanted and no schema is given. */
  static ObjectNode answer(Prompt prompt) {
    return Json.MAPPER
        .createObjectNode()
        .put("demo", true)
        .put("answer", "This is llmgw's built-in demo model.")
        .put("asked", Markdown.bounded(prompt.text(), LONGEST_QUOTE));
  }

  private static Script lengthy(Prompt prompt) {
    return Script.says(Showcase.ofTokens(prompt.number(300, 1, 10_000)));
  }

  private Script slow(Prompt prompt) {
    Duration pause = Duration.ofMillis(prompt.number(150, 0, 10_000));
    Prompt rest = prompt.withText(prompt.afterNumber());
    boolean another = asked(rest).filter(scene -> !scene.word().equals("slow")).isPresent();
    return (another ? play(rest) : Script.says(Showcase.SLOW)).paced(pause);
  }

  /** Throws what has to come before the first event. */
  private static Optional<Script> error(Prompt prompt) {
    String which = prompt.argument().strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
    if (which.equals("midstream")) {
      return Optional.of(Script.says(Showcase.BROKEN_OFF).breakingOff(DemoErrors.midStream()));
    }
    DemoErrors.named(which.isEmpty() ? "500" : which)
        .ifPresent(failure -> {
          throw failure;
        });
    return Optional.empty();
  }

  private static Script echo(Prompt prompt) {
    return Script.says(
        prompt.argument().isEmpty() ? "There was nothing to repeat." : prompt.argument());
  }
}
