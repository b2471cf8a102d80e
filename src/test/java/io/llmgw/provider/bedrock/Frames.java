package io.llmgw.provider.bedrock;

import io.llmgw.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;

/** Writes the frames a service sends. */
public final class Frames {
  private Frames() {}

  /** One frame with those headers, all of them texts. */
  static byte[] frame(Map<String, String> headers, byte[] payload) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    headers.forEach((name, value) -> {
      byte[] key = name.getBytes(StandardCharsets.UTF_8);
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      head.write(key.length);
      head.writeBytes(key);
      head.write(7);
      head.write(text.length >> 8);
      head.write(text.length);
      head.writeBytes(text);
    });
    return framed(head.toByteArray(), payload);
  }

  /** A frame around headers that are bytes already. */
  static byte[] framed(byte[] headers, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(16 + headers.length + payload.length);
    frame.putInt(frame.capacity()).putInt(headers.length);
    frame.putInt(checksum(frame.array(), 8)).put(headers).put(payload);
    frame.putInt(checksum(frame.array(), frame.position()));
    return frame.array();
  }

  static int checksum(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  /**
   * The frames of lines such as {@code {"messageStart":{"role":"assistant"}}}; an exception's name
   * ends in {@code Exception}.
   */
  public static byte[] of(String lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    lines
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> {
          JsonNode tree = Json.MAPPER.readTree(line);
          Map.Entry<String, JsonNode> event =
              tree.isObject() && !tree.isEmpty()
                  ? tree.properties().iterator().next()
                  : Map.entry("spoilt", tree);
          boolean exception = event.getKey().endsWith("Exception");
          Map<String, String> headers = new LinkedHashMap<>();
          headers.put(exception ? ":exception-type" : ":event-type", event.getKey());
          headers.put(":content-type", "application/json");
          headers.put(":message-type", exception ? "exception" : "event");
          out.writeBytes(
              frame(headers, event.getValue().toString().getBytes(StandardCharsets.UTF_8)));
        });
    return out.toByteArray();
  }
}
