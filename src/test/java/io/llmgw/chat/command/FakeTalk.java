package io.llmgw.chat.command;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Attachments;
import io.llmgw.chat.Chat;
import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.Entry;
import io.llmgw.chat.FakeBackend;
import io.llmgw.chat.Outside;
import io.llmgw.chat.Roles;
import io.llmgw.chat.Saving;
import io.llmgw.chat.Settings;
import io.llmgw.chat.Symbols;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A chat in front of nobody: keeps what was shown, and answers as the test prepared. */
final class FakeTalk implements Talk, Screen {
  final FakeBackend backend = new FakeBackend();
  final List<String> shown = new ArrayList<>();
  private final Chat chat;
  private final Path folder;
  private final View view = new View();
  private final Lines lines = new Lines(this, new Commands());
  OptionalInt choice = OptionalInt.empty();
  boolean yes = true;
  Optional<String> edited = Optional.empty();
  String clipboard = "";
  byte @Nullable [] pasted;
  @Nullable String secret;
  @Nullable String prefill;
  boolean left;

  FakeTalk(Path folder, ConversationStore store) {
    this.folder = folder;
    Outside outside =
        new Outside(
            new Roles(folder.resolve("roles")),
            () -> "all is well",
            (provider, key) -> provider + " has " + key);
    this.chat = new Chat(backend, new Saving(store, shown::add), Settings.of("echo"), outside);
  }

  /** Handles the lines; returns what the last one made appear. */
  String type(String... typed) {
    for (String line : typed) {
      shown.clear();
      lines.handle(line);
    }
    return String.join("\n", shown);
  }

  @Override
  public Chat chat() {
    return chat;
  }

  @Override
  public Screen screen() {
    return this;
  }

  @Override
  public View view() {
    return view;
  }

  @Override
  public Attachments attachments() {
    return new Attachments(folder, folder, InputStream.nullInputStream());
  }

  @Override
  public Symbols symbols() {
    return Symbols.ASCII;
  }

  @Override
  public void answer(Entry question, String model) {
    Asking asking = chat.ask(question, model);
    asking.run(_ -> {});
    Entry answer = asking.finish(true);
    shown.add(answer == null ? "failed" : answer.text());
  }

  @Override
  public Optional<String> aside(Entry question) {
    Asking asking = chat.ask(question);
    asking.run(_ -> {});
    return Optional.ofNullable(asking.finish(false)).map(Entry::text);
  }

  @Override
  public void compare(Entry question, List<String> models, boolean blind) {
    for (String model : models) {
      Asking asking = chat.ask(question, model);
      asking.run(_ -> {});
      asking.finish(false);
      shown.add(model);
    }
  }

  @Override
  public void replay(List<Entry> entries) {
    entries.forEach(entry -> shown.add(entry.text()));
  }

  @Override
  public Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void prefill(@Nullable String text) {
    prefill = text;
  }

  @Override
  public void leave() {
    left = true;
  }

  @Override
  public void say(String text) {
    shown.add(text);
  }

  @Override
  public void note(String text) {
    shown.add(text);
  }

  @Override
  public void warn(String text, @Nullable String hint) {
    shown.add("error: " + text + " / " + hint);
  }

  @Override
  public void markdown(String text) {
    shown.add(text);
  }

  @Override
  public int width() {
    return 80;
  }

  @Override
  public OptionalInt pick(String title, List<Choice> choices) {
    choices.forEach(each -> shown.add(each.name()));
    return choice;
  }

  @Override
  public boolean confirm(String question) {
    return yes;
  }

  @Override
  public boolean interrupted() {
    return false;
  }

  @Override
  public Optional<String> edit(String text) {
    return edited;
  }

  @Override
  public void page(String text) {
    say(text);
  }

  @Override
  public String copy(String text) {
    clipboard = text;
    return "copied";
  }

  @Override
  public Optional<byte[]> paste() {
    return Optional.ofNullable(pasted);
  }

  @Override
  public Optional<String> secret(String question) {
    return Optional.ofNullable(secret);
  }

  @Override
  public void clear() {
    shown.clear();
  }
}
