package io.llmgw.chat.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.llmgw.chat.Chat;
import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.FakeBackend;
import io.llmgw.chat.Saving;
import io.llmgw.chat.Settings;
import io.llmgw.chat.Symbols;
import io.llmgw.chat.markdown.ColorDepth;
import io.llmgw.chat.markdown.Style;
import io.llmgw.model.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AnswerColumnsTest {
  private final FakeBackend backend = new FakeBackend().with("other", 1.0);
  private final Chat chat =
      new Chat(backend, new Saving(ConversationStore.none(), _ -> {}), Settings.of("echo"));
  private final List<String> written = new ArrayList<>();

  private List<RunningAnswer> ask() {
    return chat.ask(chat.say("hello"), List.of("echo", "other"), null).stream()
        .map(RunningAnswer::start)
        .toList();
  }

  private static AnswerColumns columns(List<RunningAnswer> answers, boolean blind) {
    return new AnswerColumns(
        answers,
        new Ink(() -> false),
        Symbols.UNICODE,
        new Style(ColorDepth.NONE, true, 43),
        blind);
  }

  private void take(AnswerColumns columns) {
    columns.take();
    written.addAll(columns.ready());
  }

  @Test
  void standSideBySide() {
    backend.answer("one two three four five six").answer("short");
    List<RunningAnswer> answers = ask();
    AnswerColumns columns = columns(answers, true);
    await().until(() -> answers.stream().allMatch(RunningAnswer::done));

    take(columns);

    assertThat(columns.tail()).isEmpty();
    assertThat(written.getFirst()).isEqualTo("● 1                  │ ● 2");
    assertThat(written).allSatisfy(row -> assertThat(row.charAt(21)).isEqualTo('│'));
    assertThat(written).anySatisfy(row -> assertThat(row).contains("one two three four"));
    assertThat(written).anySatisfy(row -> assertThat(row).contains("short"));
    assertThat(written).noneSatisfy(row -> assertThat(row).contains("other"));
  }

  @Test
  void waitForTheSlowestBeforeARowIsFinal() {
    Semaphore words = new Semaphore(0);
    backend.answer("alpha\n\nbeta\n\ngamma").answer("alpha\n\nbeta\n\ngamma").paced("other", words);
    List<RunningAnswer> answers = ask();
    AnswerColumns columns = columns(answers, false);
    await().until(answers.getFirst()::done);

    take(columns);

    assertThat(written).containsExactly("● 1  echo            │ ● 2  other");
    assertThat(columns.tail()).anySatisfy(row -> assertThat(row).startsWith("gamma"));

    words.release(100);
    await().until(answers.getLast()::done);
    take(columns);

    assertThat(written).anySatisfy(row -> assertThat(row).matches("gamma +│ gamma"));
    assertThat(written).filteredOn(row -> row.startsWith("● 1")).hasSize(1);
    assertThat(columns.tail()).isEmpty();
  }

  @Test
  void tellWhatFailedInItsPlace() {
    backend.fail(ErrorKind.RATE_LIMIT, "slow down").answer("fine");
    List<RunningAnswer> answers = ask();
    AnswerColumns columns = columns(answers, false);
    await().until(() -> answers.stream().allMatch(RunningAnswer::done));

    take(columns);

    assertThat(String.join("\n", written)).contains("error: slow down", "fine");
  }

  @Test
  void needRoom() {
    assertThat(AnswerColumns.fit(2, 120)).isTrue();
    assertThat(AnswerColumns.fit(3, 200)).isTrue();
    assertThat(AnswerColumns.fit(2, 119)).isFalse();
    assertThat(AnswerColumns.fit(4, 300)).isFalse();
    assertThat(AnswerColumns.fit(1, 300)).isFalse();
  }
}
