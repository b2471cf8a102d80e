package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The built program in a terminal, as somebody uses it. */
@DisabledOnOs(OS.WINDOWS)
class ChatIT {
  private static final Path PROGRAM =
      Path.of(System.getProperty("llmgw.dist")).toAbsolutePath().resolve("bin/llmgw");

  // a socket's path must be short
  @TempDir private Path folder;
  private Tmux tmux;

  @BeforeAll
  static void needsTmux() {
    assumeTrue(Tmux.isThere(), "tmux is not installed");
  }

  @BeforeEach
  void start() throws Exception {
    start(100, 30, "chat -m demo");
    tmux.await("/help lists everything");
  }

  private void start(int columns, int rows, String arguments) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", folder.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("LANG", "C.UTF-8");
    environment.put("EDITOR", folder.resolve("editor").toString());
    tmux = Tmux.start(folder, columns, rows, environment, PROGRAM + " " + arguments);
  }

  private void restart(String arguments) throws Exception {
    tmux.close();
    start(100, 30, arguments);
  }

  @AfterEach
  void stop() throws Exception {
    tmux.close();
  }

  @Test
  void rendersAnAnswer() throws Exception {
    tmux.send("table").await(" tok ");

    assertThat(tmux.screen())
        .contains("❯ table", "● demo", "┌─────────┬───────┬", "│ Mercury │   0   │        4,223 │")
        .doesNotContain("|:---");
  }

  @Test
  void writesEveryWordOnceWhileItStreams() throws Exception {
    tmux.send("slow 5 long 400").await(" tok ");
    String words = "the demo model talks on and on about nothing in particular so that there is";

    String answer = tmux.screen().split("● demo\n", 2)[1].split("\ndemo · ", 2)[0];
    assertThat(answer.replaceAll("\\s+", " ").split(" ")).hasSize(400);
    assertThat(answer).startsWith(words);
  }

  @Test
  void writesEveryWordOnceThoughTheWindowChanges() throws Exception {
    tmux.send("slow 10 markdown").await("What Markdown");
    tmux.resize(60, 20).resize(110, 30).await(" tok ");

    assertThat(tmux.screen().split("What Markdown looks like here", -1)).hasSize(2);
  }

  @Test
  void stopsAnAnswerAndKeepsWhatCameOfIt() throws Exception {
    tmux.send("slow 100 long 500").await("the demo model").press("C-c").await("[stopped]");
    tmux.send("slow 100 long 500").await("the demo model", 2).press("Escape").await("[stopped]", 2);
    tmux.send("/show").await("the demo model", 3);
    tmux.send("/exit").await("exit 0");
  }

  @Test
  void takesWhatIsTypedDuringAnAnswer() throws Exception {
    tmux.send("slow 50 long 60").await("the demo model");
    tmux.type("echo later").await("❯ echo later").await(" tok ");
    tmux.press("Enter").await(" tok ", 2);

    assertThat(tmux.screen()).contains("\nlater\n");
  }

  @Test
  void sendsALineThatWasFinishedDuringAnAnswer() throws Exception {
    tmux.send("slow 50 long 60").await("the demo model").send("echo later").await("\nlater\n");
  }

  @Test
  void takesSeveralLines() throws Exception {
    tmux.type("echo one").press("C-j").type("two").press("M-Enter").send("three\\").send("four");
    tmux.await(" tok ");

    assertThat(tmux.screen()).contains("● demo\none\ntwo\nthree\nfour");
  }

  @Test
  void neverSendsAPaste() throws Exception {
    tmux.paste("echo one\ntwo\n").await("two");
    assertThat(tmux.screen()).doesNotContain("● demo");
    tmux.send("three").await(" tok ");

    assertThat(tmux.screen()).contains("● demo\none\ntwo\nthree");
  }

  @Test
  void choosesAModelByTyping() throws Exception {
    tmux.send("/model")
        .await("type to filter")
        .type("dem")
        .press("Enter")
        .await("the model is demo");
    tmux.send("/model").await("type to filter").press("Escape").await("the model is demo", 2);
    tmux.send("/model dmeo").await("did you mean demo?");
  }

  @Test
  void goesBackAndAnotherWay() throws Exception {
    tmux.send("echo one").await("\none\n");
    tmux.send("/undo").await("back before: echo one").press("C-u").send("echo two");
    tmux.await("\ntwo\n").send("/export").await("## You");

    assertThat(tmux.screen().split("## You", 2)[1]).contains("echo two").doesNotContain("echo one");
  }

  @Test
  void editsInTheUsersEditor() throws Exception {
    Path editor = folder.resolve("editor");
    Files.writeString(editor, "#!/bin/sh\necho echo edited > \"$1\"\n");
    Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
    tmux.type("draft").press("C-x", "C-e").await("❯ echo edited").press("Enter");
    tmux.await("\nedited\n");
  }

  @Test
  void completesAndSuggests() throws Exception {
    tmux.type("/bud").press("Tab").type("2").press("Enter").await("of $2.00 spent");
    tmux.send("/hlep").await("did you mean /help?");
    tmux.send(".help").await("commands begin with a slash");
  }

  @Test
  void remembersLinesOverRuns() throws Exception {
    tmux.send("echo alpha").await("\nalpha\n").send("/exit").await("exit 0");
    restart("chat -m demo");
    tmux.await("/help lists").type("ec").press("Up").await("❯ echo alpha").press("Enter");
    tmux.await("\nalpha\n");
  }

  @Test
  void losesNothingWhenItIsKilled() throws Exception {
    tmux.send("echo one").await("\none\n");
    tmux.send("slow 100 long 500").await("the demo model talks on and on about nothing");
    // what came is written down once in a second
    Thread.sleep(2_500);
    tmux.process().destroyForcibly();
    tmux.await("exit 137");
    restart("chat --resume");
    tmux.await("Go on with").press("Enter").await("[interrupted]");

    assertThat(tmux.screen()).contains("❯ slow 100 long 500", "the demo model talks on and on");
    tmux.send("/sessions demo model").await("the demo model");
  }

  @Test
  void showsAnErrorAndGoesOn() throws Exception {
    tmux.send("error 429").await("Rate limit reached").send("echo on").await("\non\n");
  }

  @Test
  void leavesByControlC() throws Exception {
    tmux.type("text").press("C-c").press("C-c").await("Ctrl-D or /exit").press("C-c");
    tmux.await("exit 0");
  }

  @Test
  void showsWhatTheModelThinksWhenAsked() throws Exception {
    tmux.send("/think show").await("thoughts are shown").send("think about it").await(" tok ");

    assertThat(tmux.screen()).contains("The user wants to", "thinking…", "I thought about it");
  }

  @Test
  void worksInASmallWindow() throws Exception {
    tmux.resize(30, 8).send("table").await(" tok ").send("/exit").await("exit 0");
  }

  @Test
  void asksOnceWithAPromptInATerminal() throws Exception {
    restart("chat -m demo table");
    tmux.await(" tok ").await("exit 0");

    assertThat(tmux.screen()).contains("│ Mercury │");
  }

  @Test
  void endsAOneShotWithControlC() throws Exception {
    restart("chat -m demo 'slow 100 long 500'");
    tmux.await("the demo model").press("C-c").await("exit 130");

    assertThat(tmux.screen()).contains("demo · ");
  }

  @Test
  void staysAfterWhatWasPipedIn() throws Exception {
    tmux.close();
    start(100, 30, "chat -m demo -i echo < /dev/null");
    tmux.await("/help lists").send("echo stays").await("\nstays\n").send("/exit").await("exit 0");
  }
}
