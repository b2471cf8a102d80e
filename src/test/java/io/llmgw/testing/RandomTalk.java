package io.llmgw.testing;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.FinishReason;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Requests and answers that every protocol has words for, the same ones for the same seed: nothing
 * in them has to be changed to be sent.
 */
public final class RandomTalk {
  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
          + "rkJggg==";
  private static final List<String> TEXTS =
      List.of(
          "Hello",
          "Grüße — „ä“",
          "你好 🙂👩‍🚀",
          "two\nlines\r\nand three",
          "data: [DONE]\n\ndata: {\"a\":1}",
          "\"quoted\" \\ and \t tab",
          "not <think>a thought</think>",
          "event: error",
          "\u2028\u2029\u0001",
          "{\"a\":[1,2.50,null]}");
  private static final List<String> ARGUMENTS =
      List.of(
          "{}",
          "{\"city\":\"Rome\"}",
          "{\"city\":\"東京\",\"days\":[1,2,3],\"deep\":{\"a\":{\"b\":null}}}",
          "{\"q\":\"a \\\"quote\\\" and \\\\ and \\u0001\",\"n\":12345678901234567890}",
          "{\"x\":0.1,\"y\":-1e-7,\"flag\":true}");
  private static final JsonNode SCHEMA =
      Json.MAPPER.readTree(
          "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"description\":"
              + "\"Where\"}},\"required\":[\"city\"],\"additionalProperties\":false}");

  private final Random random;
  private int calls;

  public RandomTalk(long seed) {
    random = new Random(seed);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean sometimes() {
    return random.nextInt(3) == 0;
  }

  private String text() {
    return pick(TEXTS);
  }

  /** A conversation that ends with the user or a tool. */
  public ChatRequest request() {
    List<Message> messages = new ArrayList<>();
    if (sometimes()) {
      messages.add(Message.text(Role.SYSTEM, text()));
    }
    messages.add(user());
    for (int left = random.nextInt(4); left > 0; left--) {
      turn(messages);
    }
    boolean tools = calls > 0 || sometimes();
    return new ChatRequest(
        "m",
        messages,
        tools ? List.of(tool("get_weather"), tool("look_up")) : List.of(),
        tools ? choice() : null,
        null,
        sometimes() ? new ResponseFormat.JsonSchema("response", null, SCHEMA, null) : null,
        sampling(),
        Map.of());
  }

  private Message user() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Text(text()));
    if (sometimes()) {
      parts.add(new Part.Media(Part.MediaKind.IMAGE, "image/png", PIXEL, null, null, null));
    }
    return new Message(Role.USER, parts);
  }

  /** The assistant says something or calls tools, and somebody goes on. */
  private void turn(List<Message> messages) {
    List<Part> parts = new ArrayList<>();
    List<Message> results = new ArrayList<>();
    boolean says = random.nextBoolean();
    if (says) {
      parts.add(new Part.Text(text()));
    }
    int wanted = says ? random.nextInt(3) : 1 + random.nextInt(2);
    for (int i = 0; i < wanted; i++) {
      String id = "call_" + calls++;
      String name = pick(List.of("get_weather", "look_up"));
      parts.add(new Part.ToolCall(id, name, pick(ARGUMENTS)));
      List<Part> content = List.of(new Part.Text(text()));
      results.add(new Message(Role.TOOL, List.of(new Part.ToolResult(id, name, content, false))));
    }
    messages.add(new Message(Role.ASSISTANT, parts));
    messages.addAll(results);
    if (results.isEmpty() || sometimes()) {
      messages.add(user());
    }
  }

  private Tool tool(String name) {
    return new Tool(name, "Says something about " + name, SCHEMA, null);
  }

  private @Nullable ToolChoice choice() {
    return switch (random.nextInt(4)) {
      case 0 -> new ToolChoice.Auto();
      case 1 -> new ToolChoice.Required();
      case 2 -> new ToolChoice.Named("look_up");
      default -> null;
    };
  }

  private Sampling sampling() {
    Double temperature = sometimes() ? random.nextInt(11) / 10.0 : null;
    Double topP = temperature == null && sometimes() ? 0.5 : null;
    return new Sampling(
        4_000 + random.nextInt(1_000),
        temperature,
        topP,
        null,
        null,
        null,
        sometimes() ? List.of("END", "\n\nUser:") : List.of(),
        null,
        null,
        null);
  }

  /** An answer with everything that may come in one. */
  public List<StreamEvent> answer() {
    List<StreamEvent> events = new ArrayList<>();
    events.add(new StreamEvent.Started("up-1", "upstream-model", 1_700_000_000));
    for (int left = sometimes() ? 1 + random.nextInt(3) : 0; left > 0; left--) {
      events.add(new StreamEvent.ReasoningDelta(0, text()));
    }
    int texts = random.nextInt(4);
    for (int left = texts; left > 0; left--) {
      events.add(new StreamEvent.TextDelta(0, text()));
    }
    int wanted = texts == 0 ? 1 + random.nextInt(2) : random.nextInt(3);
    calls(events, wanted);
    FinishReason reason = wanted > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    events.add(
        new StreamEvent.Finished(0, sometimes() && wanted == 0 ? FinishReason.LENGTH : reason));
    int cached = random.nextInt(5);
    events.add(
        new StreamEvent.UsageReported(
            new Usage(cached + random.nextInt(100), random.nextInt(100), cached, 0, 0)));
    return events;
  }

  /** The calls of one answer; the pieces of their arguments may come by turns. */
  private void calls(List<StreamEvent> events, int wanted) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      events.add(
          new StreamEvent.ToolCallStarted(
              0, i, "call_a" + i, pick(List.of("get_weather", "look_up"))));
      left.add(pick(ARGUMENTS));
    }
    while (left.stream().anyMatch(rest -> !rest.isEmpty())) {
      int call = random.nextInt(wanted);
      String rest = left.get(call);
      int length = Math.min(rest.length(), 1 + random.nextInt(12));
      if (length > 0) {
        events.add(new StreamEvent.ToolCallDelta(0, call, rest.substring(0, length)));
        left.set(call, rest.substring(length));
      }
    }
  }
}
