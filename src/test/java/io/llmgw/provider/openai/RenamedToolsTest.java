package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RenamedToolsTest {
  private static final String LONG = "mcp__a_server_with_a_long_name__" + "x".repeat(60);

  private final HttpTransport transport = Setup.transport();
  private final ScriptedUpstream upstream = ScriptedUpstream.start();

  @AfterEach
  void close() {
    upstream.close();
    transport.close();
  }

  private static ChatRequest request() {
    List<Message> messages =
        List.of(
            Message.text(Role.USER, "Hi"),
            new Message(Role.ASSISTANT, List.of(new Part.ToolCall("1", LONG, "{}"))),
            new Message(
                Role.TOOL,
                List.of(new Part.ToolResult("1", LONG, List.of(new Part.Text("ok")), false))));
    return new ChatRequest(
        "my-model",
        messages,
        List.of(new Tool(LONG, null, null, null), new Tool("db.read", null, null, null)),
        new ToolChoice.Named(LONG),
        null,
        null,
        Sampling.DEFAULT,
        Map.of());
  }

  @Test
  void callsToolsByNamesOpenAiTakesAndAnswersByTheClients() {
    String sent = LONG.substring(0, 64);
    upstream.always(
        Reply.sse(
            """
            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"2","function":\
            {"name":"%s","arguments":"{}"}}]}}]}

            data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

            data: [DONE]

            """
                .formatted(sent)));
    Provider provider = Setup.of("openai", "gpt-4o").provider(transport, upstream.url() + "/v1");

    List<StreamEvent> events = new ArrayList<>();
    try (EventStream stream = provider.chat(request(), Setup.call())) {
      for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
        events.add(event);
      }
    }

    assertThat(events).contains(new StreamEvent.ToolCallStarted(0, 0, "2", LONG));
    JsonNode body = Json.MAPPER.readTree(upstream.request().body());
    assertThat(body.at("/tools/0/function/name").asString()).isEqualTo(sent);
    assertThat(body.at("/tools/1/function/name").asString()).isEqualTo("db_read");
    assertThat(body.at("/tool_choice/function/name").asString()).isEqualTo(sent);
    assertThat(body.at("/messages/1/tool_calls/0/function/name").asString()).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({"get_time, true", "db.read, false", "a-name_of_9, true"})
  void passesThroughWhatNeedsNoOtherName(String name, boolean through) {
    assertThat(takes("openai", name)).isEqualTo(through);
    assertThat(takes("openrouter", name)).isTrue();
  }

  @Test
  void doesNotPassThroughNamesThatAreTooLong() {
    assertThat(takes("openai", LONG)).isFalse();
    assertThat(takes("openai", LONG.substring(0, 64))).isTrue();
  }

  private boolean takes(String vendor, String name) {
    Provider provider = Setup.of(vendor, "m").provider(transport, upstream.url() + "/v1");
    Passthrough lane = Objects.requireNonNull(provider.passthrough(Protocol.OPENAI));
    String body =
        """
        {"model":"m","messages":[],"tools":[{"type":"function","function":{"name": "%s",
          "parameters":{"type":"object","properties":{"name":{"type":"string"}}}}}]}
        """
            .formatted(name);
    return lane.takes(Setup.request(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void findsTextsOfAMemberAndNothingElse() {
    JsonObjectIndex body =
        JsonObjectIndex.of(
            "{\"a\":[{\"name\" : \"x\\\"y\"},{\"name\":{\"name\":1}},{\"names\":\"z\"}]}"
                .getBytes(StandardCharsets.UTF_8));
    List<String> seen = new ArrayList<>();

    new TextMembers("name")
        .any(
            body,
            body.find("a"),
            (bytes, from, to) -> {
              seen.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
              return false;
            });

    assertThat(seen).containsExactly("x\\\"y");
  }
}
