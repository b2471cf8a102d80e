package io.llmgw.chat.command;

import static io.llmgw.chat.command.SlashCommand.Group.MODEL;

import io.llmgw.chat.Chat;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.Model;
import io.llmgw.chat.ModelNames;
import io.llmgw.chat.Parameters;
import io.llmgw.chat.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Commands that choose the model and how it answers. */
final class ModelCommands {
  private ModelCommands() {}

  static List<SlashCommand> all() {
    return List.of(
        SlashCommand.of(
                "model",
                MODEL,
                "[name] [--once]",
                "choose it; --once for the next question only",
                ModelCommands::model)
            .completing(TurnCommands::models),
        SlashCommand.of("models", MODEL, "[words]", "list the models", ModelCommands::models),
        SlashCommand.of("set", MODEL, "[name value]", "show or set parameters", ModelCommands::set)
            .completing(_ -> settable()),
        SlashCommand.of("unset", MODEL, "name", "take a parameter back", ModelCommands::unset)
            .completing(talk -> List.copyOf(talk.chat().settings().parameters().values().keySet())),
        SlashCommand.of(
                "think",
                MODEL,
                "[level|show|hide]",
                "off, low, medium, high; whether to show it",
                ModelCommands::think)
            .or("reasoning", "reasoning-effort")
            .completing(_ -> thinking()));
  }

  private static List<String> settable() {
    List<String> names = new ArrayList<>(Parameters.KNOWN.keySet());
    names.addAll(List.of("status", "keys"));
    return names;
  }

  private static List<String> thinking() {
    List<String> levels = new ArrayList<>(Parameters.EFFORTS);
    levels.addAll(List.of("show", "hide"));
    return levels;
  }

  private static void model(Talk talk, String argument) {
    Chat chat = talk.chat();
    String name = argument.replaceFirst("(^|\\s+)--once$", "");
    if (!name.equals(argument)) {
      once(talk, name);
      return;
    }
    if (!argument.isEmpty()) {
      use(talk, ModelNames.find(argument, chat.backend()));
      return;
    }
    List<Model> models = chat.backend().models();
    if (models.isEmpty()) {
      throw ChatException.wrong("no model is known", "set a provider's key, then start again");
    }
    OptionalInt chosen =
        talk.screen()
            .pick(
                "Model",
                models.stream()
                    .map(model -> new Screen.Choice(model.name(), facts(model)))
                    .toList());
    if (chosen.isPresent()) {
      use(talk, models.get(chosen.getAsInt()).name());
    } else {
      talk.screen().note("the model is " + chat.settings().model());
    }
  }

  private static void once(Talk talk, String name) {
    if (name.isEmpty()) {
      throw ChatException.wrong("no model is named", "/model NAME --once");
    }
    String model = ModelNames.find(name, talk.chat().backend());
    talk.chat().useOnce(model);
    talk.screen().note("the next question is for " + model);
  }

  private static void use(Talk talk, String name) {
    Chat chat = talk.chat();
    chat.set(chat.settings().withModel(name));
    String facts = chat.backend().model(name).map(ModelCommands::facts).orElse("");
    talk.screen().note("the model is " + name + (facts.isEmpty() ? "" : "  " + facts));
  }

  /** Context, price and capabilities, as far as they are known. */
  static String facts(Model model) {
    List<String> facts = new ArrayList<>();
    if (!model.name().startsWith(model.provider())) {
      facts.add(model.provider());
    }
    if (model.context() != null) {
      facts.add(model.context() / 1000 + "k");
    }
    if (model.inputPrice() != null && model.outputPrice() != null) {
      facts.add(
          model.inputPrice() + model.outputPrice() == 0
              ? "free"
              : String.format(
                  Locale.ROOT, "$%s/%s", price(model.inputPrice()), price(model.outputPrice())));
    }
    facts.addAll(model.capabilities());
    return String.join(" ", facts);
  }

  private static String price(double usd) {
    return String.format(Locale.ROOT, "%.2f", usd).replaceFirst("\\.00$", "");
  }

  private static void models(Talk talk, String argument) {
    List<String> words = Arrays.stream(argument.toLowerCase(Locale.ROOT).split("\\s+")).toList();
    int width = 0;
    List<Model> found = new ArrayList<>();
    for (Model model : talk.chat().backend().models()) {
      String text = (model.name() + " " + facts(model)).toLowerCase(Locale.ROOT);
      if (words.stream().allMatch(text::contains)) {
        found.add(model);
        width = Math.max(width, model.name().length());
      }
    }
    if (found.isEmpty()) {
      throw ChatException.wrong("no model is like '%s'".formatted(argument), "/models lists all");
    }
    for (Model model : found) {
      talk.screen()
          .say(model.name() + " ".repeat(width - model.name().length() + 2) + facts(model));
    }
  }

  private static void set(Talk talk, String argument) {
    String text = argument.startsWith("parameter ") ? argument.substring(10).strip() : argument;
    if (text.isEmpty()) {
      show(talk);
      return;
    }
    String[] words = text.split("\\s*=\\s*|\\s+", 2);
    String value = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "status" -> talk.view().showStatus(onOff(words[0], value));
      case "keys" -> talk.view().useVi(keys(value));
      case "system" -> {
        Settings settings = talk.chat().settings();
        talk.chat().set(settings.withSystem(value));
      }
      default -> parameter(talk, words[0], value);
    }
    talk.screen().note(words[0] + " is " + value);
  }

  private static void parameter(Talk talk, String name, String value) {
    Settings settings = talk.chat().settings();
    talk.chat().set(settings.withParameters(settings.parameters().with(name, value)));
  }

  private static boolean onOff(String name, String value) {
    if (!value.equals("on") && !value.equals("off")) {
      throw ChatException.wrong("%s is on or off".formatted(name), "/set %s off".formatted(name));
    }
    return value.equals("on");
  }

  private static boolean keys(String value) {
    if (!value.equals("vi") && !value.equals("emacs")) {
      throw ChatException.wrong("keys are vi or emacs", "/set keys vi");
    }
    return value.equals("vi");
  }

  private static void show(Talk talk) {
    var set = talk.chat().settings().parameters().values();
    Parameters.KNOWN.forEach((name, meaning) -> {
      String value = set.get(name);
      talk.screen().say("%-18s %s".formatted(name, value == null ? meaning : "= " + value));
    });
    set.forEach((name, value) -> {
      if (!Parameters.KNOWN.containsKey(name)) {
        talk.screen().say("%-18s = %s".formatted(name, value));
      }
    });
  }

  private static void unset(Talk talk, String argument) {
    Settings settings = talk.chat().settings();
    if (settings.parameters().value(argument) == null) {
      throw ChatException.wrong("'%s' is not set".formatted(argument), "/set shows what is");
    }
    talk.chat().set(settings.withParameters(settings.parameters().without(argument)));
    talk.screen().note(argument + " is the model's own again");
  }

  private static void think(Talk talk, String argument) {
    if (argument.isEmpty()) {
      String level = talk.chat().settings().parameters().value("think");
      talk.screen()
          .say(
              "thinking: %s, %s"
                  .formatted(
                      level == null ? "as the model likes" : level,
                      talk.view().thinking() ? "shown" : "hidden"));
    } else if (argument.equals("show") || argument.equals("hide")) {
      talk.view().showThinking(argument.equals("show"));
      talk.screen().note("thoughts are " + (talk.view().thinking() ? "shown" : "hidden"));
    } else {
      parameter(talk, "think", argument);
      talk.screen().note("thinking is " + argument);
    }
  }
}
