package io.llmgw.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChatTest {
  private final FakeBackend backend = new FakeBackend();
  private final List<String> warnings = new ArrayList<>();
  private final Chat chat =
      new Chat(backend, new Saving(ConversationStore.none(), warnings::add), Settings.of("echo"));

  @Test
  void sendsTheWholePathWithTheSystemPrompt() {
    chat.set(chat.settings().withSystem("be short"));
    ask("one");
    ask("two");

    assertThat(backend.asked().getLast().messages())
        .extracting(Message::role)
        .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER);
    assertThat(backend.asked().getLast().messages().getLast().text()).isEqualTo("two");
  }

  @Test
  void sumsUpWhatAnswersCost() {
    ask("one");
    ask("two");

    assertThat(chat.spentUsd()).isEqualTo(2 * 110 / 1e6);
  }

  @Test
  void refusesWhatTheBudgetMayNotAllowBeforeSending() {
    chat.set(chat.settings().withBudget(0.000_01));

    assertThatThrownBy(() -> ask("one"))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BUDGET));
    assertThat(backend.asked()).isEmpty();
  }

  @Test
  void addsUpWhatSeveralModelsMayCost() {
    backend.with("other", 1.0);
    chat.set(chat.settings().withBudget(0.0015));
    Entry question = chat.say("one");

    assertThat(chat.ask(question, List.of("other"), null)).hasSize(1);
    assertThatThrownBy(() -> chat.ask(question, List.of("echo", "other"), null))
        .hasMessageContaining("may cost $0.0020");
    assertThat(backend.asked()).isEmpty();
  }

  @Test
  void goesOverTheBudgetWhenItsUserAllowsIt() {
    chat.set(chat.settings().withBudget(0.000_01));
    chat.consentBy(text -> text.startsWith("this may cost"));

    assertThat(chat.ask(chat.say("one"))).isNotNull();
  }

  @Test
  void saysBeforeSendingThatAQuestionIsTooLong() {
    Entry question = chat.say("word ".repeat(2_000));

    assertThatThrownBy(() -> chat.ask(question))
        .hasMessageContaining("tokens, and echo takes 1000");
    assertThat(backend.asked()).isEmpty();
  }

  @Test
  void refusesABudgetForAModelWithoutAPrice() {
    backend.with("unknown", null);
    chat.set(chat.settings().withBudget(5.0).withModel("unknown"));

    assertThatThrownBy(() -> ask("one")).hasMessageContaining("no known price");
  }

  @Test
  void leavesAFailedQuestionToBeAskedAgain() {
    backend.fail(ErrorKind.RATE_LIMIT, "too fast");
    Entry question = chat.say("one");
    Asking failed = chat.ask(question);
    Outcome outcome = failed.run(_ -> {});

    assertThat(outcome.state()).isEqualTo(Outcome.State.FAILED);
    assertThat(outcome.error()).isEqualTo("too fast");
    assertThat(failed.finish(true)).isNull();
    assertThat(chat.conversation().head()).isEqualTo(question.id());
  }

  @Test
  void leavesAFailedQuestionOutOfTheNextOne() {
    backend.fail(ErrorKind.RATE_LIMIT, "too fast");
    ask("one");
    ask("two");

    assertThat(backend.asked().getLast().messages()).hasSize(1);
    assertThat(chat.conversation().entries()).hasSize(3);
  }

  @Test
  void keepsWhatCameOfAStoppedAnswer() {
    backend.answer("one two three");
    Entry question = chat.say("count");
    Asking asking = chat.ask(question);
    Outcome outcome =
        asking.run(_ -> {
          if (Entry.said(null, Role.ASSISTANT, asking.turn().parts()).text().equals("one two ")) {
            asking.turn().stop();
          }
        });

    assertThat(outcome.state()).isEqualTo(Outcome.State.STOPPED);
    assertThat(outcome.guessed()).isTrue();
    assertThat(Objects.requireNonNull(outcome.usage()).outputTokens()).isEqualTo(3);
    assertThat(outcome.costUsd()).isPositive();
    assertThat(Footer.of(outcome, Symbols.UNICODE)).contains("~9→3 tok · ~$0.000012");
    assertThat(Objects.requireNonNull(asking.finish(true)).text()).isEqualTo("one two ");
  }

  @Test
  void editsIntoASibling() {
    Entry question = ask("one");
    chat.edit(question, "other");

    assertThat(chat.conversation().followers(null)).hasSize(2);
    assertThat(chat.conversation().path()).extracting(Entry::text).containsExactly("other");
  }

  @Test
  void forksIntoAConversationOfItsOwn() {
    ask("one");
    String before = chat.session().id();
    chat.fork("");

    assertThat(chat.session().id()).isNotEqualTo(before);
    assertThat(chat.session().title()).isEqualTo("one (fork)");
    assertThat(chat.conversation().path())
        .extracting(Entry::text)
        .containsExactly("one", "you said one");
  }

  @Test
  void saysBeforeSendingThatAModelCannotSee() {
    backend.blind("text-only");
    chat.set(chat.settings().withModel("text-only"));
    chat.attachments()
        .add(Attachment.of("a.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n'}, ""));

    assertThatThrownBy(() -> ask("what is it?")).hasMessageContaining("cannot see");
    assertThat(chat.conversation().entries()).isEmpty();
    assertThat(chat.attachments()).hasSize(1);
  }

  @Test
  void needsAModel() {
    chat.set(chat.settings().withModel(""));

    assertThatThrownBy(() -> ask("one")).hasMessage("no model is chosen");
  }

  @Test
  void takesTheTitleFromTheFirstQuestion() {
    ask("How do I bake bread?\nwith yeast");
    ask("and without?");

    assertThat(chat.session().title()).isEqualTo("How do I bake bread?");
  }

  private Entry ask(String text) {
    Entry question = chat.say(text);
    Asking asking = chat.ask(question);
    asking.run(_ -> {});
    asking.finish(true);
    return question;
  }
}
