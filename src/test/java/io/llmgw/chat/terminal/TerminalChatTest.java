package io.llmgw.chat.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.llmgw.chat.Attachments;
import io.llmgw.chat.Chat;
import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.FakeBackend;
import io.llmgw.chat.Saving;
import io.llmgw.chat.Settings;
import io.llmgw.config.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole loop on a virtual terminal. */
class TerminalChatTest {
  private static final String ALT_ENTER = "\u001b\r";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String CTRL_J = "\n";
  private static final String TAB = "\t";
  private static final String UP = "\u001b[A";

  @TempDir private Path folder;
  private final FakeBackend backend = new FakeBackend();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Chat chat =
      new Chat(backend, new Saving(ConversationStore.none(), _ -> {}), Settings.of("echo"));
  private final PipedOutputStream keys = new PipedOutputStream();
  private Thread running = new Thread();
  private TerminalChat loop;

  @BeforeEach
  void start() throws IOException {
    InputStream in = new PipedInputStream(keys, 1 << 20);
    Environment environment =
        Environment.of(
            Map.of(
                "TERM",
                "xterm",
                "EDITOR",
                "sh -c 'echo edited >> \"$0\"'",
                "PAGER",
                "sh -c 'cp \"$0\" %s'".formatted(folder.resolve("paged"))),
            folder,
            folder);
    TerminalChat.Options options =
        new TerminalChat.Options(
            environment,
            "nano",
            folder.resolve("state/history"),
            false,
            0,
            false,
            List.of("welcome"),
            "",
            "",
            false,
            false,
            () -> {});
    loop =
        new TerminalChat(
            chat, new Attachments(folder, folder, InputStream.nullInputStream()), options);
    loop.warn("too early");
    Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(in, out)
            .type("xterm-256color")
            .encoding(StandardCharsets.UTF_8)
            .size(Size.of(80, 24))
            .build();
    running =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try (terminal) {
                loop.run(terminal);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> written().contains("welcome"));
  }

  @AfterEach
  void stop() throws Exception {
    keys.close();
    running.join(Duration.ofSeconds(10));
    assertThat(running.isAlive()).isFalse();
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void type(String... text) throws IOException {
    for (String one : text) {
      keys.write(one.getBytes(StandardCharsets.UTF_8));
    }
    keys.flush();
  }

  /** Types, and waits until that many questions were answered. */
  private void ask(int answers, String... text) throws IOException {
    type(text);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> written().split(" tok ", -1).length > answers);
  }

  private String question() {
    return backend.asked().getLast().messages().getLast().text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "don't",
        "a \\n b",
        "open \"",
        "wow!! and !x",
        "back\\\\",
        "$HOME ~ * [a]",
        "日本語 😀",
        "tab-less `code`"
      })
  void sendsProseAsItIsTyped(String text) throws Exception {
    ask(1, text, "\r");

    assertThat(question()).isEqualTo(text);
  }

  @Test
  void takesSeveralLines() throws Exception {
    ask(1, "one", CTRL_J, "two", ALT_ENTER, "three\\", "\r", "four", "\r");

    assertThat(question()).isEqualTo("one\ntwo\nthree\nfour");
  }

  @Test
  void takesABlock() throws Exception {
    ask(1, "\"\"\"", "\r", "one", "\r", "", "\r", "two", "\r", "\"\"\"", "\r");

    assertThat(question()).isEqualTo("one\n\ntwo");
  }

  @Test
  void warnsAboveWhatIsBeingTyped() throws Exception {
    type("half a quest");
    await().until(() -> written().contains("half a quest"));

    loop.warn("no models\u001b[2J from openai");
    await().until(() -> written().contains("warning: no models from openai"));
    ask(1, "ion", "\r");

    assertThat(question()).isEqualTo("half a question");
    assertThat(written()).containsOnlyOnce("warning: too early");
  }

  @Test
  void saysThatThereIsNoSuchEditorMode() {
    await().until(() -> written().contains("EDITOR_MODE is 'nano'; it may be vi or emacs"));
  }

  @Test
  void showsALongAnswerInThePager() throws Exception {
    String verse = "a line\u001b[2J of it\n\n".repeat(20);
    backend.answer("short").answer(verse);
    ask(1, "one", "\r");
    ask(2, "two", "\r");

    type("/show 1", "\r", "/show 2", "\r");

    Path paged = folder.resolve("paged");
    await().untilAsserted(() -> assertThat(paged).hasContent("a line of it\n\n".repeat(20)));
  }

  @Test
  void neverSendsAPaste() throws Exception {
    type("\u001b[200~one\rtwo\r\u001b[201~");
    await().until(() -> written().contains("two"));
    assertThat(backend.asked()).isEmpty();
    ask(1, "three", "\r");

    assertThat(question()).isEqualTo("one\ntwo\nthree");
  }

  @Test
  void showsALongPasteInShort() throws Exception {
    String pasted = "line\r".repeat(30);
    type("see ", "\u001b[200~" + pasted + "\u001b[201~");
    await().until(() -> written().contains("[Pasted text #1: 30 lines]"));
    ask(1, " end", "\r");

    assertThat(question()).isEqualTo("see " + pasted.replace('\r', '\n') + " end");
  }

  @Test
  void completesCommandsAndPaths() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "remember");
    type("/budg", TAB, "0.5", "\r");
    await().until(() -> written().contains("of $0.5000 spent"));
    ask(1, "read @not", TAB, "\r");

    assertThat(question()).contains("```notes.txt\nremember");
  }

  @Test
  void completesWhatFollowsACommand() throws Exception {
    backend.with("other", 1.0);
    type("/model oth", TAB, "\r");
    await().until(() -> written().contains("the model is other"));
  }

  @Test
  void searchesEarlierLinesByTheirBeginning() throws Exception {
    ask(1, "alpha one", "\r");
    ask(2, "beta two", "\r");
    ask(3, "al", UP, "\r");

    assertThat(question()).isEqualTo("alpha one");
    assertThat(Files.readString(folder.resolve("state/history"))).contains("alpha one", "beta two");
  }

  @Test
  void stopsACommandOfTheShell() throws Exception {
    type("!sleep 600", "\r");
    await().until(TerminalChatTest::sleeps);
    type(CTRL_C);
    await().until(() -> written().contains("it was stopped"));
    ask(1, "hi", "\r");
  }

  private static boolean sleeps() {
    return ProcessHandle.current()
        .descendants()
        .anyMatch(process -> process.info().commandLine().orElse("").contains("sleep 600"));
  }

  @Test
  void clearsTheLineWithControlC() throws Exception {
    type("wrong", CTRL_C);
    ask(1, "right", "\r");

    assertThat(question()).isEqualTo("right");
  }

  @Test
  void leavesWithTwoControlC() throws Exception {
    type(CTRL_C);
    await().until(() -> written().contains("Ctrl-D or /exit to leave"));
    type(CTRL_C);
    running.join(Duration.ofSeconds(10));

    assertThat(running.isAlive()).isFalse();
  }

  @Test
  void leavesWithControlD() throws Exception {
    type(CTRL_D);
    running.join(Duration.ofSeconds(10));

    assertThat(running.isAlive()).isFalse();
  }

  @Test
  void editsInTheUsersEditor() throws Exception {
    type("draft", "\u0007");
    await().until(() -> written().contains("edited"));
    ask(1, "\r");

    assertThat(question()).isEqualTo("draftedited");
  }

  @Test
  void understandsVi() throws Exception {
    type("/set keys vi", "\r");
    await().until(() -> written().contains("keys is vi"));
    type("hello wrold", "\u001b");
    Thread.sleep(200);
    ask(1, "bcw", "world", "\r");

    assertThat(question()).isEqualTo("hello world");
  }

  @Test
  void showsWhatModelsSayWithoutTheirControls() throws Exception {
    backend.answer("a\u001b]52;c;AAAA\u0007b **bold**");
    ask(1, "hi", "\r");

    assertThat(written()).contains("ab **bold**").doesNotContain("]52;");
  }

  @Test
  void goesOnAfterAMistake() throws Exception {
    type("/hlep", "\r");
    await().until(() -> written().contains("did you mean /help?"));
    ask(1, "hi", "\r");

    assertThat(question()).isEqualTo("hi");
  }
}
