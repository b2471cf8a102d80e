package io.llmgw.chat.command;

import static io.llmgw.chat.command.SlashCommand.Group.TURN;

import io.llmgw.chat.Chat;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Model;
import io.llmgw.chat.ModelNames;
import io.llmgw.model.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Commands that go back, go another way, or ask again. */
final class TurnCommands {
  private static final int SHORT = 60;

  private TurnCommands() {}

  static List<SlashCommand> all() {
    return List.of(
        SlashCommand.of(
                "retry", TURN, "[model]", "ask the last question again", TurnCommands::retry)
            .or("regenerate", "regen")
            .completing(TurnCommands::models),
        SlashCommand.of("continue", TURN, "", "let a stopped answer go on", TurnCommands::goOn),
        SlashCommand.of(
            "edit", TURN, "[n]", "change a question and send it again", TurnCommands::edit),
        SlashCommand.of(
            "undo", TURN, "[n]", "go back before the last questions", TurnCommands::undo),
        SlashCommand.of("rewind", TURN, "", "choose where to go back to", TurnCommands::rewind)
            .or("backtrack"),
        SlashCommand.of(
                "fork", TURN, "[title] [@n]", "go on with a copy, up to turn n", TurnCommands::fork)
            .or("branch"),
        SlashCommand.of(
                "compare",
                TURN,
                "m1 m2… [-- prompt]",
                "ask several models at once; --blind hides names",
                TurnCommands::compare)
            .completing(TurnCommands::models),
        SlashCommand.of("pick", TURN, "n", "go on from the n-th answer", TurnCommands::pick),
        SlashCommand.of("diff", TURN, "a b", "compare two answers by line", TurnCommands::diff));
  }

  static List<String> models(Talk talk) {
    return talk.chat().backend().models().stream().map(Model::name).toList();
  }

  static Entry lastQuestion(Chat chat) {
    List<Entry> questions = chat.conversation().questions();
    if (questions.isEmpty()) {
      throw ChatException.wrong("nothing was asked yet", "type a question");
    }
    return questions.getLast();
  }

  private static void retry(Talk talk, String argument) {
    Chat chat = talk.chat();
    Entry question = lastQuestion(chat);
    String model =
        argument.isEmpty() ? chat.settings().model() : ModelNames.find(argument, chat.backend());
    chat.moveTo(question.id());
    talk.answer(question, model);
  }

  private static void goOn(Talk talk, String argument) {
    if (talk.chat().conversation().lastAnswer() == null) {
      throw ChatException.wrong("there is no answer to go on with", "/retry asks again");
    }
    Entry question = talk.chat().say("Go on exactly where you stopped.");
    talk.answer(question, talk.chat().settings().model());
  }

  /** The question with that number, the last one when none is given. */
  static Entry question(Chat chat, String number) {
    List<Entry> questions = chat.conversation().questions();
    if (number.isEmpty()) {
      return lastQuestion(chat);
    }
    int n = number(number, "a question");
    if (n > questions.size()) {
      throw ChatException.wrong(
          "there are %d questions, not %d".formatted(questions.size(), n), "/show lists none");
    }
    return questions.get(n - 1);
  }

  static int number(String text, String what) {
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) == 0) {
      throw ChatException.wrong(
          "'%s' is no number of %s".formatted(text, what), "they count from 1");
    }
    return Integer.parseInt(text);
  }

  private static void edit(Talk talk, String argument) {
    Entry question = question(talk.chat(), argument);
    String changed = talk.screen().edit(question.typed()).map(String::strip).orElse("");
    if (changed.isEmpty() || changed.equals(question.typed().strip())) {
      talk.screen().note("nothing was changed");
      return;
    }
    Entry edited = talk.chat().edit(question, changed);
    talk.answer(edited, talk.chat().settings().model());
  }

  private static void undo(Talk talk, String argument) {
    int turns = argument.isEmpty() ? 1 : number(argument, "turns");
    List<Entry> undone = talk.chat().undo(turns);
    if (undone.isEmpty()) {
      throw ChatException.wrong("there is nothing to go back to", null);
    }
    talk.screen().note("back before: " + shortened(undone.getFirst().typed()));
    talk.prefill(undone.getFirst().typed());
  }

  static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= SHORT ? line : line.substring(0, SHORT - 1) + "…";
  }

  private static void rewind(Talk talk, String argument) {
    List<Entry> questions = talk.chat().conversation().questions();
    if (questions.isEmpty()) {
      throw ChatException.wrong("there is nothing to go back to", null);
    }
    List<Screen.Choice> choices = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      choices.add(new Screen.Choice(String.valueOf(i + 1), shortened(questions.get(i).typed())));
    }
    OptionalInt chosen = talk.screen().pick("Go back before", choices);
    if (chosen.isPresent()) {
      undo(talk, String.valueOf(questions.size() - chosen.getAsInt()));
    }
  }

  private static void fork(Talk talk, String argument) {
    Chat chat = talk.chat();
    int at = argument.lastIndexOf('@');
    String title = at < 0 ? argument : argument.substring(0, at).strip();
    if (at >= 0) {
      Entry question = question(chat, argument.substring(at + 1).strip());
      List<Entry> answers = chat.conversation().followers(question.id());
      List<Entry> path = chat.conversation().path();
      chat.moveTo(answers.stream().filter(path::contains).findFirst().orElse(question).id());
    }
    if (chat.conversation().path().isEmpty()) {
      throw ChatException.wrong("there is nothing to copy yet", null);
    }
    chat.fork(title);
    talk.screen()
        .note("going on in '%s' (%s)".formatted(chat.session().title(), chat.session().id()));
  }

  private static void compare(Talk talk, String argument) {
    String[] sides = (" " + argument + " ").split("\\s--\\s", 2);
    List<String> words = new ArrayList<>(Arrays.asList(sides[0].strip().split("\\s+")));
    boolean blind = words.remove("--blind");
    List<String> models = new ArrayList<>();
    for (String word : words) {
      String model = word.isEmpty() ? "" : ModelNames.find(word, talk.chat().backend());
      if (!model.isEmpty() && !models.contains(model)) {
        models.add(model);
      }
    }
    if (models.isEmpty()) {
      throw ChatException.wrong("no models to compare", "/compare gpt-5 claude-sonnet-5");
    }
    String prompt = sides.length > 1 ? sides[1].strip() : "";
    Entry question = prompt.isEmpty() ? lastQuestion(talk.chat()) : talk.chat().say(prompt);
    talk.compare(question, models, blind);
  }

  /** The answers to the last question, in the order they were asked for. */
  static List<Entry> answers(Chat chat) {
    return chat.conversation().followers(lastQuestion(chat).id()).stream()
        .filter(entry -> entry.role() == Role.ASSISTANT)
        .toList();
  }

  private static Entry answer(Talk talk, String text) {
    List<Entry> answers = answers(talk.chat());
    int n = number(text, "an answer");
    if (n > answers.size()) {
      throw ChatException.wrong(
          "the last question has %d answers, not %d".formatted(answers.size(), n),
          "/compare and /retry make more");
    }
    return answers.get(n - 1);
  }

  private static void pick(Talk talk, String argument) {
    Entry answer = answer(talk, argument);
    talk.chat().moveTo(answer.id());
    String model = answer.outcome() == null ? "" : answer.outcome().asked();
    talk.screen().note("going on from the answer of " + model);
  }

  private static void diff(Talk talk, String argument) {
    String[] words = argument.isEmpty() ? new String[] {"1", "2"} : argument.split("\\s+");
    if (words.length != 2) {
      throw ChatException.wrong("two answers are compared", "/diff 1 2");
    }
    Entry left = answer(talk, words[0]);
    Entry right = answer(talk, words[1]);
    talk.screen().say(String.join("\n", LineDiff.of(left.text(), right.text())));
  }
}
