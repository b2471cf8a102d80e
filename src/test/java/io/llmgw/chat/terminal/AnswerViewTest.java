package io.llmgw.chat.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.chat.Symbols;
import io.llmgw.chat.markdown.ColorDepth;
import io.llmgw.chat.markdown.Style;
import io.llmgw.model.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerViewTest {
  private final AnswerView view =
      new AnswerView(new Style(ColorDepth.NONE, true, 80), Symbols.UNICODE, false);

  private void say(String text) {
    view.event(new StreamEvent.TextDelta(0, text), false);
  }

  @Test
  void tellsSourcesOnceAndAtTheEnd() {
    say("The sky is ");
    view.event(new StreamEvent.Cited(0, "https://a.org/1", null), false);
    say("blue");
    view.event(new StreamEvent.Cited(0, "https://a.org/1", null), false);
    view.event(new StreamEvent.Cited(0, "https://b.org/\u001b[31m2", "B"), false);
    say(".\n");

    assertThat(view.tail(false)).containsExactly("The sky is blue.");
    assertThat(view.finish(false))
        .containsExactly("The sky is blue.", "source: https://a.org/1", "source: https://b.org/2");
  }

  @Test
  void foldsThoughtsIntoALine() {
    view.event(new StreamEvent.ReasoningDelta(0, "one\ntwo\nthree"), false);
    assertThat(view.tail(false)).hasSize(1).first().asString().startsWith("thinking… ");
    assertThat(view.tail(true)).startsWith("one", "two", "three").hasSize(4);
    say("done");

    List<String> lines = new ArrayList<>(view.take());
    assertThat(lines).hasSize(1).first().asString().startsWith("thinking… ");
    assertThat(view.finish(false)).containsExactly("done");
  }
}
