package io.llmgw.bench;

/** The scripted upstream's stream in the words of Anthropic's Messages protocol. */
final class AnthropicEvents {
  private static final String START =
      event(
              "message_start",
              "\"message\":{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\","
                  + "\"model\":\"bench-2025\",\"content\":[],\"stop_reason\":null,"
                  + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":180,\"output_tokens\":1}}")
          + event(
              "content_block_start",
              "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
  private static final String END =
      event("content_block_stop", "\"index\":0")
          + event(
              "message_delta",
              "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                  + "\"usage\":{\"output_tokens\":48}")
          + event("message_stop", "\"x\":0")
          + "0\r\n\r\n";

  static final NonceTemplate FIRST =
      NonceTemplate.of(Answers.STREAM_HEAD + START + text("nonce-00000000 tok"));
  static final byte[] NEXT = Answers.ascii(text(" tok"));
  static final byte[] LAST = Answers.ascii(END);

  /** A whole short answer. */
  static final NonceTemplate SHORT =
      NonceTemplate.of(
          Answers.STREAM_HEAD
              + START
              + text(
                  "nonce-00000000 An answer of the usual length for a short question, which names"
                      + " three things: the first one, the second one and the third one.")
              + END);

  private AnthropicEvents() {}

  private static String text(String text) {
    return event(
        "content_block_delta",
        "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
  }

  private static String event(String type, String members) {
    return Answers.chunk(
        "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n");
  }
}
