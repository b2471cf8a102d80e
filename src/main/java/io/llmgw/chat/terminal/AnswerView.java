package io.llmgw.chat.terminal;

import io.llmgw.chat.Footer;
import io.llmgw.chat.Symbols;
import io.llmgw.chat.markdown.ControlStripper;
import io.llmgw.chat.markdown.StreamRenderer;
import io.llmgw.chat.markdown.Style;
import io.llmgw.model.StreamEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An answer on its way to the screen: which lines of it are final, and what may be shown of the
 * rest. Used by one thread.
 */
public final class AnswerView {
  private static final int THOUGHT_ROWS = 6;

  private final Ink ink;
  private final Symbols symbols;
  private final StreamRenderer renderer;
  private final StringBuilder thoughts = new StringBuilder();
  private final ControlStripper stripper = new ControlStripper();
  private final List<String> ready = new ArrayList<>();

  /**
   * What is not the answer's text, each once; said at its end, as it may come within a sentence.
   */
  private final Set<String> remarks = new LinkedHashSet<>();

  private final long began = System.nanoTime();
  private boolean thinking;
  private boolean said;
  private long thinkingBegan;

  /**
   * @param colors whether the terminal shows any
   */
  public AnswerView(Style style, Symbols symbols, boolean colors) {
    this.renderer = new StreamRenderer(style);
    this.symbols = symbols;
    this.ink = new Ink(() -> colors);
  }

  /** Takes the next event. */
  public void event(StreamEvent event, boolean showThoughts) {
    switch (event) {
      case StreamEvent.TextDelta delta -> say(delta.text(), showThoughts);
      case StreamEvent.RefusalDelta delta -> say(delta.text(), showThoughts);
      case StreamEvent.ReasoningDelta delta -> think(delta.text());
      case StreamEvent.Cited cited -> remark("source: " + cited.url());
      case StreamEvent.ToolCallStarted call -> remark("calls " + call.name());
      case StreamEvent.Attached attached -> remark("made a file: " + attached.media().mediaType());
      case StreamEvent.Started _,
          StreamEvent.ReasoningSealed _,
          StreamEvent.ToolCallDelta _,
          StreamEvent.UsageReported _,
          StreamEvent.Finished _ -> {}
    }
  }

  private void remark(String text) {
    remarks.add(ink.dim(new ControlStripper().strip(text).replace('\n', ' ')));
  }

  private void think(String text) {
    if (!thinking) {
      thinking = true;
      thinkingBegan = System.nanoTime();
    }
    thoughts.append(stripper.strip(text));
  }

  private void say(String text, boolean showThoughts) {
    fold(showThoughts);
    said = true;
    ready.addAll(renderer.feed(text));
  }

  private void fold(boolean showThoughts) {
    if (thinking) {
      thinking = false;
      if (showThoughts) {
        thoughts.toString().strip().lines().forEach(line -> ready.add(ink.dim(line)));
      }
      ready.add(ink.dim(thinkingLine()));
      thoughts.setLength(0);
    }
  }

  private String thinkingLine() {
    long millis = (System.nanoTime() - thinkingBegan) / 1_000_000;
    return "thinking" + symbols.dots() + " " + Footer.seconds(millis);
  }

  /** The lines that have become final since the last call. */
  public List<String> take() {
    List<String> lines = List.copyOf(ready);
    ready.clear();
    return lines;
  }

  /** What is not final yet. */
  public List<String> tail(boolean showThoughts) {
    if (thinking) {
      List<String> lines = new ArrayList<>();
      if (showThoughts) {
        List<String> all = thoughts.toString().lines().toList();
        all.subList(Math.max(0, all.size() - THOUGHT_ROWS), all.size())
            .forEach(line -> lines.add(ink.dim(line)));
      }
      lines.add(ink.dim(thinkingLine()));
      return lines;
    }
    if (!said) {
      long millis = (System.nanoTime() - began) / 1_000_000;
      // nothing flashes up before fast answers
      return millis < 300
          ? List.of()
          : List.of(ink.dim("waiting" + symbols.dots() + " " + millis / 1000 + " s"));
    }
    return renderer.tail();
  }

  /** The window's size has changed. */
  public void restyle(Style style) {
    renderer.restyle(style);
  }

  /** The answer is over: what is left of it. */
  public List<String> finish(boolean showThoughts) {
    fold(showThoughts);
    ready.addAll(renderer.finish());
    ready.addAll(remarks);
    remarks.clear();
    return take();
  }
}
