package io.llmgw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.chat.Conversation;
import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.ConversationStore.Hit;
import io.llmgw.chat.ConversationStore.Kept;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Outcome;
import io.llmgw.chat.Session;
import io.llmgw.chat.Settings;
import io.llmgw.model.FinishReason;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.Role;
import io.llmgw.model.Usage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteConversationsTest {
  private static final Outcome OUTCOME =
      new Outcome(
          Outcome.State.COMPLETE,
          "smart",
          "gpt-x",
          "openai",
          List.of(
              new Outcome.FailedTry("azure", "gpt-x-eu", 40, "It broke."),
              new Outcome.FailedTry("openai", "gpt-x", 7, "Slow down.")),
          FinishReason.STOP,
          new Usage(10, 5, 3, 2, 1),
          true,
          0.25,
          new Outcome.Timing(120, 900),
          List.of("seed dropped: unknown"),
          Map.of("x-request-id", "abc"),
          null);

  @TempDir private Path folder;
  private final Session session = Session.create(Settings.of("smart"));
  private ConversationStore store = ConversationStore.none();

  private SqliteConversations open() {
    return SqliteConversations.open(folder.resolve("a/chat.db"));
  }

  @BeforeEach
  void begin() {
    store = open();
    store.save(session, List.of());
  }

  @AfterEach
  void end() {
    store.close();
  }

  @Test
  void givesBackWhatItWasGiven() {
    Entry question =
        Entry.said(
            null,
            Role.USER,
            List.of(
                new Part.Text("what?"),
                new Part.Media(Part.MediaKind.IMAGE, "image/png", "AAAA", null, "a.png", null)));
    Entry answer =
        answer(
            question.id(),
            List.of(
                new Part.Reasoning("hm", ReasoningState.signed("f", "sig")),
                new Part.Text("that"),
                new Part.ToolCall("1", "look", "{}"),
                new Part.Refusal("no")));
    put(question);
    put(answer);
    store.save(
        session.withTitle("T").at(Settings.of("other").withSystem("s"), answer.id()), List.of());
    store.close();
    store = open();

    Kept kept = store.load(session.id()).orElseThrow();

    assertThat(kept.session().title()).isEqualTo("T");
    assertThat(kept.session().model()).isEqualTo("other");
    assertThat(kept.session().system()).isEqualTo("s");
    assertThat(kept.conversation().head()).isEqualTo(answer.id());
    assertThat(kept.conversation().entries())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("at")
        .containsExactly(question, answer);
  }

  @Test
  void replacesAnAnswerThatHasGrown() {
    Entry question = said(null, "one");
    put(question);
    Entry part = answer(question.id(), List.of(new Part.Text("so")));
    put(part);
    put(
        new Entry(
            part.id(),
            part.parent(),
            part.role(),
            List.of(new Part.Text("so far")),
            part.at(),
            OUTCOME));

    assertThat(store.load(session.id()).orElseThrow().conversation().entries())
        .extracting(Entry::text)
        .containsExactly("one", "so far");
    assertThat(store.search("far", null, 9)).hasSize(1);
  }

  @Test
  void listsTheNewestFirstWithItsCost() {
    put(said(null, "one"));
    put(answer(null, List.of(new Part.Text("two"))));
    Session later =
        new Session("later", "L", "m", null, null, Instant.now(), Instant.now().plusSeconds(9));
    store.save(later, List.of());

    assertThat(store.list(9)).extracting("id").containsExactly("later", session.id());
    assertThat(store.list(9).getLast().costUsd()).isEqualTo(0.25);
    assertThat(store.list(9).getLast().messages()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wombat", "Wömbat", "womb", "the wombat", "digs the"})
  void findsWords(String words) {
    put(said(null, "The Wombat digs at night"));

    assertThat(store.search(words, null, 9)).extracting(Hit::session).containsExactly(session.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"koala", "wombat koala", "", "  ", "\"", "\" OR \"", "NEAR(", "*", "a:b -c"})
  void findsNothingAndNeverFails(String words) {
    put(said(null, "The Wombat digs at night"));

    assertThat(store.search(words, null, 9)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C++",
        "50%",
        "-verbose",
        "\"quoted\"",
        "🦘",
        "看看",
        "見て",
        "it's",
        "a_b",
        "C:\\dir",
        "🦘 C++"
      })
  void findsSignsAndScriptsWithoutSpaces(String words) {
    put(said(null, "C++ with 50% -verbose \"quoted\" 🦘 请看看 ちょっと見て it's a_b C:\\dir"));
    put(said(null, "C at 50 verbose quoted its a b axb C:dir"));

    List<Hit> hits = store.search(words, null, 9);

    assertThat(hits).hasSize(1);
    assertThat(hits.getFirst().snippet()).contains("verbose");
  }

  @Test
  void movesWhatFollowsATurnThatIsTakenOut() {
    Entry one = said(null, "one");
    Entry two = said(one.id(), "two");
    put(one);
    put(two);
    put(new Entry(two.id(), null, two.role(), two.parts(), two.at(), null));
    store.remove(session.id(), List.of(one.id()));

    Conversation kept = store.load(session.id()).orElseThrow().conversation();
    assertThat(kept.entries()).extracting(Entry::text).containsExactly("two");
    assertThat(kept.entries().getFirst().parent()).isNull();
  }

  @Test
  void searchesInOneConversationOnly() {
    put(said(null, "wombat"));

    assertThat(store.search("wombat", "another", 9)).isEmpty();
    assertThat(store.search("wombat", session.id(), 9)).hasSize(1);
  }

  @Test
  void leavesNothingBehindOfWhatIsDeleted() throws Exception {
    put(said(null, "my password is xyzzy"));
    Entry other = said(null, "plugh");
    put(other);
    store.remove(session.id(), List.of(other.id()));

    assertThat(bytes()).contains("xyzzy").doesNotContain("plugh");
    assertThat(store.delete(session.id())).isTrue();
    assertThat(bytes()).doesNotContain("xyzzy");
    assertThat(store.load(session.id())).isEmpty();
    assertThat(store.delete(session.id())).isFalse();
  }

  private String bytes() throws Exception {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder.resolve("a"))) {
      for (Path file : files.toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void isItsOwnersAlone() throws Exception {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("a/chat.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void leavesADamagedFileAsItIs() throws Exception {
    Path file = folder.resolve("b/chat.db");
    Files.createDirectories(file.getParent());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "this is no database, but it is all I have ".repeat(50));

    assertThatThrownBy(() -> SqliteConversations.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged");
    assertThat(file).content().startsWith("this is no database");
  }

  private void put(Entry entry) {
    store.save(session, List.of(entry));
  }

  private static Entry said(@Nullable String parent, String text) {
    return Entry.said(parent, Role.USER, List.of(new Part.Text(text)));
  }

  private static Entry answer(@Nullable String parent, List<Part> parts) {
    return new Entry("answer", parent, Role.ASSISTANT, parts, Instant.now(), OUTCOME);
  }
}
