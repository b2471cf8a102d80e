package io.llmgw.bench;

import java.nio.charset.StandardCharsets;

/** The answers of the scripted upstream, built once; one copy per connection, not thread-safe. */
final class Answers {
  private static final String JSON_BODY =
      """
      {"id":"chatcmpl-bench","object":"chat.completion","created":1750000000,\
      "model":"bench-2025","choices":[{"index":0,"message":{"role":"assistant",\
      "content":"nonce-00000000 An answer of the usual length for a short question, which names \
      three things: the first one, the second one and the third one, and then says what to do next \
      with each of them.","refusal":null,"annotations":[]},"logprobs":null,\
      "finish_reason":"stop"}],\
      "usage":{"prompt_tokens":180,"completion_tokens":48,"total_tokens":228,\
      "prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0}},\
      "service_tier":"default","system_fingerprint":"fp_bench"}
      """
          .strip();

  static final String STREAM_HEAD =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/event-stream; charset=utf-8\r
      Cache-Control: no-cache\r
      x-request-id: req-bench\r
      Transfer-Encoding: chunked\r
      \r
      """;

  private static final NonceTemplate JSON =
      NonceTemplate.of(head("200 OK", "application/json", JSON_BODY.length()) + JSON_BODY);
  private static final NonceTemplate FIRST =
      NonceTemplate.of(
          STREAM_HEAD
              + event("{\"role\":\"assistant\",\"content\":\"nonce-00000000 tok\"}", "null"));
  private static final byte[] NEXT = ascii(event("{\"content\":\" tok\"}", "null"));
  private static final byte[] LAST =
      ascii(event("{}", "\"stop\"") + chunk("data: [DONE]\n\n") + "0\r\n\r\n");

  private final NonceTemplate json;
  private final NonceTemplate first;
  private final byte[] next;
  private final byte[] last;

  private Answers(NonceTemplate json, NonceTemplate first, byte[] next, byte[] last) {
    this.json = json.copy();
    this.first = first.copy();
    this.next = next;
    this.last = last;
  }

  /** Answers of OpenAI's chat completions. */
  static Answers openAi() {
    return new Answers(JSON, FIRST, NEXT, LAST);
  }

  /** Answers of Anthropic's Messages; a gateway asks for a stream there whatever its client wants. */
  static Answers anthropic() {
    return new Answers(
        AnthropicEvents.SHORT, AnthropicEvents.FIRST, AnthropicEvents.NEXT, AnthropicEvents.LAST);
  }

  byte[] json(byte[] request, int nonceAt) {
    return json.stamp(request, nonceAt);
  }

  /** The head of a stream and its first content event. */
  byte[] first(byte[] request, int nonceAt) {
    return first.stamp(request, nonceAt);
  }

  byte[] next() {
    return next;
  }

  /** The finish reason, the end mark and the end of the message. */
  byte[] last() {
    return last;
  }

  static byte[] text(String status, String body) {
    return ascii(head(status, "text/plain", body.length()) + body);
  }

  private static String head(String status, String type, int length) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: "
        + type
        + "\r\nx-request-id: req-bench\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static String event(String delta, String finishReason) {
    return chunk(
        "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1750000000,\"model\":\"bench-2025\",\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"logprobs\":null,\"finish_reason\":"
            + finishReason
            + "}]}\n\n");
  }

  static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
