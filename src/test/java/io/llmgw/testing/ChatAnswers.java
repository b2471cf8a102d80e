package io.llmgw.testing;

import io.llmgw.json.Json;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers of an upstream that speaks OpenAI's protocol, to put into a {@link Reply}. */
public final class ChatAnswers {
  /** The last event of a stream. */
  public static final String DONE = "data: [DONE]\n\n";

  /** What the answers say was used: 11 tokens in, 4 of them cached, and 7 out. */
  public static final String USAGE =
      "{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":4}}";

  private ChatAnswers() {}

  /** A whole answer of one choice that says the text. */
  public static String whole(String text) {
    return whole("{\"role\":\"assistant\",\"content\":%s}".formatted(quoted(text)), "stop");
  }

  /** A whole answer of one choice. */
  public static String whole(String message, String finishReason) {
    return """
    {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"upstream-model",\
    "choices":[{"index":0,"message":%s,"finish_reason":"%s"}],"usage":%s}\
    """
        .formatted(message, finishReason, USAGE);
  }

  /** An event of a stream with one choice. */
  public static String chunk(String delta, @Nullable String finishReason) {
    return """
    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,\
    "model":"upstream-model","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

    """
        .formatted(delta, finishReason == null ? "null" : quoted(finishReason));
  }

  /** An event of a stream that says a piece of the text. */
  public static String piece(String text) {
    return chunk("{\"content\":%s}".formatted(quoted(text)), null);
  }

  /** The events that end a good answer: the finish reason, the usage, and the last. */
  public static String end() {
    return chunk("{}", "stop")
        + """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,\
        "model":"upstream-model","choices":[],"usage":%s}

        """
            .formatted(USAGE)
        + DONE;
  }

  /** A whole stream that says the pieces one by one. */
  public static String stream(String... pieces) {
    String begin = chunk("{\"role\":\"assistant\",\"content\":\"\"}", null);
    return Arrays.stream(pieces)
        .map(ChatAnswers::piece)
        .collect(Collectors.joining("", begin, end()));
  }

  /** An error as OpenAI words it. */
  public static String error(String message, String type, @Nullable String code) {
    return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":null,\"code\":%s}}"
        .formatted(quoted(message), quoted(type), code == null ? "null" : quoted(code));
  }

  private static String quoted(String text) {
    return Json.MAPPER.writeValueAsString(text);
  }
}
