package io.llmgw.testing;

import io.llmgw.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An HTTP answer as it came over a socket.
 *
 * @param headers names in lower case, in the order they came
 * @param chunks the body in the pieces of its framing; one piece when it has a length
 * @param complete whether the body's end was marked as its head announced
 */
public record WireAnswer(
    int status,
    String reason,
    List<Map.Entry<String, String>> headers,
    List<byte[]> chunks,
    boolean complete) {

  /** The value of the first header of that name. */
  public Optional<String> header(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return headers.stream()
        .filter(header -> header.getKey().equals(wanted))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  public String text() {
    int length = chunks.stream().mapToInt(chunk -> chunk.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] chunk : chunks) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    return new String(all, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return Json.MAPPER.readTree(text());
  }

  /** The message of an OpenAI-shaped error. */
  public String errorMessage() {
    return json().path("error").path("message").asString("");
  }

  public boolean isJson() {
    return header("content-type").orElse("").startsWith("application/json");
  }
}
