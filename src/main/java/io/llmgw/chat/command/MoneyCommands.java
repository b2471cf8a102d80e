package io.llmgw.chat.command;

import static io.llmgw.chat.command.SlashCommand.Group.MONEY;

import io.llmgw.chat.Chat;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Footer;
import io.llmgw.chat.Outcome;
import io.llmgw.gateway.Explanation;
import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Commands about what answers cost, and how they came about. */
final class MoneyCommands {
  private MoneyCommands() {}

  static List<SlashCommand> all() {
    return List.of(
        SlashCommand.of(
                "usage", MONEY, "", "tokens and cost of this chat", (talk, _) -> usage(talk))
            .or("tokens", "cost", "stats"),
        SlashCommand.of(
            "budget",
            MONEY,
            "[USD|off]",
            "the most this program run may cost",
            MoneyCommands::budget),
        SlashCommand.of("why", MONEY, "", "how the last answer came about", (talk, _) -> why(talk)),
        SlashCommand.of(
                "debug",
                MONEY,
                "[last]",
                "the next request; the last one and its answer",
                MoneyCommands::debug)
            .completing(_ -> List.of("last")));
  }

  /** Sums of one model. */
  private static final class Sum {
    private long answers;
    private long input;
    private long cached;
    private long output;
    private double cost;
    private boolean unknown;

    private void add(Outcome outcome) {
      answers++;
      Usage usage = outcome.usage();
      if (usage != null) {
        input += usage.inputTokens();
        cached += usage.cachedTokens();
        output += usage.outputTokens();
      }
      Double usd = outcome.costUsd();
      cost += usd == null ? 0 : usd;
      unknown |= usd == null;
    }

    private String line(String model) {
      return String.format(
          Locale.ROOT,
          "%-28s %4d answers %9d in (%d cached) %8d out  %s%s",
          model,
          answers,
          input,
          cached,
          output,
          Footer.usd(cost),
          unknown ? " and what has no known price" : "");
    }
  }

  private static void usage(Talk talk) {
    Map<String, Sum> sums = new LinkedHashMap<>();
    for (Entry entry : talk.chat().conversation().entries()) {
      Outcome outcome = entry.outcome();
      if (outcome != null) {
        sums.computeIfAbsent(outcome.asked(), _ -> new Sum()).add(outcome);
      }
    }
    if (sums.isEmpty()) {
      talk.screen().note("nothing was answered yet");
    }
    sums.forEach((model, sum) -> talk.screen().say(sum.line(model)));
    Double cap = talk.chat().settings().budgetUsd();
    talk.screen()
        .say(
            "spent since the start: %s%s"
                .formatted(
                    Footer.usd(talk.chat().spentUsd()),
                    cap == null ? "" : " of " + Footer.usd(cap)));
  }

  private static void budget(Talk talk, String argument) {
    Chat chat = talk.chat();
    if (argument.equals("off")) {
      chat.set(chat.settings().withBudget(null));
    } else if (!argument.isEmpty()) {
      chat.set(chat.settings().withBudget(amount(argument)));
    }
    Double cap = chat.settings().budgetUsd();
    talk.screen()
        .note(
            cap == null
                ? "no budget"
                : "%s of %s spent".formatted(Footer.usd(chat.spentUsd()), Footer.usd(cap)));
  }

  private static double amount(String text) {
    try {
      double usd = Double.parseDouble(text.replaceFirst("^\\$", ""));
      if (usd >= 0 && usd < 1e9) {
        return usd;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw ChatException.wrong("'%s' is no amount of money".formatted(text), "/budget 0.50");
  }

  private static void why(Talk talk) {
    Entry answer = talk.chat().conversation().lastAnswer();
    Outcome outcome = answer == null ? null : answer.outcome();
    if (outcome == null) {
      throw ChatException.wrong("there is no answer yet", "ask something");
    }
    Screen screen = talk.screen();
    screen.say("asked      " + outcome.asked());
    screen.say("answered   " + outcome.model() + " of " + outcome.provider());
    for (Outcome.FailedTry failed : outcome.failed()) {
      screen.say(
          "tried      %s of %s, %s: %s"
              .formatted(
                  failed.model(),
                  failed.provider(),
                  Footer.seconds(failed.millis()),
                  failed.error()));
    }
    screen.say("tries      " + (outcome.retries() + 1));
    screen.say(
        "state      "
            + outcome.state().name().toLowerCase(Locale.ROOT)
            + (outcome.finish() == null
                ? ""
                : ", " + outcome.finish().name().toLowerCase(Locale.ROOT)));
    Outcome.Timing timing = outcome.timing();
    screen.say("first word " + Footer.seconds(Math.max(0, timing.firstMillis())));
    screen.say("whole      " + Footer.seconds(timing.totalMillis()));
    Usage usage = outcome.usage();
    if (usage != null) {
      screen.say(
          "tokens     %s%d in, %d of them cached; %d out, %d of them thinking"
              .formatted(
                  outcome.guessed() ? "about " : "",
                  usage.inputTokens(),
                  usage.cachedTokens(),
                  usage.outputTokens(),
                  usage.reasoningTokens()));
    }
    screen.say("cost       " + Footer.usd(outcome.costUsd()));
    outcome.notes().forEach(note -> screen.say("changed    " + note));
    new TreeMap<>(outcome.headers())
        .forEach((name, value) -> screen.say("header     " + name + ": " + value));
    if (outcome.error() != null) {
      screen.say("error      " + outcome.error());
    }
  }

  private static void debug(Talk talk, String argument) {
    Chat chat = talk.chat();
    if (chat.conversation().path().isEmpty()) {
      throw ChatException.wrong("nothing was said yet", "ask something");
    }
    if (argument.isEmpty()) {
      request(talk, chat.request(null, chat.settings().model(), null));
      return;
    }
    if (!argument.equals("last")) {
      throw ChatException.wrong("'%s' is nothing to look at".formatted(argument), "/debug last");
    }
    Entry answer = chat.conversation().lastAnswer();
    Outcome outcome = answer == null ? null : answer.outcome();
    if (answer == null || outcome == null) {
      throw ChatException.wrong("there is no answer yet", "ask something");
    }
    Entry question = chat.conversation().entry(answer.parent());
    request(talk, chat.request(question, outcome.asked(), null));
    talk.screen().say(pretty(response(answer, outcome)));
  }

  /** As it is sent; keys are not in the body. */
  private static void request(Talk talk, ChatRequest request) {
    Explanation explanation = talk.chat().backend().preview(request);
    talk.screen().say(explanation.upstream().method() + " " + explanation.upstream().url());
    talk.screen().say(pretty(explanation.upstream().body()));
  }

  private static String pretty(Object json) {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  /** What came back, as far as it is kept. */
  private static ObjectNode response(Entry answer, Outcome outcome) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", answer.id());
    json.put("model", outcome.model());
    json.put("provider", outcome.provider());
    json.put("state", outcome.state().name().toLowerCase(Locale.ROOT));
    json.put("finish", outcome.finish() == null ? null : outcome.finish().name());
    json.put("content", answer.text());
    if (!answer.reasoning().isEmpty()) {
      json.put("reasoning", answer.reasoning());
    }
    ObjectNode headers = json.putObject("headers");
    new TreeMap<>(outcome.headers()).forEach(headers::put);
    json.put("error", outcome.error());
    return json;
  }
}
