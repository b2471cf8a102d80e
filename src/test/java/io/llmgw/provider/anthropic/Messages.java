package io.llmgw.provider.anthropic;

import io.llmgw.json.Json;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Events of an upstream that speaks Anthropic's protocol. */
final class Messages {
  private Messages() {}

  static String start() {
    return event(
        "{'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant',"
            + "'model':'claude-real','content':[],'stop_reason':null,'stop_sequence':null,"
            + "'usage':{'input_tokens':5,'output_tokens':1}}}");
  }

  /** An event, its name taken from its data; single quotes stand for double ones. */
  static String event(String json) {
    String data = json.replace('\'', '"');
    String type = Json.MAPPER.readTree(data).path("type").asString();
    return "event: " + type + "\ndata: " + data + "\n\n";
  }

  static String blockStart(int index, String block) {
    return event(
        "{'type':'content_block_start','index':" + index + ",'content_block':" + block + "}");
  }

  static String delta(int index, String delta) {
    return event("{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}");
  }

  static String text(int index, String text) {
    String quoted = Json.MAPPER.writeValueAsString(text);
    return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"
        + index
        + ",\"delta\":{\"type\":\"text_delta\",\"text\":"
        + quoted
        + "}}\n\n";
  }

  static String json(int index, String partial) {
    String quoted = Json.MAPPER.writeValueAsString(partial);
    return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"
        + index
        + ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
        + quoted
        + "}}\n\n";
  }

  static String blockStop(int index) {
    return event("{'type':'content_block_stop','index':" + index + "}");
  }

  static String end(String stopReason) {
    return event(
            "{'type':'message_delta','delta':{'stop_reason':'"
                + stopReason
                + "','stop_sequence':null},'usage':{'output_tokens':3}}")
        + event("{'type':'message_stop'}");
  }

  /** A block of text in those pieces. */
  static String textBlock(int index, String... pieces) {
    return blockStart(index, "{'type':'text','text':''}")
        + Arrays.stream(pieces).map(piece -> text(index, piece)).collect(Collectors.joining())
        + blockStop(index);
  }

  /** A whole stream that says the pieces one by one. */
  static String saying(String... pieces) {
    return start() + textBlock(0, pieces) + end("end_turn");
  }

  static String error(String type, String message) {
    return "{'type':'error','error':{'type':'%s','message':'%s'},'request_id':'req_7'}"
        .formatted(type, message)
        .replace('\'', '"');
  }
}
