package io.llmgw.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything a stream said, and whether it kept the rules of {@link StreamEvent}. */
public record Transcript(List<StreamEvent> events) {

  /** One tool call, its arguments put together. */
  public record ToolUse(int choice, int index, String id, String name, String arguments) {}

  public Transcript {
    events = List.copyOf(events);
  }

  /** Reads a stream to its good end and checks it. The caller closes it. */
  public static Transcript of(EventStream stream) {
    Transcript transcript = inOrder(stream);
    transcript.calls().forEach(transcript::assertComplete);
    return transcript;
  }

  /** The same for an answer in which a model may have written arguments that are no JSON. */
  public static Transcript inOrder(EventStream stream) {
    List<StreamEvent> events = new ArrayList<>();
    for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
      events.add(event);
    }
    Transcript transcript = new Transcript(events);
    transcript.assertInOrder();
    return transcript;
  }

  /** Asks, reads to the good end, checks, and closes. */
  public static Transcript of(Provider provider, ChatRequest request, Call call) {
    try (EventStream stream = provider.chat(request, call)) {
      return of(stream);
    }
  }

  public StreamEvent.Started started() {
    return (StreamEvent.Started) events.getFirst();
  }

  public String text() {
    return text(0);
  }

  public String text(int choice) {
    return all(StreamEvent.TextDelta.class)
        .filter(delta -> delta.choice() == choice)
        .map(StreamEvent.TextDelta::text)
        .collect(Collectors.joining());
  }

  public String reasoning() {
    return all(StreamEvent.ReasoningDelta.class)
        .filter(delta -> delta.choice() == 0)
        .map(StreamEvent.ReasoningDelta::text)
        .collect(Collectors.joining());
  }

  /** The tool calls of all choices in the order they were opened. */
  public List<ToolUse> calls() {
    return all(StreamEvent.ToolCallStarted.class)
        .map(call ->
            new ToolUse(
                call.choice(),
                call.index(),
                call.id(),
                call.name(),
                arguments(call.choice(), call.index())))
        .toList();
  }

  private String arguments(int choice, int index) {
    return all(StreamEvent.ToolCallDelta.class)
        .filter(delta -> delta.choice() == choice && delta.index() == index)
        .map(StreamEvent.ToolCallDelta::arguments)
        .collect(Collectors.joining());
  }

  /** Why the only choice ended. */
  public FinishReason finish() {
    assertThat(finishes()).as("choices").containsOnlyKeys(0);
    return Objects.requireNonNull(finishes().get(0));
  }

  public Map<Integer, FinishReason> finishes() {
    return all(StreamEvent.Finished.class)
        .collect(Collectors.toMap(StreamEvent.Finished::choice, StreamEvent.Finished::reason));
  }

  public Optional<Usage> usage() {
    return all(StreamEvent.UsageReported.class).map(StreamEvent.UsageReported::usage).findFirst();
  }

  private <T extends StreamEvent> Stream<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast);
  }

  private void assertInOrder() {
    Order order = new Order();
    events.forEach(order::take);
    order.end();
    for (ToolUse call : calls()) {
      assertThat(call.id()).as("id of %s", call).isNotBlank();
      assertThat(call.name()).as("name of %s", call).isNotBlank();
    }
  }

  /** A call cut off by the token limit may end in the middle of its arguments. */
  private void assertComplete(ToolUse call) {
    if (finishes().get(call.choice()) == FinishReason.TOOL_CALLS) {
      assertThat(Json.MAPPER.readTree(call.arguments()).isObject())
          .as("the arguments of %s are a JSON object", call)
          .isTrue();
    }
  }

  /** The rules that depend on what came before. */
  private static final class Order {
    private final Set<Integer> open = new HashSet<>();
    private final Set<Integer> finished = new HashSet<>();
    private final Map<Integer, Integer> calls = new HashMap<>();
    private final Set<String> callIds = new HashSet<>();
    private boolean started;
    private boolean usageSeen;

    void take(StreamEvent event) {
      assertThat(usageSeen).as("nothing follows the usage, but %s did", event).isFalse();
      if (!(event instanceof StreamEvent.Started)) {
        assertThat(started).as("Started comes before %s", event).isTrue();
      }
      switch (event) {
        case StreamEvent.Started _ -> {
          assertThat(started).as("Started comes once").isFalse();
          started = true;
        }
        case StreamEvent.TextDelta delta -> delta(delta.choice(), event);
        case StreamEvent.ReasoningDelta delta -> delta(delta.choice(), event);
        case StreamEvent.RefusalDelta delta -> delta(delta.choice(), event);
        case StreamEvent.ReasoningSealed sealed -> delta(sealed.choice(), event);
        case StreamEvent.Attached attached -> delta(attached.choice(), event);
        case StreamEvent.Cited cited -> delta(cited.choice(), event);
        case StreamEvent.ToolCallStarted call -> callStarted(call);
        case StreamEvent.ToolCallDelta delta -> callDelta(delta);
        case StreamEvent.Finished end -> finished(end);
        case StreamEvent.UsageReported _ -> usageSeen = true;
      }
    }

    private void delta(int choice, StreamEvent event) {
      assertThat(finished)
          .as("choice %s has not finished before %s", choice, event)
          .doesNotContain(choice);
      open.add(choice);
    }

    private void callStarted(StreamEvent.ToolCallStarted call) {
      delta(call.choice(), call);
      assertThat(call.index())
          .as("the calls of a choice are counted from 0 without gaps: %s", call)
          .isEqualTo(calls.getOrDefault(call.choice(), 0));
      assertThat(callIds.add(call.id())).as("the id of %s is its own", call).isTrue();
      calls.put(call.choice(), call.index() + 1);
    }

    private void callDelta(StreamEvent.ToolCallDelta delta) {
      delta(delta.choice(), delta);
      assertThat(delta.index())
          .as("the call of %s was opened", delta)
          .isNotNegative()
          .isLessThan(calls.getOrDefault(delta.choice(), 0));
    }

    private void finished(StreamEvent.Finished end) {
      assertThat(finished.add(end.choice())).as("choice %s finishes once", end.choice()).isTrue();
      if (end.reason() == FinishReason.TOOL_CALLS) {
        assertThat(calls)
            .as("a choice that ends for its tool calls has some")
            .containsKey(end.choice());
      }
    }

    void end() {
      assertThat(started).as("the stream started").isTrue();
      assertThat(finished).as("every choice finished").isNotEmpty().containsAll(open);
    }
  }
}
