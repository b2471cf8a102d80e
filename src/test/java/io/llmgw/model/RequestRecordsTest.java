package io.llmgw.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A request is read by several threads and tried more than once, so nothing may change it. */
class RequestRecordsTest {
  private static final Tool TOOL = new Tool("f", null, null, null);

  @Test
  void keepsARequestAsItWas() {
    List<Message> messages = new ArrayList<>(List.of(Message.text(Role.USER, "hi")));
    List<Tool> tools = new ArrayList<>(List.of(TOOL));
    Map<String, JsonNode> extras =
        new HashMap<>(Map.of("n", JsonNodeFactory.instance.numberNode(2)));
    ChatRequest request =
        new ChatRequest("m", messages, tools, null, null, null, Sampling.DEFAULT, extras);

    messages.clear();
    tools.clear();
    extras.clear();

    assertThat(request.messages()).hasSize(1);
    assertThat(request.tools()).containsExactly(TOOL);
    assertThat(request.extras()).containsOnlyKeys("n");
  }

  @Test
  void changesOnlyTheModelsName() {
    ChatRequest request =
        new ChatRequest(
            "m",
            List.of(Message.text(Role.USER, "hi")),
            List.of(TOOL),
            new ToolChoice.Required(),
            true,
            new ResponseFormat.JsonObject(),
            Sampling.DEFAULT,
            Map.of("n", JsonNodeFactory.instance.numberNode(2)));

    assertThat(request.withModel("other").withModel("m")).isEqualTo(request);
    assertThat(request.withModel("other").model()).isEqualTo("other");
  }

  @Test
  void keepsPartsStopsInputsAndResultsAsTheyWere() {
    List<Part> parts = new ArrayList<>(List.of(new Part.Text("a")));
    List<String> texts = new ArrayList<>(List.of("a"));
    Message message = new Message(Role.USER, parts);
    Part.ToolResult result = new Part.ToolResult("id", null, parts, false);
    Sampling sampling = new Sampling(null, null, null, null, null, null, texts, null, null, null);
    Embeddings.Request embedding = new Embeddings.Request("m", texts, null);

    parts.clear();
    texts.clear();

    assertThat(message.parts()).hasSize(1);
    assertThat(result.content()).hasSize(1);
    assertThat(sampling.stop()).containsExactly("a");
    assertThat(embedding.inputs()).containsExactly("a");
  }

  @Test
  void joinsTheTextPartsOfAMessageOnly() {
    Message message =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Part.Reasoning("hm", null),
                new Part.Text("one "),
                new Part.ToolCall("id", "f", "{}"),
                new Part.Text("two"),
                new Part.Refusal("no")));

    assertThat(message.text()).isEqualTo("one two");
  }

  @Test
  void addsUpTheTokens() {
    assertThat(new Usage(10, 5, 4, 1, 3).totalTokens()).isEqualTo(15);
  }
}
