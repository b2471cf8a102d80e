package io.llmgw.chat.terminal;

import io.llmgw.chat.command.Screen.Choice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** A list that gets shorter while one types, to choose one line of. */
final class Picker {
  private static final int MOST_ROWS = 12;
  private static final long SEQUENCE_MILLIS = 100;

  private final Terminal terminal;
  private final LiveTail tail;
  private final Ink ink;
  private final String title;
  private final List<Choice> choices;
  private final StringBuilder filter = new StringBuilder();
  private int at;

  Picker(Terminal terminal, LiveTail tail, Ink ink, String title, List<Choice> choices) {
    this.terminal = terminal;
    this.tail = tail;
    this.ink = ink;
    this.title = title;
    this.choices = choices;
  }

  private enum Key {
    CHOOSE,
    LEAVE,
    OTHER
  }

  /** The number of the chosen line, from 0; empty when none was chosen. */
  OptionalInt pick() {
    Attributes before = terminal.enterRawMode();
    try {
      while (true) {
        List<Integer> found = found();
        at = Math.max(0, Math.min(at, found.size() - 1));
        tail.draw(List.of(), lines(found));
        Key key = key(Keys.next(terminal));
        if (key == Key.LEAVE) {
          return OptionalInt.empty();
        }
        if (key == Key.CHOOSE && !found.isEmpty()) {
          return OptionalInt.of(found.get(at));
        }
      }
    } catch (IOException gone) {
      return OptionalInt.empty();
    } finally {
      tail.clear();
      terminal.setAttributes(before);
    }
  }

  private Key key(int c) throws IOException {
    switch (c) {
      case '\r', '\n' -> {
        return Key.CHOOSE;
      }
      case -1, 3, 4, 7 -> {
        return Key.LEAVE;
      }
      case 27 -> {
        return sequence();
      }
      case 14, '\t' -> at++;
      case 16 -> at--;
      case 8, 127 -> filter.setLength(Math.max(0, filter.length() - 1));
      case 21 -> filter.setLength(0);
      default -> {
        if (c >= ' ') {
          filter.append((char) c);
          at = 0;
        }
      }
    }
    return Key.OTHER;
  }

  private Key sequence() throws IOException {
    NonBlockingReader reader = terminal.reader();
    int next = reader.read(SEQUENCE_MILLIS);
    if (next != '[' && next != 'O') {
      return Key.LEAVE;
    }
    StringBuilder code = new StringBuilder();
    int c = reader.read(SEQUENCE_MILLIS);
    while (c > 0 && (c < '@' || c > '~')) {
      code.append((char) c);
      c = reader.read(SEQUENCE_MILLIS);
    }
    at += c == 'A' ? -1 : c == 'B' ? 1 : 0;
    if (c == '~' && code.toString().equals(BracketedPaste.CODE)) {
      filter.append(BracketedPaste.read(reader).strip().replaceAll("\\s+", " "));
      at = 0;
    }
    return Key.OTHER;
  }

  private List<Integer> found() {
    String[] words = filter.toString().toLowerCase(Locale.ROOT).strip().split("\\s+", -1);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      String text =
          (choices.get(i).name() + " " + choices.get(i).detail()).toLowerCase(Locale.ROOT);
      boolean all = true;
      for (String word : words) {
        all &= text.contains(word);
      }
      if (all) {
        found.add(i);
      }
    }
    return found;
  }

  private List<String> lines(List<Integer> found) {
    List<String> lines = new ArrayList<>();
    lines.add(ink.bold(title + ": ") + filter);
    int rows = Math.max(1, Math.min(MOST_ROWS, terminal.getSize().getRows() - 4));
    int from = Math.max(0, Math.min(at - rows / 2, found.size() - rows));
    int widest = choices.stream().mapToInt(choice -> choice.name().length()).max().orElse(0);
    for (int i = from; i < Math.min(found.size(), from + rows); i++) {
      lines.add(line(choices.get(found.get(i)), Math.min(widest, 40), i == at));
    }
    lines.add(
        ink.dim(
            found.size() + " of " + choices.size() + ", type to filter, Enter takes, Esc leaves"));
    return lines;
  }

  private String line(Choice choice, int width, boolean chosen) {
    String name = choice.name() + " ".repeat(Math.max(0, width - choice.name().length()));
    String text = (chosen ? "> " : "  ") + name + "  " + choice.detail();
    int most = Math.max(10, terminal.getSize().getColumns() - 1);
    String cut = text.length() > most ? text.substring(0, most) : text;
    return chosen ? ink.reverse(cut) : cut;
  }
}
