package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.http.MemoryAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class OpenAiRawStreamTest {
  private static final String HEAD =
      "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",";
  private static final String FIRST = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  private static final String STOP = chunk("{}", "\"stop\"");
  private static final String DONE = "data: [DONE]\n\n";
  // aiohttp's limit for a line, which Open WebUI reads with
  private static final int LONGEST_LINE = 131_072;

  private static String chunk(String delta, String finish) {
    return "data: "
        + HEAD
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static String chunk(JsonNode delta) {
    return chunk(delta.toString(), "null");
  }

  private static OpenAiRawStream stream(String... pieces) {
    List<byte[]> bytes = new ArrayList<>();
    for (String piece : pieces) {
      bytes.add(piece.getBytes(StandardCharsets.UTF_8));
    }
    Chunks chunks = new Chunks("acme", MemoryAnswer.of("text/event-stream", bytes));
    byte[] model = "\"mine\"".getBytes(StandardCharsets.UTF_8);
    return new OpenAiRawStream(chunks, model, false, () -> 7, false);
  }

  private static String read(String... pieces) {
    return Told.frames(() -> stream(pieces));
  }

  private static List<JsonNode> chunks(String frames) {
    return frames
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> Json.MAPPER.readTree(line.substring(6)))
        .toList();
  }

  private static String joined(String frames, String pointer) {
    return chunks(frames).stream()
        .map(chunk -> chunk.at(pointer).asString(""))
        .collect(Collectors.joining());
  }

  private static int longestLine(String frames) {
    return frames
        .lines()
        .mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length)
        .max()
        .orElse(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"content", "reasoning_content", "reasoning", "refusal"})
  void cutsALongText(String field) {
    String text = "🦊\u0001é\"".repeat(200_000);
    ObjectNode delta = Json.MAPPER.createObjectNode().put("role", "assistant").put(field, text);

    String frames = read(chunk(delta), STOP, DONE);

    assertThat(longestLine(frames)).isLessThan(LONGEST_LINE);
    assertThat(joined(frames, "/choices/0/delta/" + field)).isEqualTo(text);
    assertThat(joined(frames, "/choices/0/delta/role")).isEqualTo("assistant");
    assertThat(chunks(frames).getFirst().at("/choices/0/delta/role").asString())
        .isEqualTo("assistant");
    assertThat(chunks(frames)).allMatch(chunk -> chunk.get("model").asString().equals("mine"));
    assertThat(frames).endsWith(DONE);
  }

  @Test
  void cutsLongArgumentsAndKeepsWhatElseIsInTheChunk() {
    String arguments = "{\"text\":\"" + "word ".repeat(60_000) + "\"}";
    ObjectNode delta = Json.MAPPER.createObjectNode().put("content", "First.");
    for (int i = 0; i < 2; i++) {
      ObjectNode call = delta.withArray("tool_calls").addObject();
      call.put("index", i).put("id", "call_" + i).put("type", "function");
      call.putObject("function").put("name", "f" + i).put("arguments", arguments);
    }
    String chunk = chunk(delta.toString(), "\"tool_calls\"");

    String frames = read(FIRST, chunk, DONE);

    assertThat(longestLine(frames)).isLessThan(LONGEST_LINE);
    assertThat(joined(frames, "/choices/0/delta/content")).isEqualTo("First.");
    assertThat(joined(frames, "/choices/0/finish_reason")).isEqualTo("tool_calls");
    assertThat(chunks(frames).getLast().at("/choices/0/finish_reason").asString())
        .isEqualTo("tool_calls");
    String[] collected = {"", ""};
    List<String> names = new ArrayList<>();
    for (JsonNode part : chunks(frames)) {
      for (JsonNode call : part.at("/choices/0/delta/tool_calls")) {
        collected[call.get("index").asInt()] += call.at("/function/arguments").asString();
        if (call.has("id")) {
          names.add(call.get("id").asString() + call.at("/function/name").asString());
        }
      }
    }
    assertThat(collected).containsExactly(arguments, arguments);
    assertThat(names).containsExactly("call_0f0", "call_1f1");
  }

  @Test
  void leavesALongImageWhole() {
    String url = "data:image/png;base64," + "QUJD".repeat(200_000);
    ObjectNode delta = Json.MAPPER.createObjectNode();
    delta
        .putArray("images")
        .addObject()
        .put("type", "image_url")
        .putObject("image_url")
        .put("url", url);

    String frames = read(FIRST, chunk(delta), STOP, DONE);

    assertThat(joined(frames, "/choices/0/delta/images/0/image_url/url")).isEqualTo(url);
    assertThat(chunks(frames)).hasSize(3);
  }

  @Test
  void refusesAnEventThatIsLongerThanAnything() {
    String half = "x".repeat(Chunks.MAX_EVENT_BYTES / 2 + 100);

    String frames = read(FIRST, "data: {\"a\":\"" + half, half, "\"}\n\n");

    assertThat(frames)
        .endsWith(
            ": failed with UPSTREAM, status 502, code null: The provider acme sent an event of"
                + " more than 33554432 bytes.\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data: nonsense\n\n", "data: {\"a\":\n\n", "data: [1]\n\n", "data: {} {}\n\n"})
  void refusesWhatIsNotJson(String event) {
    assertThat(read(FIRST, event, STOP, DONE))
        .endsWith("The provider acme sent an event that is not JSON.\n\n");
  }

  @Test
  void givesOneFrameAtATimeAndTellsWhetherMoreIsHere() {
    try (OpenAiRawStream stream = stream(FIRST + STOP, DONE)) {
      Bytes out = new Bytes(16);

      assertThat(stream.next(out)).isTrue();
      assertThat(out.toString()).isEqualTo(FIRST.replace("\"m\"", "\"mine\""));
      assertThat(stream.ready()).isTrue();
      assertThat(stream.next(out)).isTrue();
      assertThat(stream.ready()).isFalse();
      assertThat(stream.next(out)).isTrue();
      assertThat(out.toString()).isEqualTo((FIRST + STOP + DONE).replace("\"m\"", "\"mine\""));
      assertThat(stream.next(out)).isFalse();
      assertThat(stream.next(out)).isFalse();
      assertThat(stream.ready()).isFalse();
    }
  }

  @Test
  void tellsTheUsageOnceTheUpstreamDid() {
    String usage =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n";
    try (OpenAiRawStream stream = stream(FIRST, STOP, usage, DONE)) {
      Bytes out = new Bytes(16);
      assertThat(stream.usage()).isNull();

      while (stream.next(out)) {
        // to the end
      }

      assertThat(stream.usage()).isNotNull();
      assertThat(out.toString()).doesNotContain("usage");
    }
  }

  @Test
  void givesNothingBeforeTheFirstGoodEvent() {
    GatewayException failure =
        catchThrowableOfType(
            GatewayException.class,
            () -> stream(": hello\n\n", "data: {\"error\":{\"message\":\"No.\"}}\n\n"));

    assertThat(failure.kind()).isEqualTo(ErrorKind.UPSTREAM);
    assertThat(failure.text()).isEqualTo("No.");
  }

  @Test
  void ignoresWhatFollowsTheClosingMark() {
    assertThat(read(FIRST, STOP, DONE, "data: {\"error\":{\"message\":\"late\"}}\n\n"))
        .isEqualTo((FIRST + STOP + DONE).replace("\"m\"", "\"mine\""));
  }

  @Test
  void oneOfTwoChoicesIsNoAnswer() {
    String other = FIRST.replace("\"index\":0", "\"index\":1");

    assertThat(read(FIRST, other, STOP)).contains("broke off in the middle");
    assertThat(read(FIRST, other, STOP, STOP.replace("\"index\":0", "\"index\":1"))).endsWith(DONE);
  }

  @Test
  void aModelNameIsQuotedAsJson() {
    Chunks chunks =
        new Chunks(
            "acme",
            MemoryAnswer.of(
                "text/event-stream", List.of((FIRST + STOP).getBytes(StandardCharsets.UTF_8))));
    byte[] model = io.llmgw.json.JsonEdit.quoted("a\"b\\c é");

    String frames = Told.frames(() -> new OpenAiRawStream(chunks, model, false, () -> 7, false));

    assertThat(chunks(frames)).allMatch(chunk -> chunk.get("model").asString().equals("a\"b\\c é"));
  }

  /** Case 52: usage that was asked for comes, also where the upstream has none. */
  @Test
  void guessesTheUsageThatTheUpstreamDoesNotTell() {
    String upstream =
        chunk("{\"role\":\"assistant\",\"content\":\"a\"}", "null")
            + chunk("{\"content\":\"b\"}", "\"stop\"")
            + "data: [DONE]\n\n";
    Chunks chunks =
        new Chunks(
            "acme",
            MemoryAnswer.of(
                "text/event-stream", List.of(upstream.getBytes(StandardCharsets.UTF_8))));
    byte[] model = "\"mine\"".getBytes(StandardCharsets.UTF_8);

    String frames = Told.frames(() -> new OpenAiRawStream(chunks, model, true, () -> 7, false));

    assertThat(frames)
        .containsOnlyOnce("\"choices\":[]")
        .contains("\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}")
        .endsWith("data: [DONE]\n\n");
  }
}
