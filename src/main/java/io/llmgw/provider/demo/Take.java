package io.llmgw.provider.demo;

import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Function;

/** One choice of an answer: a script played token by token, to its end or to the token limit. */
final class Take {
  private final Script script;
  private final int choice;
  private final String callSeed;
  private final long limit;
  private final Queue<Stretch> stretches = new ArrayDeque<>();
  private long reasoningTokens;
  private long tokens;
  private boolean finished;

  /** Tokens of one kind and how each becomes an event. */
  private record Stretch(
      Iterator<String> tokens, boolean reasoning, Function<String, StreamEvent> event) {}

  /**
   * @param callSeed what makes the ids of tool calls differ from those of other answers
   */
  Take(Script script, int choice, String callSeed, long limit) {
    this.script = script;
    this.choice = choice;
    this.callSeed = callSeed;
    this.limit = limit;
    add(script.reasoning(), true, text -> new StreamEvent.ReasoningDelta(choice, text));
    add(script.text(), false, text -> new StreamEvent.TextDelta(choice, text));
    for (int index = 0; index < script.calls().size(); index++) {
      addCall(index, script.calls().get(index));
    }
  }

  private void add(String text, boolean reasoning, Function<String, StreamEvent> event) {
    stretches.add(new Stretch(Tokens.of(text), reasoning, event));
  }

  /** The name is one token, as it opens the call with one event. */
  private void addCall(int index, Script.ToolUse use) {
    Iterator<String> name = Collections.singleton(use.name()).iterator();
    String id = callId(index);
    stretches.add(
        new Stretch(name, false, text -> new StreamEvent.ToolCallStarted(choice, index, id, text)));
    add(use.arguments(), false, text -> new StreamEvent.ToolCallDelta(choice, index, text));
  }

  private String callId(int index) {
    String seed = callSeed + ' ' + choice + ' ' + index;
    UUID name = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
    return "call_" + name.toString().replace("-", "").substring(0, 24);
  }

  /** The next delta, or the end of the choice; throws the failure the script ends with. */
  StreamEvent next() {
    while (!stretches.isEmpty() && !stretches.element().tokens().hasNext()) {
      stretches.remove();
    }
    if (stretches.isEmpty()) {
      return end();
    }
    return tokens == limit ? finish(FinishReason.LENGTH) : say(stretches.element());
  }

  private StreamEvent say(Stretch stretch) {
    tokens++;
    reasoningTokens += stretch.reasoning() ? 1 : 0;
    return stretch.event().apply(stretch.tokens().next());
  }

  private StreamEvent end() {
    if (script.failure() != null) {
      throw script.failure();
    }
    return finish(script.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS);
  }

  private StreamEvent finish(FinishReason reason) {
    finished = true;
    return new StreamEvent.Finished(choice, reason);
  }

  boolean finished() {
    return finished;
  }

  long tokens() {
    return tokens;
  }

  long reasoningTokens() {
    return reasoningTokens;
  }
}
