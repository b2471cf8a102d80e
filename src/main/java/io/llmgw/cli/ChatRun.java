package io.llmgw.cli;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Chat;
import io.llmgw.chat.CodeBlocks;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Footer;
import io.llmgw.chat.Model;
import io.llmgw.chat.Outcome;
import io.llmgw.chat.SchemaCheck;
import io.llmgw.chat.SchemaText;
import io.llmgw.json.Json;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.ResponseFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks one question and prints the answer. */
final class ChatRun {
  private final ChatFlags flags;
  private final SharedOptions shared;
  private final ChatSetup setup;
  private final ChatScreen screen;
  private final AtomicReference<@Nullable Asking> asked = new AtomicReference<>();

  ChatRun(ChatFlags flags, SharedOptions shared, ChatSetup setup, ChatScreen screen) {
    this.flags = flags;
    this.shared = shared;
    this.setup = setup;
    this.screen = screen;
  }

  /**
   * Asks the model, or all models there are to compare.
   *
   * @param prompt the question, with what was piped in
   */
  ExitCode run(String prompt) {
    flags.files.forEach(file -> setup.chat().attachments().add(setup.attachments().read(file)));
    JsonNode schema =
        flags.schema == null ? null : SchemaText.read(flags.schema, setup.attachments());
    Entry question = setup.chat().say(prompt);
    if (flags.dryRun) {
      new DryRun(setup, screen.out()).print(question, format(schema), shared.output);
      return ExitCode.OK;
    }
    if (setup.models().size() > 1) {
      return new CompareRun(setup, screen, flags.blind)
          .run(question, setup.models(), format(schema), shared.output);
    }
    ProcessSignal.on(ProcessSignal.INTERRUPT, this::interrupt);
    return ask(question, schema);
  }

  private void interrupt() {
    Asking running = asked.get();
    if (running != null) {
      running.turn().stop();
    }
  }

  private @Nullable ResponseFormat format(@Nullable JsonNode schema) {
    if (schema != null) {
      return new ResponseFormat.JsonSchema("answer", null, schema, true);
    }
    return flags.jsonMode ? new ResponseFormat.JsonObject() : null;
  }

  private ExitCode ask(Entry question, @Nullable JsonNode schema) {
    Asking first = asking(question, format(schema));
    boolean checked = schema != null || flags.jsonMode;
    if (!checked) {
      return run(first, !flags.whole && flags.extract == null, null);
    }
    return run(first, shared.output == OutputFormat.STREAM_JSON, schema(schema));
  }

  /** What {@code --json-mode} asks for is an object. */
  private static JsonNode schema(@Nullable JsonNode schema) {
    return schema != null ? schema : Json.MAPPER.createObjectNode().put("type", "object");
  }

  private Asking asking(Entry question, @Nullable ResponseFormat format) {
    Chat chat = setup.chat();
    Asking asking = chat.ask(question, chat.settings().model(), format);
    asked.set(asking);
    return asking;
  }

  private ExitCode run(Asking asking, boolean streaming, @Nullable JsonNode schema) {
    AnswerPrinter printer = AnswerPrinter.of(shared.output, streaming, setup.chat(), screen);
    printer.start(asking);
    Outcome outcome = run(asking, printer);
    Entry answer = asking.finish(true);
    GatewayException failure = asking.turn().failure();
    String text = answer == null ? "" : answer.text();
    if (outcome.state() == Outcome.State.STOPPED) {
      printer.end(asking, text);
      return interrupted(outcome);
    }
    if (failure != null) {
      printer.end(asking, "");
      throw failed(asking, failure);
    }
    if (schema != null && !SchemaCheck.problems(schema, text).isEmpty()) {
      return repair(text, schema);
    }
    printer.end(asking, shown(text));
    if (flags.strict && outcome.finish() == FinishReason.LENGTH) {
      return ExitCode.PARTIAL;
    }
    return answer == null ? empty() : ExitCode.OK;
  }

  /** What has come is kept, whatever ends it. */
  private static Outcome run(Asking asking, AnswerPrinter printer) {
    try {
      return asking.run(event -> {
        printer.event(event);
        asking.checkpoint();
      });
    } catch (ReaderGoneException gone) {
      asking.finish(true);
      throw gone;
    }
  }

  private AnswerFailure failed(Asking asking, GatewayException failure) {
    String model = asking.turn().question().model();
    String provider = setup.chat().backend().model(model).map(Model::provider).orElse("");
    return new AnswerFailure(failure, provider);
  }

  private String shown(String text) {
    return flags.extract == null ? text : CodeBlocks.pick(text, flags.extract).code();
  }

  private ExitCode empty() {
    screen.note("the model answered nothing");
    return ExitCode.OK;
  }

  /** Tells on the error stream what was spent, whatever else is printed. */
  private ExitCode interrupted(Outcome outcome) {
    if (!screen.footer()) {
      screen.note("interrupted " + Footer.of(outcome, screen.symbols()));
    }
    return ExitCode.INTERRUPTED;
  }

  /** Shows the model its mistakes once. */
  private ExitCode repair(String wrong, JsonNode schema) {
    List<String> problems = SchemaCheck.problems(schema, wrong);
    Entry again =
        setup
            .chat()
            .say(
                "That does not fit the schema: "
                    + String.join("; ", problems)
                    + ". Answer again with the corrected JSON and nothing else.");
    Asking asking = asking(again, format(flags.schema == null ? null : schema));
    AnswerPrinter printer = AnswerPrinter.of(shared.output, false, setup.chat(), screen);
    Outcome outcome = run(asking, printer);
    Entry answer = asking.finish(true);
    GatewayException failure = asking.turn().failure();
    if (outcome.state() == Outcome.State.STOPPED) {
      return interrupted(outcome);
    }
    if (failure != null) {
      throw failed(asking, failure);
    }
    String text = answer == null ? "" : answer.text();
    List<String> left = SchemaCheck.problems(schema, text);
    if (!left.isEmpty()) {
      throw new GatewayException(
          ErrorKind.UPSTREAM,
          "The answer does not fit the schema, after a second try too: " + String.join("; ", left));
    }
    printer.end(asking, text);
    return ExitCode.OK;
  }
}
