package io.llmgw.chat.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.chat.terminal.TypeAhead.Wish;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.StringReader;
import org.jline.utils.NonBlocking;
import org.junit.jupiter.api.Test;

class TypeAheadTest {

  private static TypeAhead after(String keys) throws IOException {
    TypeAhead typed = new TypeAhead(NonBlocking.nonBlocking("test", new StringReader(keys)), false);
    for (int i = 0; i < 3 && typed.poll(20) == Wish.NOTHING; i++) {
      // some keys may come later
    }
    return typed;
  }

  /** What keys ask for that come from a terminal which stays open. */
  private static Wish wish(String keys) throws IOException {
    try (PipedWriter writer = new PipedWriter();
        PipedReader reader = new PipedReader(writer)) {
      writer.write(keys);
      TypeAhead typed = new TypeAhead(NonBlocking.nonBlocking("test", reader), false);
      Wish wish = Wish.NOTHING;
      // one key may come much later than the other
      for (int i = 0; i < 5 && wish == Wish.NOTHING; i++) {
        wish = typed.poll(100);
      }
      return wish;
    }
  }

  @Test
  void sendsAtALineFeedWhereKeysComeByTheLine() throws IOException {
    TypeAhead typed = new TypeAhead(NonBlocking.nonBlocking("test", new StringReader("a\n")), true);
    while (typed.waiting() == 0) {
      typed.poll(50);
    }

    assertThat(typed.nextLine()).contains("a");
  }

  @Test
  void keepsWhatIsTyped() throws Exception {
    assertThat(after("héllo wörld").text()).isEqualTo("héllo wörld");
    assertThat(after("helo\u007f\u007fllo").text()).isEqualTo("hello");
    assertThat(after("\ud83d\ude00\u007fx").text()).isEqualTo("x");
    assertThat(after("wrong\u0015right").text()).isEqualTo("right");
    assertThat(after("one\ntwo").text()).isEqualTo("one\ntwo");
  }

  @Test
  void sendsWholeLinesLater() throws Exception {
    TypeAhead typed = after("one\rtwo\r\r  \rthree");

    assertThat(typed.waiting()).isEqualTo(2);
    assertThat(typed.nextLine()).contains("one");
    assertThat(typed.nextLine()).contains("two");
    assertThat(typed.takeText()).isEqualTo("three");
    assertThat(typed.text()).isEmpty();
  }

  @Test
  void putsLinesBackWhenTheAnswerWasStopped() throws Exception {
    TypeAhead typed = after("one\rtwo");
    typed.recall();

    assertThat(typed.waiting()).isZero();
    assertThat(typed.text()).isEqualTo("one\ntwo");
  }

  @Test
  void neverSendsWhatIsPasted() throws Exception {
    TypeAhead typed = after("a\u001b[200~one\rtwo\u001b[31m\r\u001b[201~b");

    assertThat(typed.waiting()).isZero();
    assertThat(typed.text()).isEqualTo("aone\ntwo\u001b[31m\nb");
  }

  @Test
  void ignoresKeysThatAreNoText() throws Exception {
    assertThat(after("a\u001b[A\u001bOB\u001b[1;5Cb").text()).isEqualTo("ab");
    assertThat(after("a\u001b\rb").text()).isEqualTo("a\nb");
  }

  @Test
  void knowsWhatStops() throws Exception {
    assertThat(wish("abc\u0003")).isEqualTo(Wish.STOP);
    assertThat(wish("\u001b")).isEqualTo(Wish.STOP);
    assertThat(wish("\u0014")).isEqualTo(Wish.TOGGLE_THOUGHTS);
    assertThat(wish("abc")).isEqualTo(Wish.NOTHING);
    assertThat(wish("\u001b[A")).isEqualTo(Wish.NOTHING);
    assertThat(new TypeAhead(NonBlocking.nonBlocking("test", new StringReader("")), false).poll(50))
        .isEqualTo(Wish.HANG_UP);
  }
}
