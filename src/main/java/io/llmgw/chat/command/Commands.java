package io.llmgw.chat.command;

import io.llmgw.chat.ChatException;
import io.llmgw.config.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every slash command there is, by its names. */
public final class Commands {
  private final List<SlashCommand> all = new ArrayList<>();
  private final Map<String, SlashCommand> byName = new LinkedHashMap<>();

  public Commands() {
    all.addAll(TurnCommands.all());
    all.addAll(KeepCommands.all());
    all.addAll(ContextCommands.all());
    all.addAll(ModelCommands.all());
    all.addAll(SessionCommands.all());
    all.addAll(MoneyCommands.all());
    all.addAll(AppCommands.all(this));
    for (SlashCommand command : all) {
      byName.put(command.name(), command);
      command.aliases().forEach(alias -> byName.put(alias, command));
    }
  }

  /** In the order they are listed. */
  public List<SlashCommand> all() {
    return List.copyOf(all);
  }

  public Optional<SlashCommand> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Runs a line that begins with a slash.
   *
   * @throws ChatException when there is no such command, or it cannot do what is asked
   */
  public void run(Talk talk, String line) {
    String[] words = line.substring(1).strip().split("\\s+", 2);
    SlashCommand command = find(words[0]).orElseThrow(() -> unknown("/" + words[0], words[0]));
    command.handler().run(talk, words.length > 1 ? words[1].strip() : "");
  }

  /** There is no such command; with the nearest one there is. */
  ChatException unknown(String typed, String name) {
    String hint =
        Nearest.to(name, byName.keySet())
            .map(near -> "did you mean /" + near + "?")
            .orElse("/help lists them; //text sends a line that begins with a slash");
    return ChatException.wrong("there is no command " + typed, hint);
  }
}
