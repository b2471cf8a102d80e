package io.llmgw.provider.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.provider.Answer;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.ProviderContract;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.TestingConfig;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("Ollama")
class OllamaContractTest extends ProviderContract {
  private static final String END =
      line(
          "\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
              + "\"done_reason\":\"stop\",\"prompt_eval_count\":5,\"eval_count\":3");

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport =
      new HttpTransport(Duration.ofSeconds(2), ProxySelector.of((InetSocketAddress) null));

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private Provider provider() {
    DeploymentConfig deployment =
        TestingConfig.upstream(
            "m", "ollama", "llama3.2", upstream.url() + "/", DeploymentConfig.ModelInfo.NONE);
    return new OllamaProviders(transport, (file, _, _) -> file, InstantSource.system())
        .create(deployment);
  }

  private static String line(String members) {
    return "{\"model\":\"llama3.2\",\"created_at\":\"2026-01-01T00:00:00Z\"," + members + "}\n";
  }

  private static String piece(String field, String text) {
    ObjectNode message = Json.MAPPER.createObjectNode().put("role", "assistant");
    message.put("content", "").put(field, text);
    return line("\"message\":" + message + ",\"done\":false");
  }

  private static Reply lines(String... lines) {
    Reply reply = Reply.status(200).header("Content-Type", "application/x-ndjson");
    for (String line : lines) {
      reply = reply.send(line);
    }
    return reply;
  }

  private Situation answering(Reply reply) {
    upstream.always(reply);
    return new Situation(provider(), request(new Part.Text("Hello")));
  }

  private static Reply saying(String text) {
    int middle = text.length() / 2;
    return lines(
        piece("content", text.substring(0, middle)), piece("content", text.substring(middle)), END);
  }

  @Override
  protected Situation says(String text) {
    return answering(saying(text));
  }

  @Override
  protected Situation reasons() {
    return answering(lines(piece("thinking", "Let me think."), piece("content", "Done."), END));
  }

  @Override
  protected Situation callsTools(List<Tool> offered, int calls) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < calls; i++) {
      list.append(i == 0 ? "" : ",")
          .append("{\"function\":{\"name\":\"" + offered.get(i).name() + "\",\"arguments\":{}}}");
    }
    upstream.always(
        lines(
            line(
                "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":["
                    + list
                    + "]},\"done\":false"),
            END));
    return new Situation(provider(), request("Use the tools.", offered));
  }

  @Override
  protected Situation sees(Part.Media image) {
    upstream.always(request ->
        request.json().at("/messages/0/images/0").asString("").equals(image.base64())
            ? saying("A pixel.")
            : Reply.json(400, "{\"error\":\"no image\"}"));
    return new Situation(provider(), request(new Part.Text("What is it?"), image));
  }

  @Override
  protected Situation refuses(int status) {
    return answering(Reply.json(status, "{\"error\":\"No.\"}"));
  }

  @Override
  protected Situation breaksOff() {
    return answering(lines(piece("content", "Once upon")).cut());
  }

  @Override
  protected Situation silentFromTheStart() {
    return answering(Reply.silence());
  }

  @Override
  protected Situation silentInMidStream() {
    return answering(lines(piece("content", "Once upon")).stall());
  }

  @Override
  protected Provider embeds() {
    upstream.always(request -> {
      StringBuilder vectors = new StringBuilder();
      int count = request.json().path("input").size();
      for (int i = 0; i < count; i++) {
        vectors.append(i == 0 ? "" : ",").append("[0.5,-1,").append(i).append("]");
      }
      return Reply.json(
          "{\"model\":\"m\",\"embeddings\":[" + vectors + "],\"prompt_eval_count\":4}");
    });
    return provider();
  }

  @Override
  protected Provider listsModels() {
    upstream.always(Reply.json("{\"models\":[{\"name\":\"llama3.2:latest\"}]}"));
    return provider();
  }

  private static Call plainCall() {
    return new Call("id", new Cancellation(), TimeLimits.NONE);
  }

  private JsonNode sent(ChatRequest request) {
    upstream.always(saying("x"));
    try (EventStream stream = provider().chat(request, plainCall())) {
      while (stream.next() != null) {
        // read to the end
      }
    }
    return upstream.requests().getLast().json();
  }

  /** Cases 10, 11, 26: strings for texts, objects for arguments, names for results. */
  @Test
  void saysEverythingInOllamasWords() {
    ChatRequest request =
        new ChatRequest(
            "m",
            List.of(
                Message.text(Role.SYSTEM, "s"),
                new Message(Role.USER, List.of(new Part.Text("a"), new Part.Text("b"))),
                new Message(
                    Role.ASSISTANT,
                    List.of(
                        new Part.Reasoning("hm", null),
                        new Part.ToolCall("c1", "look", "{\"x\":1}"),
                        new Part.ToolCall("c2", "look", "[1]"))),
                new Message(
                    Role.TOOL,
                    List.of(new Part.ToolResult("c1", null, List.of(new Part.Text("r")), false)))),
            List.of(new Tool("look", null, null, true)),
            null,
            null,
            null,
            new Sampling(9, 0.5, null, null, null, 7L, List.of("", "END"), "minimal", null, 3),
            Map.of("num_ctx", Json.MAPPER.readTree("4096")));

    JsonNode body = sent(request);

    assertThat(body.path("model").asString()).isEqualTo("llama3.2");
    assertThat(body.path("stream").asBoolean()).isTrue();
    assertThat(body.path("think").asString()).isEqualTo("low");
    assertThat(body.at("/messages/1/content").asString()).isEqualTo("a\nb");
    assertThat(body.at("/messages/2/thinking").asString()).isEqualTo("hm");
    assertThat(body.at("/messages/2/tool_calls/0/function/arguments/x").asInt()).isEqualTo(1);
    assertThat(body.at("/messages/2/tool_calls/1/function/arguments/value/0").asInt()).isEqualTo(1);
    assertThat(body.at("/messages/3/tool_name").asString()).isEqualTo("look");
    assertThat(body.at("/tools/0/function").has("strict")).as("case 40").isFalse();
    assertThat(body.path("options").toString())
        .isEqualTo(
            Json.MAPPER
                .readTree(
                    "{\"num_ctx\":4096,\"num_predict\":9,\"temperature\":0.5,\"top_k\":3,"
                        + "\"seed\":7,\"stop\":[\"END\"]}")
                .toString());
  }

  @Test
  void asksAgainWithoutThinkingWhereTheModelDoesNotThink() {
    upstream
        .then(Reply.json(400, "{\"error\":\"\\\"llama3.2\\\" does not support thinking\"}"))
        .always(saying("x"));
    Sampling thinking =
        new Sampling(null, null, null, null, null, null, List.of(), "high", null, null);
    ChatRequest request =
        new ChatRequest(
            "m",
            List.of(Message.text(Role.USER, "x")),
            List.of(),
            null,
            null,
            null,
            thinking,
            Map.of());
    Provider provider = provider();

    Call later = plainCall();
    provider.chat(request, plainCall()).close();
    provider.chat(request, later).close();

    assertThat(upstream.requests()).hasSize(3);
    assertThat(upstream.requests().get(0).json().has("think")).isTrue();
    assertThat(upstream.requests().get(2).json().has("think")).isFalse();
    assertThat(later.fidelity().notes()).extracting("field").containsExactly("reasoning_effort");
  }

  @Test
  void saysHowToFetchAMissingModel() {
    upstream.always(Reply.json(404, "{\"error\":\"model 'llama3.2' not found\"}"));

    GatewayException failure =
        catchThrowableOfType(
            GatewayException.class,
            () -> provider().chat(request(new Part.Text("x")), plainCall()));

    assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(failure).hasMessageContaining("ollama pull llama3.2");
  }

  @Test
  void anErrorLineInMidStreamIsAFailure() {
    upstream.always(lines(piece("content", "a"), "{\"error\":\"out of memory\"}\n"));

    try (EventStream stream = provider().chat(request(new Part.Text("x")), plainCall())) {
      stream.next();
      stream.next();
      assertThatThrownBy(stream::next).hasMessageContaining("out of memory");
    }
  }

  private String passed(String body, Reply reply) {
    upstream.always(reply);
    Passthrough lane = Objects.requireNonNull(provider().passthrough(Protocol.OLLAMA));
    JsonObjectIndex index = JsonObjectIndex.of(body.getBytes(StandardCharsets.UTF_8));
    boolean stream = !body.contains("\"stream\":false");
    RawRequest request = new RawRequest(Operation.CHAT, index, "mine", stream, false);
    try (Answer answer = lane.send(request, plainCall())) {
      return switch (answer) {
        case Answer.Raw raw -> {
          Bytes out = new Bytes(100);
          while (raw.stream().next(out)) {
            // read to the end
          }
          assertThat(raw.stream().usage()).isNotNull();
          yield out.toString();
        }
        case Answer.Whole whole -> new String(whole.body().toByteArray(), StandardCharsets.UTF_8);
        case Answer.Events _, Answer.Embedded _, Answer.Counted _ ->
            throw new AssertionError("the lane speaks Ollama's protocol");
      };
    }
  }

  /** Case 78: nothing but the model's name changes. */
  @Test
  void passesOllamasClientsThrough() {
    String answer = passed("{\"model\":\"mine\",\"messages\":[],\"new\":1}", saying("ab"));

    assertThat(answer)
        .isEqualTo(
            (piece("content", "a") + piece("content", "b") + END)
                .replace("\"llama3.2\"", "\"mine\""));
    assertThat(upstream.request().text())
        .isEqualTo("{\"model\":\"llama3.2\",\"messages\":[],\"new\":1}");
  }

  @Test
  void passesWholeAnswersThrough() {
    assertThat(
            passed(
                "{\"model\":\"mine\",\"messages\":[],\"stream\":false}",
                Reply.json("{\"model\":\"llama3.2\",\"done\":true,\"x\":1}")))
        .isEqualTo("{\"model\":\"mine\",\"done\":true,\"x\":1}");
  }

  /** Case 62: an answer that ends without its last line is none. */
  @Test
  void aLaneThatEndsEarlyIsAFailure() {
    assertThatThrownBy(
            () -> passed("{\"model\":\"mine\",\"messages\":[]}", lines(piece("content", "Half"))))
        .hasMessageContaining("broke off");
  }
}
