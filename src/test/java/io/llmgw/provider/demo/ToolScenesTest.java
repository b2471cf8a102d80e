package io.llmgw.provider.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.provider.Transcript;
import io.llmgw.provider.demo.Demo.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToolScenesTest {
  private static final Tool CLOCK = new Tool("get_current_time", "Tells the time.", null, null);
  private static final Tool NOTE =
      new Tool(
          "write_note",
          null,
          Json.MAPPER.readTree(
              """
              {"type":"object","required":["title","count"],"properties":{
                "title":{"type":"string"},"count":{"type":"integer","minimum":5},
                "color":{"type":"string"}}}
              """),
          true);

  private final Demo demo = new Demo();

  @Test
  void callsTheFirstToolWithItsRequiredArguments() {
    Transcript transcript = demo.ask("tool", Options.of(NOTE, CLOCK));

    assertThat(transcript.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(transcript.text()).isEmpty();
    assertThat(transcript.calls()).hasSize(1);
    assertThat(transcript.calls().getFirst().name()).isEqualTo("write_note");
    assertThat(transcript.calls().getFirst().arguments())
        .isEqualTo("{\"title\":\"demo title\",\"count\":5}");
  }

  @Test
  void callsTheToolThatIsNamed() {
    assertThat(names(demo.ask("tool get_current_time please", Options.of(NOTE, CLOCK))))
        .containsExactly("get_current_time");
  }

  @Test
  void prefersTheLongerOfTwoNamesThatBothOccur() {
    Tool longer = new Tool("write_notes", null, null, null);

    assertThat(names(demo.ask("tool write_notes", Options.of(NOTE, longer))))
        .containsExactly("write_notes");
  }

  @Test
  void callsAToolWithoutParametersWithAnEmptyObject() {
    assertThat(demo.ask("tool", Options.of(CLOCK)).calls().getFirst().arguments()).isEqualTo("{}");
  }

  @Test
  void callsTwoAtOnceOnlyWhereThatIsAllowed() {
    assertThat(names(demo.ask("tools", Options.of(NOTE, CLOCK)))).hasSize(2);
    assertThat(names(demo.ask("tools", Options.of(NOTE, CLOCK).parallel(false)))).hasSize(1);
  }

  @Test
  void givesEachCallOfAConversationItsOwnId() {
    Message question = Message.text(Role.USER, "tool");
    String first = demo.ask(List.of(question), Options.of(CLOCK)).calls().getFirst().id();
    String second =
        demo.ask(List.of(question, question), Options.of(CLOCK)).calls().getFirst().id();

    assertThat(first).matches("call_[0-9a-f]{24}").isNotEqualTo(second);
  }

  @Test
  void saysWhenThereIsNoToolToCall() {
    assertThat(demo.ask("tool").text()).contains("the request offers none");
    assertThat(demo.ask("tool", Options.of(CLOCK).choosing(new ToolChoice.None())).text())
        .contains("the request offers none");
  }

  @Test
  void leavesToolsAloneUnlessAsked() {
    assertThat(demo.ask("hello", Options.of(CLOCK).choosing(new ToolChoice.Auto())).calls())
        .isEmpty();
  }

  @Test
  void obeysTheToolChoice() {
    Options offer = Options.of(NOTE, CLOCK);

    assertThat(names(demo.ask("hello", offer.choosing(new ToolChoice.Required())))).hasSize(1);
    assertThat(names(demo.ask("hello", offer.choosing(new ToolChoice.Named("get_current_time")))))
        .containsExactly("get_current_time");
  }

  @Test
  void refusesAToolChoiceNobodyCanFulfil() {
    for (Options options :
        List.of(
            Options.NONE.choosing(new ToolChoice.Required()),
            Options.of(CLOCK).choosing(new ToolChoice.Named("nothing")))) {
      assertThatThrownBy(() -> demo.ask("hello", options))
          .matches(f -> "tool_choice".equals(((GatewayException) f).detail().param()));
    }
  }

  @Test
  void saysWhatTheToolsAnswered() {
    List<Message> talk =
        List.of(
            Message.text(Role.USER, "tool"),
            new Message(
                Role.ASSISTANT,
                List.of(
                    new Part.ToolCall("1", "get_current_time", "{}"),
                    new Part.ToolCall("2", "write_note", "{}"),
                    new Part.ToolCall("3", "write_note", "{}"))),
            result("1", null, "12:00 ```", false),
            result("2", null, "disk full", true),
            result("3", "renamed", " ", false));

    Transcript transcript =
        demo.ask(talk, Options.of(CLOCK, NOTE).choosing(new ToolChoice.Required()));

    assertThat(transcript.finish()).isEqualTo(FinishReason.STOP);
    assertThat(transcript.text())
        .contains("The tool `get_current_time` answered:\n\n````\n12:00 ```\n````")
        .contains("The tool `write_note` failed and said:\n\n```\ndisk full\n```")
        .contains("The tool `renamed` answered nothing.");
  }

  @Test
  void forgetsResultsOnceTheUserGoesOn() {
    List<Message> talk =
        List.of(result("1", "f", "old", false), Message.text(Role.USER, "echo new"));

    assertThat(demo.ask(talk, Options.NONE).text()).isEqualTo("new");
  }

  @Test
  void cutsALongResult() {
    List<Message> talk = List.of(result("1", "f", "x".repeat(100_000), false));

    assertThat(demo.ask(talk, Options.NONE).text()).contains("x…").hasSizeLessThan(2_500);
  }

  private static List<String> names(Transcript transcript) {
    return transcript.calls().stream().map(Transcript.ToolUse::name).toList();
  }

  private static Message result(String id, @Nullable String name, String said, boolean failed) {
    return new Message(
        Role.TOOL, List.of(new Part.ToolResult(id, name, List.of(new Part.Text(said)), failed)));
  }
}
