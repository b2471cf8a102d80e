package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the chat leaves on all kinds of terminals. */
@DisabledOnOs(OS.WINDOWS)
class ChatScreenIT {
  private static final String MARKDOWN =
      """
      ● demo
      What Markdown looks like here

      This is llmgw's demo model, so the words mean little; look at their form. There is bold, \
      italic, struck out and inline code.

      A list

      • bread
      • tea, one of:
        ◦ green
        ◦ black
      • a link (https://commonmark.org/help/)

      Steps

      1. Start the gateway.
      2. Ask it something.
      3. Read the answer while it is written.

      │ A quote, in case somebody said it better.

      ────────────────────────────────────────

      That was the end of the page.
      demo · \
      """;

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
  void leavesTextThatCanBeCopied() {
    Tmux tmux = terminal.start(60, 16, "chat -m demo").await("/help lists").awaitLast("❯");
    tmux.send("markdown").await(" tok ");
    assertThat(tmux.screen()).contains(MARKDOWN);
    tmux.send("slow 3 long 400").await(" tok ", 2).awaitLast("❯");
    // paragraphs of 60 words, each one line, with empty ones between
    assertThat(words(tmux.screen(), 2).split("\\s+")).hasSize(400);
    assertThat(words(tmux.screen(), 2)).hasLineCount(7 + 6);
    tmux.send("code").await(" tok ", 3).awaitLast("❯");
    assertThat(tmux.screen()).contains("\nvoid main() {\n  for (").doesNotContain("```");

    assertThat(tmux.screen().lines().filter(line -> line.contains(" · ctx "))).hasSize(1);
    assertThat(prompts(tmux)).containsExactly("❯ markdown", "❯ slow 3 long 400", "❯ code", "❯");
  }

  /** The n-th answer, without what stands around it. */
  private static String words(String screen, int n) {
    String[] answers = screen.split("● demo\n", -1);
    assertThat(answers).as(screen).hasSizeGreaterThan(n);
    return answers[n].split("\ndemo · ", 2)[0];
  }

  private static Stream<String> prompts(Tmux tmux) {
    return tmux.screen().lines().filter(line -> line.startsWith("❯"));
  }

  @Test
  void writesEverythingOnceThoughTheWindowChanges() {
    Tmux tmux = terminal.start();
    tmux.send("slow 20 markdown").await("What Markdown");
    tmux.resize(60, 20).resize(44, 12).await("Steps").resize(110, 30).await(" tok ").awaitLast("❯");
    assertThat(tmux.screen()).contains(MARKDOWN);
    tmux.send("slow 5 long 300").await("the demo model talks", 1).resize(50, 12).resize(90, 24);
    tmux.await(" tok ", 2).awaitLast("❯");
    assertThat(words(tmux.screen(), 2).split("\\s+")).hasSize(300);
    assertThat(prompts(tmux)).containsExactly("❯ slow 20 markdown", "❯ slow 5 long 300", "❯");
  }

  @Test
  void worksInANarrowWindow() {
    Tmux tmux = terminal.start(40, 12, "chat -m demo").await("/help lists").awaitLast("❯");
    tmux.send("table").await("│ Mercury │   0   │        4,223 │").await(" tok ").awaitLast("❯");
    tmux.resize(26, 8).send("table").await(" tok ", 2).awaitLast("❯");
    assertThat(words(tmux.screen(), 2))
        .contains("Mercury", "4,223")
        .doesNotContain("│ Mercury │   0   │");
    tmux.send("/model").await("type to filter").press("Escape").await("the model is demo");
    tmux.send("echo 日本語の長い文章はここで折り返されますよね").await(" tok ", 3);
    tmux.await("● demo\n日本語の長い文章はここで折り返されますよね\n").send("/exit").await("exit 0");
  }

  @Test
  void worksOnATerminalThatCanDoNothing() {
    terminal.launch().set("TERM", "dumb");
    Tmux tmux = terminal.start("chat -m demo").await("/help lists").awaitLast("❯");
    tmux.send("table").await(" tok ").awaitLast("❯");
    assertThat(tmux.screen()).contains("Mercury").doesNotContain("[0m", "[?", "· ctx ");
    tmux.send("slow 50 long 5000").await("the demo model").press("C-c").await("[stopped]");
    tmux.send("/model").await("an empty line for none").send("3").await("the model is tortoise");
    tmux.send("/exit").await("exit 0");
  }

  @Test
  void worksOnATerminalThisMachineDoesNotKnow() {
    terminal.launch().set("TERM", "xterm-of-the-future");
    Tmux tmux = terminal.start().send("echo here").await("● demo\nhere\n").awaitLast("❯");
    assertThat(tmux.screen()).startsWith("llmgw ").doesNotContain("WARNING", "Exception");
  }

  @Test
  void usesTheColorsThatAreThere() {
    terminal.launch().set("TERM", "xterm");
    Tmux tmux = terminal.start().send("markdown").await(" tok ").awaitLast("❯");
    assertThat(tmux.colored()).contains("[1m").doesNotContain("[38;5", "[38;2", ";5;");
    tmux.send("/theme muted").await("the theme is muted").send("markdown").await(" tok ", 2);
    assertThat(tmux.awaitLast("❯").colored()).contains("38;5;133m");
    tmux.send("/theme loud").await("there is no theme 'loud'").send("/theme plain");
    tmux.await("the theme is plain").send("markdown").await(" tok ", 3).await("**bold**");

    terminal.launch().set("TERM", "xterm-256color").set("NO_COLOR", "1");
    tmux = terminal.start().send("markdown").await(" tok ").awaitLast("❯");
    assertThat(tmux.colored()).contains("**bold**", "`inline code`").doesNotContain("\u001b[");
  }

  @Test
  void usesTheSignsOfTheLocale() {
    terminal.launch().set("LANG", "C").set("LC_ALL", "C");
    Tmux tmux = terminal.start("chat -m demo").await("/help lists").awaitLast(">");
    tmux.send("table").await("| Mercury |").await(" tok ").send("/think show").awaitLast(">");
    tmux.send("think about it").await(" tok ", 2).send("markdown").await(" tok ", 3).awaitLast(">");
    assertThat(
            tmux.screen()
                .chars()
                .filter(c -> c > 126)
                .mapToObj(Character::toString)
                .collect(Collectors.joining()))
        .isEmpty();
  }

  @Test
  void losesNothingWhenItIsKilled() {
    Tmux tmux = terminal.start();
    tmux.send("echo one").await("\none\n").send("slow 100 long 5000");
    // what came is written down once in a second
    tmux.await("enough text to scroll through");
    tmux.process().destroyForcibly();
    tmux.await("exit 137");

    tmux = terminal.start("chat --resume");
    tmux.await("Go on with").press("Enter").await("[interrupted]");
    assertThat(tmux.screen()).contains("❯ slow 100 long 5000", "the demo model talks on and on");
    tmux.send("/sessions demo model").await("the demo model", 2).send("echo on").await("\non\n");
  }

  @Test
  void asksOnceInATerminal() {
    Tmux tmux = terminal.start("chat -m demo table").await(" tok ").await("exit 0");
    assertThat(tmux.screen()).contains("│ Mercury │").doesNotContain("❯");

    tmux = terminal.start("chat -m demo 'slow 100 long 500'");
    tmux.await("the demo model").press("C-c").await("exit 130");
    assertThat(tmux.screen()).contains("demo · ");
  }
}
