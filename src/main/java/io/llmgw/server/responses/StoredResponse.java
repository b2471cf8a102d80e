package io.llmgw.server.responses;

import io.llmgw.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer that is remembered, as JSON text, with what led to it.
 *
 * @param owner the digest of the key that made it
 * @param response what the client got
 * @param input the items of its request
 * @param output the items of the answer, with what the provider wants back
 * @param before the answer it goes on from
 */
record StoredResponse(
    String id,
    String owner,
    Instant expires,
    byte[] response,
    byte[] input,
    byte[] output,
    @Nullable StoredResponse before) {
  // objects, references, map entries
  private static final int OVERHEAD = 512;

  static StoredResponse of(
      String id,
      String owner,
      Instant expires,
      ObjectNode response,
      ArrayNode input,
      ArrayNode output,
      @Nullable StoredResponse before) {
    return new StoredResponse(
        id, owner, expires, bytes(response), bytes(input), bytes(output), before);
  }

  private static byte[] bytes(JsonNode node) {
    return Json.MAPPER.writeValueAsBytes(node);
  }

  /** What is held in memory because of it alone. */
  private long ownBytes() {
    return (long) OVERHEAD + response.length + input.length + output.length;
  }

  /** What is held in memory because of it, with all it goes on from. */
  long bytes() {
    long bytes = 0;
    for (StoredResponse one = this; one != null; one = one.before) {
      bytes += one.ownBytes();
    }
    return bytes;
  }

  /** The items of the whole conversation up to and with this answer. */
  List<JsonNode> conversation() {
    List<StoredResponse> chain = new ArrayList<>();
    for (StoredResponse one = this; one != null; one = one.before) {
      chain.addFirst(one);
    }
    List<JsonNode> items = new ArrayList<>();
    for (StoredResponse one : chain) {
      Json.MAPPER.readTree(one.input).forEach(items::add);
      Json.MAPPER.readTree(one.output).forEach(items::add);
    }
    return items;
  }

  /** The item of that id, of request or answer; null when it is not here. */
  @Nullable JsonNode item(String wanted) {
    for (byte[] list : new byte[][] {output, input}) {
      for (JsonNode item : Json.MAPPER.readTree(list)) {
        if (item.path("id").asString("").equals(wanted)) {
          return item;
        }
      }
    }
    return null;
  }
}
