package io.llmgw.server.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.ToolChoice;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesDecoderTest {
  private final Fidelity fidelity = new Fidelity(true);

  private ChatRequest decode(String members) {
    String body = "{'model':'m','max_tokens':10," + members + "}";
    return MessagesDecoder.decode(Json.MAPPER.readTree(body.replace('\'', '"')), fidelity);
  }

  private ChatRequest with(String member) {
    return decode("'messages':[{'role':'user','content':'x'}]," + member);
  }

  private List<Message> messages(String messages) {
    return decode("'messages':[" + messages + "]").messages();
  }

  private List<String> lost() {
    return fidelity.notes().stream().map(Fidelity.Note::field).toList();
  }

  @Test
  void systemBlocksKeepTheirCachePoints() {
    Message system =
        with("'system':[{'type':'text','text':'a'},"
                + "{'type':'text','text':'b','cache_control':{'type':'ephemeral','ttl':'1h'}}]")
            .messages()
            .getFirst();

    assertThat(system.role()).isEqualTo(Role.SYSTEM);
    assertThat(system.parts())
        .containsExactly(new Part.Text("a"), new Part.Text("b"), new Part.CachePoint("1h"));
  }

  @Test
  void claudeCodesBillingLineIsLeftOut() {
    assertThat(
            with("'system':[{'type':'text','text':'x-anthropic-billing-header: cc_version=1'},"
                    + "{'type':'text','text':'b'}]")
                .messages()
                .getFirst()
                .parts())
        .containsExactly(new Part.Text("b"));
    assertThat(lost()).containsExactly("system[0]");
  }

  @Test
  void toolResultsComeBeforeTheTextBesideThem() {
    List<Message> messages =
        messages(
            "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f',"
                + "'input':{'a':1}}]},"
                + "{'role':'user','content':[{'type':'text','text':'and?'},"
                + "{'type':'tool_result','tool_use_id':'t1','is_error':true,'content':["
                + "{'type':'text','text':'no'},{'type':'image','source':{'type':'base64',"
                + "'media_type':'image/png','data':'AA\\nAA'}}]}]}");

    assertThat(messages.get(0).parts()).containsExactly(new Part.ToolCall("t1", "f", "{\"a\":1}"));
    assertThat(messages.get(1).role()).isEqualTo(Role.TOOL);
    assertThat(messages.get(1).parts())
        .containsExactly(
            new Part.ToolResult(
                "t1",
                null,
                List.of(
                    new Part.Text("no"),
                    new Part.Media(Part.MediaKind.IMAGE, "image/png", "AAAA", null, null, null)),
                true));
    assertThat(messages.get(2)).isEqualTo(Message.text(Role.USER, "and?"));
  }

  @Test
  void aResultWithoutItsCallIsTold() {
    List<Message> messages =
        messages(
            "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t9',"
                + "'content':'42'}]}");

    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst().text()).contains("42");
    assertThat(fidelity.notes().getFirst().change()).isEqualTo(Fidelity.Change.CHANGED);
  }

  @Test
  void thinkingKeepsWhatItsProviderWantsBack() {
    assertThat(
            messages(
                    "{'role':'assistant','content':[{'type':'thinking','thinking':'hm',"
                        + "'signature':'s'},{'type':'redacted_thinking','data':'d'},"
                        + "{'type':'text','text':''},{'type':'text','text':'hi'}]}")
                .getFirst()
                .parts())
        .containsExactly(
            new Part.Reasoning("hm", ReasoningState.signed(ReasoningState.ANTHROPIC, "s")),
            new Part.Reasoning("", new ReasoningState(ReasoningState.ANTHROPIC, null, null, "d")),
            new Part.Text("hi"));
  }

  @Test
  void documentsInAllTheirForms() {
    List<Part> parts =
        messages(
                "{'role':'user','content':["
                    + "{'type':'document','title':'t','source':{'type':'base64',"
                    + "'media_type':'application/pdf','data':'JVBERi0='}},"
                    + "{'type':'document','source':{'type':'text','media_type':'text/plain',"
                    + "'data':'hello'}},"
                    + "{'type':'document','source':{'type':'content','content':["
                    + "{'type':'text','text':'a'},{'type':'text','text':'b'}]}},"
                    + "{'type':'document','source':{'type':'url','url':'https://e.org/a.pdf'}},"
                    + "{'type':'search_result','title':'T','source':'https://e.org',"
                    + "'content':[{'type':'text','text':'found'}]}]}")
            .getFirst()
            .parts();

    assertThat(parts)
        .containsExactly(
            new Part.Media(Part.MediaKind.DOCUMENT, "application/pdf", "JVBERi0=", null, "t", null),
            new Part.Media(Part.MediaKind.DOCUMENT, "text/plain", "aGVsbG8=", null, null, null),
            new Part.Text("a\nb"),
            new Part.Media(Part.MediaKind.DOCUMENT, null, null, "https://e.org/a.pdf", null, null),
            new Part.Text("T https://e.org\nfound"));
  }

  /** Case 39, 42, 43, 73: fields and tools that mean something to Anthropic alone. */
  @Test
  void whatOnlyAnthropicHasIsLeftOutAndTold() {
    ChatRequest request =
        with(
            "'context_management':{'edits':[]},'diagnostics':{},'speed':'fast','container':null,"
                + "'tools':[{'type':'web_search_20250305','name':'web_search'},"
                + "{'name':'f','input_schema':{'type':'object'},'defer_loading':true,"
                + "'input_examples':[{}],'cache_control':{'type':'ephemeral'}}]");

    assertThat(request.tools()).hasSize(1);
    assertThat(request.tools().getFirst().cache()).isEqualTo(new Part.CachePoint(null));
    assertThat(lost())
        .containsExactlyInAnyOrder("tools[0]", "context_management", "diagnostics", "speed");
  }

  /** Case 68: what a client says about tools and limits survives. */
  @Test
  void choicesAndLimitsHaveTheirPlaces() {
    ChatRequest request =
        with(
            "'tools':[{'name':'f','input_schema':{'type':'object'}}],"
                + "'tool_choice':{'type':'any','disable_parallel_tool_use':true},"
                + "'stop_sequences':['END'],'temperature':0.5,'top_p':0.9,'top_k':4,"
                + "'metadata':{'user_id':'u1'},"
                + "'output_config':{'effort':'max','format':{'type':'json_schema',"
                + "'schema':{'type':'object'}}}");

    assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Required());
    assertThat(request.parallelToolCalls()).isFalse();
    assertThat(request.sampling().stop()).containsExactly("END");
    assertThat(request.sampling().topK()).isEqualTo(4);
    assertThat(request.sampling().effort()).isEqualTo("max");
    assertThat(request.sampling().maxTokens()).isEqualTo(10);
    assertThat(request.extras().get("user").asString()).isEqualTo("u1");
    assertThat(request.format()).isInstanceOf(ResponseFormat.JsonSchema.class);
  }

  @Test
  void aBudgetOfThinkingIsAnEffortToo() {
    assertThat(effort("{'type':'enabled','budget_tokens':10000}")).isEqualTo("high");
    assertThat(effort("{'type':'enabled','budget_tokens':1024}")).isEqualTo("low");
    assertThat(effort("{'type':'adaptive'}")).isEqualTo("medium");
    assertThat(effort("{'type':'disabled'}")).isEqualTo("none");
  }

  private String effort(String thinking) {
    return with("'thinking':" + thinking).sampling().effort();
  }

  @Test
  void aLongUserIdIsNotSentToOthers() {
    assertThat(with("'metadata':{'user_id':'" + "x".repeat(65) + "'}").extras()).isEmpty();
    assertThat(lost()).containsExactly("metadata.user_id");
  }
}
