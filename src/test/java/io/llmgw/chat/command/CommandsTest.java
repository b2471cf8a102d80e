package io.llmgw.chat.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.Entry;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Message;
import io.llmgw.store.SqliteConversations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  @TempDir private Path folder;
  private ConversationStore store = ConversationStore.none();
  private FakeTalk talk = new FakeTalk(Path.of("."), store);

  @BeforeEach
  void open() {
    store = SqliteConversations.open(folder.resolve("db/chat.db"));
    talk = new FakeTalk(folder, store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void asksWhatIsNoCommand() {
    assertThat(talk.type("hello")).isEqualTo("you said hello");
    assertThat(talk.type("//etc is a folder")).isEqualTo("you said /etc is a folder");
    assertThat(talk.type("\"\"\"\ntwo\nlines\n\"\"\"")).isEqualTo("you said two\nlines");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/hlep|did you mean /help?",
        "/modle x|did you mean /model?",
        ".help|/help",
        ":model|/model",
        "/zzzzzzzz|/help lists them; //text sends a line that begins with a slash"
      })
  void namesTheNearestCommand(String typed, String hint) {
    assertThat(talk.type(typed)).startsWith("error: ").endsWith(" / " + hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/exit", "/quit", "/bye", "/q", "exit", "quit", ":q"})
  void leaves(String typed) {
    talk.type(typed);

    assertThat(talk.left).isTrue();
  }

  @Test
  void noTwoCommandsShareAName() {
    Set<String> names = new HashSet<>();
    for (SlashCommand command : new Commands().all()) {
      assertThat(names.add(command.name())).as(command.name()).isTrue();
      command.aliases().forEach(alias -> assertThat(names.add(alias)).as(alias).isTrue());
    }
  }

  static List<String> names() {
    return new Commands().all().stream().map(SlashCommand::name).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCommandCopesWithAnEmptyChatAndRubbish(String name) {
    talk.type("/" + name);
    assertThat(talk.shown).noneMatch(line -> line.contains("Exception"));
    talk.type("/" + name + " ~!% 99 \"");
    assertThat(talk.type("/help " + name)).contains("/" + name);
  }

  @Test
  void listsAllCommandsInGroups() {
    String help = talk.type("/help");

    names().forEach(name -> assertThat(help).contains("/" + name));
    assertThat(help).contains("Turns", "Sessions", "Keys");
  }

  @Test
  void asksAgain() {
    talk.type("one", "/retry");

    assertThat(TurnCommands.answers(talk.chat())).hasSize(2);
  }

  @Test
  void asksAnotherModelAgain() {
    talk.backend.with("other", 1.0);
    talk.type("one", "/retry oth");

    assertThat(talk.backend.asked().getLast().model()).isEqualTo("other");
    assertThat(talk.chat().settings().model()).isEqualTo("echo");
  }

  @Test
  void goesBack() {
    talk.type("one", "two", "/undo");

    assertThat(talk.prefill).isEqualTo("two");
    assertThat(texts()).containsExactly("one", "you said one");
    assertThat(talk.type("/undo 5", "/undo")).contains("nothing to go back to");
  }

  @Test
  void goesBackToWhereIsChosen() {
    talk.type("one", "two", "three");
    talk.choice = OptionalInt.of(1);
    talk.type("/rewind");

    assertThat(texts()).containsExactly("one", "you said one");
  }

  @Test
  void editsAnEarlierQuestion() {
    talk.edited = Optional.of("better");
    talk.type("one", "two", "/edit 1");

    assertThat(texts()).containsExactly("better", "you said better");
    assertThat(talk.chat().conversation().followers(null)).hasSize(2);
    assertThat(talk.type("/edit 9")).contains("not 9");
  }

  @Test
  void comparesAndPicks() {
    talk.backend.with("other", 1.0);
    assertThat(talk.type("/compare echo other -- which?")).isEqualTo("echo\nother");
    talk.type("/pick 2");

    assertThat(talk.chat().conversation().path().getLast().outcome())
        .satisfies(outcome -> assertThat(outcome.asked()).isEqualTo("other"));
    assertThat(talk.type("/pick 3")).contains("2 answers, not 3");
    assertThat(talk.type("/diff 1 2")).isEqualTo("  you said which?");
  }

  @Test
  void forksAtATurn() {
    talk.type("one", "two", "/fork Other @1");

    assertThat(texts()).containsExactly("one", "you said one");
    assertThat(talk.chat().session().title()).isEqualTo("Other");
    assertThat(store.list(9)).hasSize(2);
  }

  @Test
  void attachesFilesOnce() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "remember");
    talk.type("/file notes.txt", "what is it?");
    talk.type("and now?");

    assertThat(talk.backend.asked().getFirst().messages().getFirst().text()).contains("remember");
    assertThat(talk.backend.asked().getLast().messages().getLast().text()).isEqualTo("and now?");
  }

  @Test
  void attachesFilesNamedInAQuestion() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "remember");
    talk.type("what is in @notes.txt? mail a@b.c");

    assertThat(talk.backend.asked().getFirst().messages().getFirst().text())
        .contains("mail a@b.c")
        .contains("```notes.txt\nremember");
  }

  @Test
  void runsACommandAndAttachesWhatItPrints() {
    assertThat(talk.type("!echo wombat")).contains("wombat").contains("attached");
    talk.type("what?");

    assertThat(talk.backend.asked().getFirst().messages().getFirst().text()).contains("wombat");
  }

  @Test
  void setsParameters() {
    assertThat(talk.type("/set parameter temperature 0.5")).isEqualTo("temperature is 0.5");
    assertThat(talk.type("/set temprature 1")).contains("did you mean temperature?");
    assertThat(talk.type("/set")).contains("= 0.5");
    talk.type("/unset temperature", "/think high", "/set keys vi", "/set status off");

    assertThat(talk.chat().settings().parameters().values()).containsOnlyKeys("think");
    assertThat(talk.view().vi()).isTrue();
    assertThat(talk.view().status()).isFalse();
  }

  @Test
  void choosesAModel() {
    talk.backend.with("other", 2.0);
    talk.choice = OptionalInt.of(1);
    talk.type("/model");

    assertThat(talk.chat().settings().model()).isEqualTo("other");
    assertThat(talk.type("/model gone")).startsWith("error: there is no model 'gone'");
    assertThat(talk.type("/models oth")).isEqualTo("other  fake 1k $2/2");
  }

  @Test
  void summarizesForTheModelOnly() {
    talk.type("one", "two");
    talk.backend.answer("they counted");
    talk.type("/compact", "three");

    assertThat(talk.backend.asked().getLast().messages())
        .extracting(Message::text)
        .containsExactly("Summary of the conversation so far:\n\nthey counted", "three");
    assertThat(talk.chat().conversation().path()).hasSizeGreaterThan(6);
  }

  @Test
  void keepsTheChatWhenASummaryFails() {
    talk.type("one");
    talk.backend.fail(ErrorKind.UPSTREAM, "down");
    talk.type("/compact");

    assertThat(texts()).containsExactly("one", "you said one");
  }

  @Test
  void copiesAndSaves() throws Exception {
    talk.backend.answer("look\n```sh\nls\n```\n");
    talk.type("how?", "/copy code");
    assertThat(talk.clipboard).isEqualTo("ls\n");
    talk.type("/save a.sh code 1");
    assertThat(folder.resolve("a.sh")).hasContent("ls\n");
    talk.yes = false;
    assertThat(talk.type("/save a.sh")).contains("left as it is");
    talk.type("/export chat.md", "/export chat.json", "/export chat.html");
    assertThat(folder.resolve("chat.md")).content().contains("# how?", "## You", "## echo");
    assertThat(folder.resolve("chat.json")).content().contains("\"role\" : \"assistant\"");
    assertThat(folder.resolve("chat.html")).content().contains("<h1>how?</h1>");
    assertThat(talk.type("/export chat.doc")).contains("end it in .md, .json or .html");
  }

  @Test
  void findsAndResumesChats() {
    talk.type("about wombats", "/new", "about bread");

    assertThat(talk.type("/sessions")).contains("about wombats", "about bread");
    assertThat(talk.type("/sessions womb")).contains("about wombats").doesNotContain("bread");
    assertThat(talk.type("/resume wombats")).contains("you said about wombats");
    assertThat(talk.type("/search said")).contains("you said about wombats");
    assertThat(talk.type("/search bread")).contains("was not found");
    assertThat(talk.type("/resume nothing")).contains("there is no chat 'nothing'");
  }

  @Test
  void deletesATurnAndAChat() {
    talk.type("one", "two", "three", "/delete turn 2");
    assertThat(texts()).containsExactly("one", "you said one", "three", "you said three");
    assertThat(store.search("two", null, 9)).isEmpty();
    assertThat(talk.type("/delete turnips")).contains("there is no chat 'turnips'");
    talk.yes = false;
    talk.type("/delete");
    assertThat(store.list(9)).hasSize(1);
    talk.yes = true;
    talk.type("/delete");
    assertThat(store.list(9)).isEmpty();
  }

  @Test
  void keepsAndTakesRoles() {
    talk.backend.with("other", 1.0);
    assertThat(talk.type("/role")).isEqualTo("no role is saved yet");
    talk.type("/system Be terse.", "/set temperature 0.2", "/model other", "/role save terse");
    talk.type("/system off", "/unset temperature", "/model echo");

    assertThat(talk.type("/role terse")).isEqualTo("the role is terse, the model other");
    assertThat(talk.chat().settings().system()).isEqualTo("Be terse.");
    assertThat(talk.chat().settings().parameters().values()).containsEntry("temperature", "0.2");
    assertThat(talk.type("/role")).isEqualTo("terse");
    assertThat(talk.type("/role trese")).contains("there is no role", "did you mean terse?");
    assertThat(talk.type("/role ../x")).contains("is no name of a role");
  }

  @Test
  void saysWhatIsWrongInARole() throws Exception {
    Path roles = Files.createDirectories(folder.resolve("roles"));
    Files.writeString(roles.resolve("plain.md"), "Be kind.\n");
    Files.writeString(roles.resolve("open.md"), "---\nmodel: echo\nBe kind.");
    Files.writeString(roles.resolve("odd.md"), "---\ntemperature: hot\n---\n");
    Files.writeString(roles.resolve("no.md"), "---\nnonsense\n---\n");

    assertThat(talk.type("/role plain")).contains("the role is plain");
    assertThat(talk.chat().settings().system()).isEqualTo("Be kind.");
    assertThat(talk.type("/role open")).contains("has no second one");
    assertThat(talk.type("/role odd")).contains("'hot' is no value for temperature");
    assertThat(talk.type("/role no")).contains("'nonsense'", "sets nothing");
  }

  @Test
  void asksAnotherModelOnce() {
    talk.backend.with("other", 1.0);

    assertThat(talk.type("/model other --once")).isEqualTo("the next question is for other");
    talk.type("one", "two");
    assertThat(talk.backend.asked()).extracting("model").containsExactly("other", "echo");
    assertThat(talk.type("/model --once")).contains("no model is named");
  }

  @Test
  void checksAndLooksInside() {
    assertThat(talk.type("/debug last")).contains("nothing was said yet");
    talk.type("one");

    assertThat(talk.type("/debug first")).contains("nothing to look at");
    assertThat(talk.type("/doctor")).endsWith("all is well");
  }

  @Test
  void helpsInEightyColumns() {
    assertThat(talk.type("/help").lines()).allMatch(line -> line.length() <= 80);
  }

  /** The cheat sheet; {@code -Dreadme.update=true} writes it anew. */
  @Test
  void theReadmeShowsTheHelp() throws IOException {
    Path file = Path.of("README.md");
    String readme = Files.readString(file);
    String begin = "<!-- what /help prints -->\n```\n";
    assertThat(readme).containsOnlyOnce(begin);
    int from = readme.indexOf(begin) + begin.length();
    int to = readme.indexOf("\n```\n<!-- end of /help -->", from);
    String help = talk.type("/help").strip();
    if (Boolean.getBoolean("readme.update")) {
      Files.writeString(file, readme.substring(0, from) + help + readme.substring(to));
    } else {
      assertThat(readme.substring(from, to)).isEqualTo(help);
    }
  }

  @Test
  void attachesTheClipboard() {
    assertThat(talk.type("/paste")).contains("the clipboard is empty");
    talk.pasted = "some notes".getBytes(UTF_8);

    assertThat(talk.type("/paste")).isEqualTo("attached clipboard (text/plain, 10 bytes)");
    assertThat(talk.type("what is it?")).contains("```clipboard\nsome notes");
    talk.pasted = new byte[] {0, 1, 2};
    assertThat(talk.type("/paste")).contains("clipboard is neither text, an image");
  }

  @Test
  void takesAKeyThatIsNotShown() {
    assertThat(talk.type("/key")).contains("no provider is named");
    assertThat(talk.type("/key openai")).isEqualTo("nothing was stored");
    talk.secret = "sk-1";
    assertThat(talk.type("/key openai")).isEqualTo("openai has sk-1");
  }

  @Test
  void tellsOfMoney() {
    talk.type("one");

    assertThat(talk.type("/usage")).contains("1 answers", "100 in", "10 out", "$0.000110");
    assertThat(talk.type("/budget 0.5")).isEqualTo("$0.000110 of $0.5000 spent");
    assertThat(talk.type("/budget much")).contains("no amount of money");
    assertThat(talk.type("/budget off")).isEqualTo("no budget");
    assertThat(talk.type("/why")).contains("echo-1 of fake", "complete, stop");
  }

  @Test
  void showsAProviderErrorAndGoesOn() {
    talk.backend.fail(ErrorKind.RATE_LIMIT, "too fast");

    assertThat(talk.type("one")).isEqualTo("failed");
    assertThat(talk.type("two")).isEqualTo("you said two");
  }

  private List<String> texts() {
    return talk.chat().conversation().path().stream().map(Entry::text).toList();
  }
}
