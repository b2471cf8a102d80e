package io.llmgw.cli;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Footer;
import io.llmgw.chat.markdown.ControlStripper;
import io.llmgw.chat.markdown.StreamRenderer;
import io.llmgw.chat.terminal.LiveTail;
import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import java.util.List;

/** Prints the text of an answer, as it comes where that is possible. */
final class TextAnswerPrinter implements AnswerPrinter {
  private static final long FRAME_NANOS = 33_000_000;
  // a window is seldom smaller, and a smaller tail does no harm
  private static final int ROWS = 12;

  private final boolean streaming;
  private final ChatScreen screen;
  private final StreamRenderer renderer;
  private final LiveTail tail;
  private final ControlStripper stripper = new ControlStripper();
  private final ControlStripper answerStripper = new ControlStripper();
  private boolean thinking;
  private boolean said;
  private long thoughtsBegan;
  private boolean lineOpen;
  private long drawn;

  TextAnswerPrinter(boolean streaming, ChatScreen screen) {
    this.streaming = streaming;
    this.screen = screen;
    this.renderer = new StreamRenderer(screen.style());
    this.tail = new LiveTail(screen.out(), () -> screen.style().width(), () -> ROWS);
  }

  @Override
  public void start(Asking asking) {}

  @Override
  public void event(StreamEvent event) {
    switch (event) {
      case StreamEvent.TextDelta delta -> say(delta.text());
      case StreamEvent.RefusalDelta delta -> say(delta.text());
      case StreamEvent.ReasoningDelta delta -> think(delta.text());
      case StreamEvent.Cited cited -> {
        if (screen.footer()) {
          screen.note("source: " + cited.url());
        }
      }
      case StreamEvent.Started _,
          StreamEvent.UsageReported _,
          StreamEvent.ReasoningSealed _,
          StreamEvent.Attached _,
          StreamEvent.ToolCallStarted _,
          StreamEvent.ToolCallDelta _,
          StreamEvent.Finished _ -> {}
    }
  }

  private void think(String thought) {
    if (!thinking) {
      thinking = true;
      thoughtsBegan = System.nanoTime();
      if (screen.live() && !screen.thinking()) {
        screen.err().print(screen.dim("thinking" + screen.symbols().dots()));
        screen.err().flush();
      }
    }
    if (screen.thinking()) {
      screen.err().print(screen.dim(stripper.strip(thought)));
      screen.err().flush();
    }
  }

  private void endThinking() {
    if (thinking) {
      thinking = false;
      String took = Footer.seconds((System.nanoTime() - thoughtsBegan) / 1_000_000);
      if (screen.live() && !screen.thinking()) {
        String line = "thinking" + screen.symbols().dots() + " " + took;
        screen.err().println("\r" + screen.dim(line));
      } else if (screen.thinking()) {
        screen.err().println();
      }
      screen.err().flush();
    }
  }

  private void say(String text) {
    endThinking();
    if (streaming) {
      print(text);
    }
  }

  private void print(String text) {
    said = true;
    if (screen.rendered()) {
      render(renderer.feed(text));
    } else {
      screen.out().print(screen.terminal() ? answerStripper.strip(text) : text);
      lineOpen = !text.endsWith("\n");
    }
    screen.out().flush();
  }

  /** What is final at once, what is not only now and then. */
  private void render(List<String> lines) {
    long now = System.nanoTime();
    if (screen.live() && (!lines.isEmpty() || now - drawn > FRAME_NANOS)) {
      drawn = now;
      tail.draw(lines, renderer.tail());
    } else if (!lines.isEmpty()) {
      lines.forEach(screen.out()::println);
    }
  }

  @Override
  public void end(Asking asking, String shown) {
    endThinking();
    if (!said && !shown.isEmpty()) {
      print(shown);
    }
    if (screen.live() && screen.rendered()) {
      tail.draw(renderer.finish(), List.of());
    } else if (screen.rendered()) {
      renderer.finish().forEach(screen.out()::println);
    }
    if (lineOpen) {
      screen.out().println();
      screen.out().flush();
    }
    var outcome = asking.turn().outcome();
    if (outcome.finish() == FinishReason.LENGTH) {
      screen.note("the answer was cut off at its longest length; more with --max-tokens");
    }
    if (screen.footer()) {
      screen.note(Footer.of(outcome, screen.symbols()));
    }
  }
}
