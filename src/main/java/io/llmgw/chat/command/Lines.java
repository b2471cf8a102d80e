package io.llmgw.chat.command;

import io.llmgw.chat.Attachment;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.Entry;
import io.llmgw.model.GatewayException;
import java.nio.file.Files;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does what a line asks for: a question, a slash command, or a command of the shell. */
public final class Lines {
  private static final Set<String> GOODBYE = Set.of("exit", "quit", ":q", ":q!", ":wq");
  private static final Pattern PATH = Pattern.compile("(?<=^|\\s)@(\"[^\"]+\"|[^\\s\"@]+)");
  private static final Pattern BLOCK =
      Pattern.compile("\\s*(\"\"\"|:::)\\R?(.*?)\\R?\\1\\s*", Pattern.DOTALL);

  private final Talk talk;
  private final Commands commands;

  public Lines(Talk talk, Commands commands) {
    this.talk = talk;
    this.commands = commands;
  }

  public Commands commands() {
    return commands;
  }

  /** Handles one line, which may hold several; whether it went well. Failures are shown. */
  public boolean handle(String line) {
    try {
      run(line);
      return true;
    } catch (ChatException e) {
      talk.screen().warn(e.text(), e.hint());
    } catch (GatewayException e) {
      talk.screen().warn(e.text(), null);
    }
    return false;
  }

  /**
   * Handles one line.
   *
   * @throws ChatException when it cannot be done
   */
  public void run(String line) {
    String text = line.strip();
    if (text.isEmpty()) {
      return;
    }
    if (GOODBYE.contains(text)) {
      talk.leave();
    } else if (text.startsWith("//")) {
      ask(text.substring(1));
    } else if (text.startsWith("/") && !isPath(text)) {
      commands.run(talk, text);
    } else if (text.startsWith("!") && text.length() > 1) {
      ContextCommands.run(talk, text.substring(1).strip());
    } else if (meansCommand(text)) {
      String name = text.substring(1);
      throw ChatException.wrong("commands begin with a slash", "/" + name);
    } else {
      Matcher block = BLOCK.matcher(text);
      ask(block.matches() ? block.group(2) : text);
    }
  }

  /** A pasted path such as {@code /etc/hosts} is no command. */
  private boolean isPath(String text) {
    String first = text.split("\\s", 2)[0];
    return first.indexOf('/', 1) > 0 && Files.exists(talk.file(first));
  }

  /** The name of a command after the sign that other programs use. */
  private boolean meansCommand(String text) {
    return text.matches("[.:][a-z]+") && commands.find(text.substring(1)).isPresent();
  }

  private void ask(String text) {
    String plain = attach(text);
    Entry question = talk.chat().say(plain);
    talk.answer(question, talk.chat().takeModel());
  }

  /** Attaches the files that are named with an at sign; other words after one stay as they are. */
  private String attach(String text) {
    Matcher path = PATH.matcher(text);
    StringBuilder plain = new StringBuilder();
    while (path.find()) {
      String name = path.group(1).replace("\"", "");
      String shorter = name.replaceFirst("[.,;:!?)]+$", "");
      String file = Files.isRegularFile(talk.file(name)) ? name : shorter;
      if (Files.isRegularFile(talk.file(file))) {
        Attachment attachment = talk.attachments().read(file);
        talk.chat().attachments().add(attachment);
        talk.screen().note("attached " + attachment.description());
        path.appendReplacement(plain, Matcher.quoteReplacement(name));
      }
    }
    return path.appendTail(plain).toString();
  }
}
