package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the chat, typed in a terminal. */
@DisabledOnOs(OS.WINDOWS)
class ChatCommandsIT {
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
  void choosesModels() {
    Tmux tmux = terminal.start();
    tmux.send("/model").await("type to filter").type("tort").await("1 of 3").press("Enter");
    tmux.await("the model is tortoise").awaitLast("❯");
    tmux.send("/model").await("type to filter").press("Down", "Up", "Escape");
    tmux.await("the model is tortoise", 2).awaitLast("❯");
    assertThat(tmux.screen()).doesNotContain("type to filter");
    tmux.send("/model dmeo").await("did you mean demo?");
    tmux.send("/model hare").await("the model is hare").send("echo fast").await("● hare\nfast\n");
    tmux.send("/retry tortoise").await("● tortoise\nfast\n");
    tmux.send("/think high")
        .await("thinking is high")
        .send("/think")
        .await("thinking: high, hidden");
    tmux.send("/set").await("= high").send("/unset think").await("think is the model's own again");
  }

  @Test
  void comparesModelsAndGoesOnFromOne() {
    Tmux tmux = terminal.start();
    tmux.send("/compare hare tortoise -- echo alike")
        .await("● 2  tortoise\nalike\n")
        .awaitLast("❯");
    assertThat(tmux.screen()).contains("● 1  hare\nalike\n");
    tmux.send("/pick 2").await("going on from the answer of tortoise");
    tmux.send("/diff 1 2").awaitLast("❯").send("/compare hare tortoise --blind -- echo blind");
    tmux.await("● 2\nblind\n").send("/pick 1").await("going on from the answer of hare");
    tmux.send("/compare hare nobody -- echo no").await("there is no model 'nobody'");
  }

  @Test
  void comparesSideBySideInAWideWindow() {
    Tmux tmux = terminal.start(130, 30, "chat -m demo").awaitLast("❯");
    tmux.send("/compare hare tortoise -- echo alike").await("going on from the first answer");
    assertThat(tmux.screen())
        .containsPattern("● 1  hare +│ ● 2  tortoise\n")
        .containsPattern("alike +│ alike\n");
    tmux.send("/pick 2").await("going on from the answer of tortoise");
  }

  @Test
  void goesBackAndOtherWays() throws IOException {
    Path editor = folder.resolve("editor");
    Files.writeString(editor, "#!/bin/sh\necho echo changed > \"$1\"\n");
    Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
    terminal.launch().set("EDITOR", editor.toString());
    Tmux tmux = terminal.start();
    tmux.send("echo one").await("\none\n").send("echo two").await("\ntwo\n").send("echo three");
    tmux.await("\nthree\n").send("/undo").await("back before: echo three");
    tmux.awaitLast("❯ echo three").press("C-u").send("/edit 2").await("\nchanged\n");
    tmux.send("/retry").await("\nchanged\n", 2).send("/fork other way @1");
    tmux.await("going on in 'other way'").send("/export").await("## You");
    String exported = tmux.screen().split("## You", 2)[1];
    assertThat(exported).contains("echo one").doesNotContain("changed", "three");
    tmux.send("/rewind").await("Go back before").press("Enter").await("back before: echo one");
  }

  @Test
  void findsChatsAgain() {
    Tmux tmux = terminal.start();
    tmux.send("echo apples").await("\napples\n").send("/new").await("a new chat");
    tmux.send("echo pears and plums").await("\npears and plums\n");
    tmux.send("/search plums").await("plums", 4).send("/sessions apples").await("echo apples", 3);
    tmux.send("/sessions").await(" 2  ").send("/resume").await("Go on with").type("apple");
    tmux.await("1 of 2").press("Enter").await("going on with 'echo apples'");
    tmux.send("/delete").await("[y/N]").press("n").await("nothing was deleted");
    tmux.send("/delete turn 1").await("[y/N]", 2).press("y").await("deleted 2 messages");
  }

  @Test
  void tellsWhatItCostAndWhy() {
    Tmux tmux = terminal.start();
    tmux.send("table").await(" tok ").send("/usage").await("demo").await("1 answers");
    tmux.send("/why").await("answered   ").await("first word ").await("tokens     ");
    tmux.send("/context").await("answers").send("/budget 1").await("of $1.00 spent");
    tmux.send("/budget off").await("no budget").send("/copy").await("through the terminal");
    tmux.await("a copy", () -> tmux.clipboard().contains("| Mercury |"));
    tmux.send("code").await(" tok ", 2).send("/copy code").await("through the terminal", 2);
    tmux.await(
        "a copy", () -> tmux.clipboard().startsWith("/**") || !tmux.clipboard().contains("|"));
    assertThat(tmux.clipboard()).doesNotContain("```", "╭");
  }

  @Test
  void showsAnErrorAndGoesOn() {
    Tmux tmux = terminal.start();
    tmux.send("error 429").await("error: ").await("try: /retry").awaitLast("❯");
    tmux.send("error midstream").await("error: ", 2).send("echo on").await("\non\n");
    tmux.send("/set keys qwerty").await("keys are vi or emacs").send("/help undo").await("go back");
  }
}
