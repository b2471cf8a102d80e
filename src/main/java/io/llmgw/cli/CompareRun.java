package io.llmgw.cli;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Chat;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Footer;
import io.llmgw.chat.Outcome;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Asks several models at once and prints their answers one after another. */
final class CompareRun {
  private final ChatSetup setup;
  private final ChatScreen screen;
  private final boolean blind;

  CompareRun(ChatSetup setup, ChatScreen screen, boolean blind) {
    this.setup = setup;
    this.screen = screen;
    this.blind = blind;
  }

  ExitCode run(
      Entry question, List<String> models, @Nullable ResponseFormat format, OutputFormat output) {
    Chat chat = setup.chat();
    List<Asking> askings = chat.ask(question, models, format);
    ProcessSignal.on(
        ProcessSignal.INTERRUPT, () -> askings.forEach(asking -> asking.turn().stop()));
    List<Thread> threads =
        askings.stream()
            .map(asking -> Thread.startVirtualThread(() -> asking.run(_ -> {})))
            .toList();
    int failed = 0;
    int number = 0;
    List<Entry> answers = new ArrayList<>();
    for (Asking asking : askings) {
      join(threads.get(number++));
      Entry answer = asking.finish(false);
      if (asking.turn().failure() != null || answer == null) {
        failed++;
      } else {
        answers.add(answer);
      }
      if (output == OutputFormat.TEXT) {
        text(asking, answer, number);
      } else if (output == OutputFormat.STREAM_JSON) {
        JsonObjects.print(
            screen.out(),
            json -> {
              json.writeStringProperty("type", "end");
              members(json, asking);
            });
      }
    }
    if (!answers.isEmpty()) {
      chat.moveTo(answers.getFirst().id());
    }
    if (output != OutputFormat.TEXT && output != OutputFormat.STREAM_JSON) {
      json(askings);
    }
    if (askings.stream().anyMatch(a -> a.turn().outcome().state() == Outcome.State.STOPPED)) {
      askings.forEach(asking -> note("interrupted ", asking));
      return ExitCode.INTERRUPTED;
    }
    return failed == 0 ? ExitCode.OK : ExitCode.PARTIAL;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }

  private void text(Asking asking, @Nullable Entry answer, int number) {
    String model = asking.turn().question().model();
    String name = blind ? String.valueOf(number) : number + " " + model;
    screen.out().println(screen.symbols().answer() + " " + name);
    screen.out().println();
    if (answer != null) {
      screen.printAnswer(answer.text());
    }
    GatewayException failure = asking.turn().failure();
    screen.out().println();
    screen.out().flush();
    if (failure != null) {
      screen.err().println("error: " + name + ": " + failure.text());
      screen.err().flush();
    } else if (screen.footer() && !blind) {
      note("", asking);
    }
  }

  private void note(String before, Asking asking) {
    screen.note(before + Footer.of(asking.turn().outcome(), screen.symbols()));
  }

  private void json(List<Asking> askings) {
    JsonObjects.printArray(screen.out(), json -> askings.forEach(asking -> answer(json, asking)));
  }

  private void answer(JsonGenerator json, Asking asking) {
    json.writeStartObject();
    members(json, asking);
    json.writeEndObject();
  }

  private void members(JsonGenerator json, Asking asking) {
    StringBuilder text = new StringBuilder();
    asking
        .turn()
        .parts()
        .forEach(part -> {
          if (part instanceof Part.Text words) {
            text.append(words.text());
          }
        });
    json.writeStringProperty("content", text.toString());
    AnswerJson.write(json, setup.chat(), asking);
  }
}
