package io.llmgw.cli;

import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.ConversationStore.Hit;
import io.llmgw.chat.ConversationStore.Kept;
import io.llmgw.chat.ConversationStore.Summary;
import io.llmgw.chat.Export;
import io.llmgw.chat.SessionNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw chat sessions}: the conversations that are kept, for scripts. */
@Command(
    name = "sessions",
    sortOptions = false,
    description = "List, show, search, export, rename or delete the chats that are kept.")
final class ChatSessionsCommand implements Runnable {
  private static final int MOST = 1_000;

  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  ChatSessionsCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing: list, show, search, export, rename or delete");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private boolean text() {
    return shared.output == OutputFormat.TEXT;
  }

  @Command(name = "list", description = "List them, the newest first.")
  void list() {
    try (ConversationStore store = ChatStores.open(surroundings)) {
      List<Summary> all = store.list(MOST);
      if (text()) {
        all.forEach(one -> out().println(SessionNames.line(one)));
        out().flush();
      } else {
        JsonObjects.printArray(
            out(),
            json -> {
              for (Summary one : all) {
                json.writeStartObject();
                json.writeStringProperty("id", one.id());
                json.writeStringProperty("title", one.title());
                json.writeStringProperty("model", one.model());
                json.writeNumberProperty("messages", one.messages());
                json.writeNumberProperty("cost_usd", one.costUsd());
                json.writeStringProperty("updated", one.updated().toString());
                json.writeEndObject();
              }
            });
      }
    }
  }

  @Command(name = "show", description = "Print one.")
  void show(@Parameters(paramLabel = "ID", description = "Its id, title or number.") String id) {
    try (ConversationStore store = ChatStores.open(surroundings)) {
      Kept kept = SessionNames.find(id, store);
      String form = text() ? "chat.md" : "chat.json";
      out().print(Export.as(form, kept.session(), kept.conversation()));
      out().flush();
    }
  }

  @Command(name = "search", description = "Find words in all of them.")
  void search(
      @Parameters(paramLabel = "WORDS", arity = "1..*", description = "All must occur.")
          List<String> words) {
    try (ConversationStore store = ChatStores.open(surroundings)) {
      List<Hit> hits = store.search(String.join(" ", words), null, MOST);
      if (text()) {
        for (Hit hit : hits) {
          out().println(hit.session() + "  " + hit.title());
          out().println("    " + hit.snippet().replaceAll("\\s+", " "));
        }
        out().flush();
      } else {
        JsonObjects.printArray(
            out(),
            json -> {
              for (Hit hit : hits) {
                json.writeStartObject();
                json.writeStringProperty("session", hit.session());
                json.writeStringProperty("title", hit.title());
                json.writeStringProperty("message", hit.entry());
                json.writeStringProperty("snippet", hit.snippet());
                json.writeStringProperty("at", hit.at().toString());
                json.writeEndObject();
              }
            });
      }
    }
  }

  @Command(name = "export", description = "Write one to a file.")
  void export(
      @Parameters(paramLabel = "ID", description = "Its id, title or number.") String id,
      @Parameters(paramLabel = "FILE", description = "Ends in .md, .json or .html.") Path file)
      throws IOException {
    try (ConversationStore store = ChatStores.open(surroundings)) {
      Kept kept = SessionNames.find(id, store);
      String text = Export.as(file.toString(), kept.session(), kept.conversation());
      if (Files.exists(file)) {
        throw new CommandException(
            ExitCode.USAGE, file + " exists already", "name another file, or remove that one");
      }
      Files.writeString(file, text, StandardCharsets.UTF_8);
      done("wrote " + file, List.of(kept.session().id()));
    }
  }

  @Command(name = "rename", description = "Give one another title.")
  void rename(
      @Parameters(paramLabel = "ID", description = "Its id, title or number.") String id,
      @Parameters(paramLabel = "TITLE", arity = "1..*", description = "The new title.")
          List<String> title) {
    try (ConversationStore store = ChatStores.open(surroundings)) {
      Kept kept = SessionNames.find(id, store);
      store.save(kept.session().withTitle(String.join(" ", title)), List.of());
      done("renamed " + kept.session().id(), List.of(kept.session().id()));
    }
  }

  @Command(name = "delete", description = "Forget some for good.")
  void delete(
      @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids, titles or numbers.")
          List<String> ids,
      @Option(
              names = {"-y", "--yes"},
              description = "Do not ask.")
          boolean yes) {
    try (ConversationStore store = ChatStores.open(surroundings)) {
      List<String> found = new ArrayList<>();
      ids.forEach(id -> found.add(SessionNames.find(id, store).session().id()));
      if (!yes) {
        throw new CommandException(
            ExitCode.USAGE,
            "this forgets %s for good".formatted(String.join(", ", found)),
            "llmgw chat sessions delete --yes " + String.join(" ", found));
      }
      found.forEach(store::delete);
      done("deleted " + String.join(", ", found), found);
    }
  }

  private void done(String what, List<String> ids) {
    if (!text()) {
      JsonObjects.print(
          out(),
          json -> {
            json.writeStringProperty("done", what);
            json.writeArrayPropertyStart("sessions");
            ids.forEach(json::writeString);
            json.writeEndArray();
          });
    } else if (!shared.quiet) {
      spec.commandLine().getErr().println(what);
    }
  }
}
