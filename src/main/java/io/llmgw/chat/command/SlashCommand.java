package io.llmgw.chat.command;

import java.util.List;
import java.util.function.Function;

/**
 * Something that is typed after a slash.
 *
 * @param name without the slash
 * @param arguments what follows it, for people; empty for nothing
 * @param values what may follow it, to be completed; after a tab what it is, for people
 */
public record SlashCommand(
    String name,
    List<String> aliases,
    Group group,
    String arguments,
    String summary,
    Function<Talk, List<String>> values,
    Handler handler) {

  /** How commands are sorted for people. */
  public enum Group {
    TURN("Turns"),
    KEEP("Copy & keep"),
    CONTEXT("Context"),
    MODEL("Model"),
    SESSION("Sessions"),
    MONEY("Money & gateway"),
    APP("This program");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** Does what the command is for. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Runs it.
     *
     * @param argument what follows the name, stripped; empty for nothing
     * @throws io.llmgw.chat.ChatException when that makes no sense
     */
    void run(Talk talk, String argument);
  }

  public SlashCommand {
    aliases = List.copyOf(aliases);
  }

  static SlashCommand of(
      String name, Group group, String arguments, String summary, Handler handler) {
    return new SlashCommand(name, List.of(), group, arguments, summary, _ -> List.of(), handler);
  }

  SlashCommand or(String... others) {
    return new SlashCommand(name, List.of(others), group, arguments, summary, values, handler);
  }

  SlashCommand completing(Function<Talk, List<String>> candidates) {
    return new SlashCommand(name, aliases, group, arguments, summary, candidates, handler);
  }

  /** As it is typed, such as {@code /undo [n]}. */
  public String usage() {
    return arguments.isEmpty() ? "/" + name : "/" + name + " " + arguments;
  }
}
