package io.llmgw.provider.bedrock;

import io.llmgw.catalog.BedrockModel.Cache;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Marks up to which the prompt is worth caching.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html">prompt
 *     caching</a>
 */
final class CachePoints {
  private static final String FIELD = "cache_control";
  private static final String NAME = "cachePoint";
  private static final int MOST = 4;

  private final Cache taken;
  private final Fidelity fidelity;

  CachePoints(Cache taken, Fidelity fidelity) {
    this.taken = taken;
    this.fidelity = fidelity;
  }

  /** The block that marks; null when the model caches by itself or not at all. */
  @Nullable ObjectNode block(Part.CachePoint point) {
    if (taken == Cache.NONE) {
      fidelity.lose(FIELD, "this model takes no marks for its cache");
      return null;
    }
    ObjectNode block = JsonNodeFactory.instance.objectNode();
    ObjectNode mark = block.putObject(NAME).put("type", "default");
    if (point.ttl() != null && taken == Cache.LONG) {
      mark.put("ttl", point.ttl());
    } else if (point.ttl() != null && !point.ttl().equals("5m")) {
      fidelity.change(FIELD, "this model caches for five minutes only");
    }
    return block;
  }

  /** Takes the first ones away when there are more than are accepted: the last cache the most. */
  void limit(ObjectNode body) {
    List<ArrayNode> lists = new ArrayList<>();
    collect(body.path("toolConfig").path("tools"), lists);
    collect(body.path("system"), lists);
    body.path("messages").forEach(message -> collect(message.path("content"), lists));
    int marks = lists.stream().mapToInt(CachePoints::count).sum();
    for (ArrayNode list : lists) {
      for (int i = 0; i < list.size() && marks > MOST; i++) {
        if (list.get(i).has(NAME)) {
          list.remove(i--);
          marks--;
          fidelity.lose(FIELD, "a request can have " + MOST + " of them; the last ones are kept");
        }
      }
    }
  }

  private static void collect(JsonNode blocks, List<ArrayNode> lists) {
    if (blocks instanceof ArrayNode list) {
      lists.add(list);
    }
  }

  private static int count(ArrayNode list) {
    int marks = 0;
    for (JsonNode block : list) {
      marks += block.has(NAME) ? 1 : 0;
    }
    return marks;
  }
}
