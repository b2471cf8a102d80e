package io.llmgw.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.model.Part;
import io.llmgw.model.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private final Conversation conversation = new Conversation();

  @Test
  void goesOnFromWhatWasPut() {
    put(Role.USER, "one");
    put(Role.ASSISTANT, "two");

    assertThat(texts(conversation.path())).containsExactly("one", "two");
    assertThat(conversation.lastAnswer()).extracting(Entry::text).isEqualTo("two");
  }

  @Test
  void keepsWhatWasUndone() {
    put(Role.USER, "one");
    Entry two = put(Role.ASSISTANT, "two");
    put(Role.USER, "three");
    put(Role.ASSISTANT, "four");

    assertThat(texts(conversation.undo(1))).containsExactly("three");
    assertThat(conversation.head()).isEqualTo(two.id());
    assertThat(conversation.entries()).hasSize(4);
  }

  @Test
  void undoesNoMoreThanThereIs() {
    put(Role.USER, "one");
    put(Role.ASSISTANT, "two");

    assertThat(conversation.undo(9)).hasSize(1);
    assertThat(conversation.head()).isNull();
    assertThat(conversation.undo(1)).isEmpty();
  }

  @Test
  void holdsSiblings() {
    Entry question = put(Role.USER, "one");
    put(Role.ASSISTANT, "a");
    conversation.moveTo(question.id());
    put(Role.ASSISTANT, "b");

    assertThat(texts(conversation.followers(question.id()))).containsExactly("a", "b");
    assertThat(texts(conversation.path())).containsExactly("one", "b");
  }

  @Test
  void sendsOnlyWhatFollowsTheLastSummary() {
    put(Role.USER, "one");
    put(Role.ASSISTANT, "two");
    put(Role.SYSTEM, "summary");
    put(Role.USER, "three");

    assertThat(texts(conversation.context())).containsExactly("summary", "three");
    assertThat(conversation.path()).hasSize(4);
  }

  @Test
  void cutsATurnOutOfTheMiddle() {
    put(Role.USER, "one");
    Entry two = put(Role.ASSISTANT, "two");
    Entry three = put(Role.USER, "three");
    put(Role.ASSISTANT, "four");
    conversation.moveTo(three.id());
    put(Role.ASSISTANT, "another four");
    Entry five = put(Role.USER, "five");

    Conversation.Cut cut = conversation.cut(three.id());

    assertThat(texts(cut.gone())).containsExactly("three", "four", "another four");
    assertThat(cut.moved()).extracting(Entry::id).containsExactly(five.id());
    assertThat(conversation.entry(five.id()).parent()).isEqualTo(two.id());
    assertThat(texts(conversation.path())).containsExactly("one", "two", "five");
  }

  @Test
  void goesOnBeforeTheLastTurnWhenThatIsCut() {
    put(Role.USER, "one");
    Entry two = put(Role.ASSISTANT, "two");
    Entry three = put(Role.USER, "three");
    put(Role.ASSISTANT, "four");

    assertThat(conversation.cut(three.id()).gone()).hasSize(2);
    assertThat(conversation.head()).isEqualTo(two.id());
    assertThat(conversation.entries()).hasSize(2);
    assertThat(conversation.cut("nowhere").gone()).isEmpty();
  }

  @Test
  void refusesAPlaceThatIsNotThere() {
    assertThatThrownBy(() -> conversation.moveTo("nowhere"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> conversation.add(entry("nowhere", Role.USER, "one")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void beginsAnewWhenTheKeptHeadIsGone() {
    assertThat(new Conversation(List.of(entry(null, Role.USER, "one")), "gone").head()).isNull();
  }

  private Entry put(Role role, String text) {
    Entry entry = entry(conversation.head(), role, text);
    conversation.put(entry);
    return entry;
  }

  private static Entry entry(@Nullable String parent, Role role, String text) {
    return Entry.said(parent, role, List.of(new Part.Text(text)));
  }

  private static List<String> texts(List<Entry> entries) {
    return entries.stream().map(Entry::text).toList();
  }
}
