package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each key of the chat, pressed in a terminal. */
@DisabledOnOs(OS.WINDOWS)
class ChatKeysIT {
  /** Slow enough to press keys meanwhile; never waited for to its end. */
  private static final String ENDLESS = "slow 50 long 5000";

  private static final String ENDLESS_BEGINS = "the demo model talks";

  @TempDir private Path folder;
  private TerminalFixture terminal;

  @BeforeEach
  void prepare() {
    terminal = new TerminalFixture(folder);
  }

  @AfterEach
  void stop() {
    terminal.close();
  }

  @Test
  void takesSeveralLinesBeforeItSends() {
    Tmux tmux = terminal.start();
    tmux.type("echo one").press("C-j").type("two").press("M-Enter").send("three\\").send("four");
    tmux.await("● demo\none\ntwo\nthree\nfour\n");

    tmux.send("\"\"\"").send("echo five").send("").send("six").send("\"\"\"");
    tmux.await("● demo\nfive\n\nsix\n");
  }

  @Test
  void neverSendsAPasteAndShowsALongOneInShort() {
    Tmux tmux = terminal.start();
    tmux.paste("echo one\ntwo\n").await("two");
    assertThat(tmux.screen()).doesNotContain("● demo");
    tmux.send("three").await("● demo\none\ntwo\nthree\n");

    String lines =
        IntStream.rangeClosed(1, 25).mapToObj(n -> "n" + n).collect(Collectors.joining("\n"));
    tmux.type("echo ").paste(lines).await("[Pasted text #1: 25 lines]");
    assertThat(tmux.screen()).doesNotContain("n25");
    tmux.press("Enter").await("\nn25\n");
    assertThat(tmux.screen()).contains("● demo\n" + lines + "\n");
  }

  @Test
  void editsInTheUsersEditor() throws IOException {
    script("editor", "echo echo edited >> \"$1\"");
    script("asking", "echo what now? >&2; read line </dev/tty; echo \"echo $line\" > \"$1\"");
    terminal.launch().set("EDITOR", folder.resolve("editor").toString());
    Tmux tmux = terminal.start();
    tmux.type("echo draft ").press("C-g").await("❯ echo draft echo edited").press("Enter");
    tmux.await("\ndraft echo edited\n");
    tmux.press("C-x", "C-e").await("❯ echo edited").press("Enter").await("\nedited\n");
    tmux.send("/editor").await("❯ echo edited", 2).press("C-u").send("/exit").await("exit 0");

    terminal.launch().set("VISUAL", folder.resolve("asking").toString());
    tmux = terminal.start();
    tmux.send("echo answered").await("\nanswered\n").press("C-g").await("what now?");
    tmux.send("typed there").await("❯ echo typed there").press("Enter").await("\ntyped there\n");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void completesWhatIsTyped() {
    terminal.launch().write("notes.txt", "remember the milk");
    Tmux tmux = terminal.start();
    tmux.type("/bud").press("Tab").await("❯ /budget").type("2").press("Enter");
    tmux.await("of $2.00 spent");
    tmux.type("/model tor").press("Tab").await("❯ /model tortoise").press("Enter");
    tmux.await("the model is tortoise");
    tmux.type("/set temp").press("Tab").await("❯ /set temperature").type("0.5").press("Enter");
    tmux.await("temperature is 0.5");
    tmux.type("/unset ").press("Tab").await("❯ /unset temperature").press("Enter");
    tmux.await("temperature is the model's own again");
    tmux.type("echo see @no").press("Tab").await("❯ echo see @notes.txt").press("Enter");
    tmux.await("attached notes.txt").await(" tok ");
    tmux.send("/rename Milk run").await("this chat is 'Milk run'").send("/new").await("a new chat");
    tmux.type("/resume ")
        .press("Tab")
        .awaitRows(
            "a completed id",
            rows -> rows.stream().anyMatch(row -> row.matches("❯ /resume \\w{10}\\s*")));
    tmux.press("Enter").await("going on with 'Milk run'");

    tmux.awaitLast("❯").type("/").press("Tab").await("/compare    /").press("C-c");
    tmux.resize(100, 60).type("/").press("Tab").await("ask the last question again").press("C-c");
    tmux.awaitLast("❯");
    assertThat(tmux.screen().lines().filter(line -> line.contains(" · ctx "))).hasSize(1);
    tmux.send("/hlep").await("did you mean /help?");
    tmux.send(".help").await("commands begin with a slash");
  }

  @Test
  void findsEarlierLines() {
    Tmux tmux = terminal.start();
    tmux.send("echo alpha").await("\nalpha\n").send("table").await("Mercury");
    tmux.send("/exit").await("exit 0");
    tmux = terminal.start();
    tmux.type("ec").press("Up").awaitLast("❯ echo alpha").press("C-u");
    tmux.press("C-r").await("bck-i-search").type("ab").awaitLast("bck-i-search: ab");
    tmux.press("Enter").await("Mercury");
    tmux.awaitLast("❯").type("echo a").awaitLast("❯ echo alpha").press("Right", "Enter");
    tmux.await("● demo\nalpha\n");
  }

  @Test
  void stopsAnAnswerAndKeepsWhatCameOfIt() {
    Tmux tmux = terminal.start();
    tmux.send(ENDLESS).await(ENDLESS_BEGINS).press("C-c").await("[stopped]").awaitLast("❯");
    tmux.send(ENDLESS).await(ENDLESS_BEGINS, 2).press("Escape").await("[stopped]", 2);
    tmux.awaitLast("❯").send("/show").await(ENDLESS_BEGINS, 3);
    tmux.send("/retry").await(ENDLESS_BEGINS, 4).press("C-c").await("[stopped]", 3);
    tmux.send("/exit").await("exit 0");
  }

  @Test
  void takesWhatIsTypedDuringAnAnswer() {
    Tmux tmux = terminal.start();
    tmux.send("slow 30 long 60").await(ENDLESS_BEGINS).type("echo latex").press("BSpace");
    tmux.type("r").await("❯ echo later").await(" tok ").awaitLast("❯ echo later");
    tmux.press("Enter").await("\nlater\n");

    tmux.send("slow 30 long 60").await(ENDLESS_BEGINS, 2).send("echo queued").await("(1 waiting)");
    tmux.await("\nqueued\n");
    assertThat(tmux.screen()).containsOnlyOnce("❯ echo queued").doesNotContain("waiting)");

    tmux.awaitLast("❯").send("slow 30 long 60").await(ENDLESS_BEGINS, 3).paste("echo a\nb");
    tmux.await(" tok ", 5).press("Enter").await("● demo\na\nb\n");
  }

  @Test
  void clearsAndLeavesByControlCAndD() {
    Tmux tmux = terminal.start();
    tmux.type("text").await("❯ text").press("C-c").awaitLast("❯").press("C-c");
    tmux.await("Ctrl-D or /exit").press("C-c").await("exit 0");

    tmux = terminal.start();
    tmux.send("echo hi")
        .await("\nhi\n")
        .awaitLast("❯")
        .press("C-d")
        .await("kept: llmgw chat --resume");
    tmux.await("exit 0");
  }

  @Test
  void goesBackByEscapeTwice() {
    Tmux tmux = terminal.start();
    tmux.send("echo one").await("\none\n").send("echo two").await("\ntwo\n").awaitLast("❯");
    tmux.press("Escape", "Escape").await("Go back before").type("one").await("1 of 2");
    tmux.press("Enter").await("back before: echo one").awaitLast("❯ echo one").press("C-u");
    tmux.send("/export").await("nothing was said yet");
  }

  @Test
  void foldsThoughts() {
    Tmux tmux = terminal.start();
    tmux.send("think about it").await("thinking…").await(" tok ").awaitLast("❯");
    assertThat(tmux.screen()).doesNotContain("The user wants to");
    tmux.press("C-t").await("thoughts are shown").send("think about it").await(" tok ", 2);
    assertThat(tmux.screen()).containsOnlyOnce("The user wants to");
    tmux.awaitLast("❯").type("dra").press("C-t").await("thoughts are hidden").type("ft");
    tmux.awaitLast("❯ draft").press("C-u").send("slow 50 think about it").await("thinking…", 3);
    tmux.press("C-t").await("The user wants to", 2);
  }

  @Test
  void clearsTheScreenOnly() {
    Tmux tmux = terminal.start();
    tmux.send("echo one").await("\none\n").awaitLast("❯").type("echo two").press("C-l");
    tmux.awaitRows("one line", rows -> rows.getFirst().startsWith("❯ echo two"));
    tmux.press("Enter").await("● demo\ntwo\n").send("/undo 2").await("back before: echo one");
  }

  @Test
  void understandsVi() {
    Tmux tmux = terminal.start();
    tmux.send("/set keys vi").await("keys is vi").awaitLast("❯");
    tmux.type("echo wrold").press("Escape").type("bcw").type("world").press("Enter");
    tmux.await("\nworld\n").awaitLast("❯");
    tmux.type("echo one").press("C-j").send("two").await("\none\ntwo\n");
  }

  @Test
  void startsWithViWhereThatIsConfigured() {
    terminal
        .launch()
        .write(
            "llmgw.yaml",
            """
            model_list: [{model_name: demo, litellm_params: {model: demo/demo}}]
            environment_variables: {EDITOR_MODE: vi}
            """);
    Tmux tmux = terminal.start("chat -m demo").awaitLast("❯");
    tmux.type("echo wrold").press("Escape").type("bcw").type("world").press("Enter");
    tmux.await("\nworld\n");
  }

  @Test
  void takesAPasteIntoTheFilterOfAPicker() {
    Tmux tmux = terminal.start();
    tmux.send("/model").await("type to filter").paste("tor\n").await("1 of 3").press("Enter");
    tmux.await("the model is tortoise");
  }

  @Test
  void staysAfterWhatWasPipedIn() {
    terminal.launch().write("notes.txt", "from the file");
    Tmux tmux = terminal.start("chat -m demo -i echo < notes.txt");
    tmux.await("from the file").await(" tok ").send("echo stays").await("\nstays\n");
  }
}
