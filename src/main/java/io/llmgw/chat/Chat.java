package io.llmgw.chat;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with its settings, its files and its cost. Used by one thread; only {@link
 * Asking#run} may be on another.
 */
public final class Chat {
  private static final int TITLE_LENGTH = 60;

  private final ChatBackend backend;
  private final Saving saving;
  private final Outside outside;
  private final List<Attachment> attachments = new ArrayList<>();
  private Settings settings;
  private Session session;
  private Conversation conversation = new Conversation();
  private double spentUsd;
  private @Nullable String once;
  private Predicate<String> consent = _ -> false;

  public Chat(ChatBackend backend, Saving saving, Settings settings) {
    this(backend, saving, settings, Outside.none());
  }

  public Chat(ChatBackend backend, Saving saving, Settings settings, Outside outside) {
    this.backend = backend;
    this.saving = saving;
    this.settings = settings;
    this.outside = outside;
    this.session = Session.create(settings);
  }

  public ChatBackend backend() {
    return backend;
  }

  public Saving saving() {
    return saving;
  }

  public Outside outside() {
    return outside;
  }

  /** Asks another model the next question only. */
  public void useOnce(String model) {
    once = model;
  }

  /** The model the next question is for. */
  public String nextModel() {
    return once == null ? settings.model() : once;
  }

  /** The model this question is for; the next one is for the usual one again. */
  public String takeModel() {
    String model = nextModel();
    once = null;
    return model;
  }

  public Settings settings() {
    return settings;
  }

  public void set(Settings other) {
    settings = other;
  }

  public Session session() {
    return session;
  }

  public Conversation conversation() {
    return conversation;
  }

  /** What goes along with the next question. */
  public List<Attachment> attachments() {
    return attachments;
  }

  /** What all answers since the start of the program have cost. */
  public double spentUsd() {
    return spentUsd;
  }

  /** Begins a new conversation; the old one stays where it is kept. */
  public void renew(String title) {
    conversation = new Conversation();
    session = Session.create(settings).withTitle(title);
    attachments.clear();
  }

  /** Goes on with a conversation that was kept. */
  public void resume(ConversationStore.Kept kept) {
    conversation = kept.conversation();
    session = kept.session();
    attachments.clear();
    settings = settings.withSystem(session.system());
    if (backend.model(session.model()).isPresent()) {
      settings = settings.withModel(session.model());
    }
  }

  public void rename(String title) {
    session = session.withTitle(title);
    saveHead();
  }

  /** A copy of the path to the head as a conversation of its own, to go on with. */
  public void fork(String title) {
    List<Entry> path = conversation.path();
    renew(title.isEmpty() ? session.title() + " (fork)" : title);
    List<Entry> copies = new ArrayList<>();
    String parent = null;
    for (Entry entry : path) {
      Entry copy =
          new Entry(Ids.next(), parent, entry.role(), entry.parts(), entry.at(), entry.outcome());
      conversation.put(copy);
      copies.add(copy);
      parent = copy.id();
    }
    save(copies);
  }

  /** Moves to another place in the conversation. */
  public void moveTo(@Nullable String entry) {
    conversation.moveTo(entry);
    saveHead();
  }

  /** Goes back before the last questions; returns them. */
  public List<Entry> undo(int turns) {
    List<Entry> undone = conversation.undo(turns);
    saveHead();
    return undone;
  }

  /** Forgets a question and its answers, on disk too; what followed them stays. */
  public List<Entry> cut(String question) {
    Conversation.Cut cut = conversation.cut(question);
    save(cut.moved());
    saving.remove(session, cut.gone());
    return cut.gone();
  }

  /** Puts a summary in place of everything before it, for the model only. */
  public void summarize(String summary) {
    Entry entry = Entry.said(conversation.head(), Role.SYSTEM, List.of(new Part.Text(summary)));
    conversation.put(entry);
    save(List.of(entry));
  }

  /**
   * Says something, with the files that wait. An unanswered question before it is left behind.
   *
   * @throws ChatException when the model cannot take it; then nothing has changed
   */
  public Entry say(String text) {
    List<Part> parts = new ArrayList<>();
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
    attachments.forEach(attachment -> parts.add(attachment.part()));
    Capabilities.check(attachments, nextModel(), backend);
    Entry entry = Entry.said(answeredHead(), Role.USER, parts);
    if (session.title().isEmpty()) {
      session = session.withTitle(title(text));
    }
    conversation.put(entry);
    attachments.clear();
    save(List.of(entry));
    return entry;
  }

  /** Says something else in place of an earlier question; that one stays as its sibling. */
  public Entry edit(Entry question, String text) {
    List<Part> parts = new ArrayList<>(List.of(new Part.Text(text)));
    question.parts().stream()
        .filter(part -> !(part instanceof Part.Text first && first.text().equals(question.typed())))
        .forEach(parts::add);
    Entry entry = Entry.said(question.parent(), Role.USER, parts);
    conversation.put(entry);
    save(List.of(entry));
    return entry;
  }

  private @Nullable String answeredHead() {
    Entry head = conversation.entry(conversation.head());
    return head != null && head.role() == Role.USER ? head.parent() : conversation.head();
  }

  private static String title(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() <= TITLE_LENGTH ? line : line.substring(0, TITLE_LENGTH - 1) + "…";
  }

  /** Asks the chosen model for an answer to that question. */
  public Asking ask(Entry question) {
    return ask(question, settings.model());
  }

  /**
   * Asks a model for an answer to that question, which is part of the conversation.
   *
   * @throws ChatException when the budget does not allow it
   */
  public Asking ask(Entry question, String model) {
    return ask(question, model, null);
  }

  /**
   * Asks for an answer in a certain form.
   *
   * @param format null for text
   */
  public Asking ask(Entry question, String model, @Nullable ResponseFormat format) {
    return ask(question, List.of(model), format).getFirst();
  }

  /**
   * Asks several models at once; all of them, or none.
   *
   * @param format null for text
   * @throws ChatException when the budget does not allow all of them, or one cannot take it
   */
  public List<Asking> ask(Entry question, List<String> models, @Nullable ResponseFormat format) {
    List<ChatRequest> requests =
        models.stream().map(model -> request(question, model, format)).toList();
    requests.forEach(request -> Capabilities.checkLength(request, backend));
    ChatException objection = Budget.objection(requests, this);
    if (objection != null && !consent.test(objection.text())) {
      throw objection;
    }
    return requests.stream()
        .map(request -> new Asking(this, question.id(), new Turn(backend, request)))
        .toList();
  }

  /** Lets somebody decide about a question that may go over the budget, by what is said of it. */
  public void consentBy(Predicate<String> user) {
    consent = user;
  }

  /** What is sent for that question, or for the head when it is null. */
  public ChatRequest request(
      @Nullable Entry question, String model, @Nullable ResponseFormat format) {
    if (model.isEmpty()) {
      throw new ChatException(
          ErrorKind.NOT_FOUND,
          "no model is chosen",
          "name one with -m or /model; demo needs no key");
    }
    String before = conversation.head();
    conversation.moveTo(question == null ? before : question.id());
    List<Entry> context = conversation.context();
    conversation.moveTo(before);
    List<Message> messages = new ArrayList<>();
    if (settings.system() != null) {
      messages.add(Message.text(Role.SYSTEM, settings.system()));
    }
    context.forEach(entry -> messages.add(entry.message()));
    Parameters parameters = settings.parameters();
    return new ChatRequest(
        model, messages, List.of(), null, null, format, parameters.sampling(), parameters.extras());
  }

  void take(Entry answer, boolean goOn) {
    if (goOn) {
      conversation.put(answer);
    } else {
      conversation.add(answer);
    }
    Double cost = Objects.requireNonNull(answer.outcome()).costUsd();
    spentUsd += cost == null ? 0 : cost;
    save(List.of(answer));
  }

  /** Writes an answer that is still coming down, as where to go on after a crash. */
  void checkpoint(Entry answer) {
    saving.keep(session.at(settings, answer.id()), List.of(answer));
  }

  private void saveHead() {
    save(List.of());
  }

  private void save(List<Entry> entries) {
    session = session.at(settings, conversation.head());
    saving.keep(session, entries);
  }
}
