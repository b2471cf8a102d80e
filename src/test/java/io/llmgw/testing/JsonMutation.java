package io.llmgw.testing;

import io.llmgw.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Spoils a JSON document in a few places, in the same way for the same seed. */
public final class JsonMutation {
  /** What nobody expects in most places. */
  private static final List<JsonNode> ODD =
      List.of(
          json("null"),
          json("true"),
          json("false"),
          json("0"),
          json("-1"),
          json("7"),
          json("1.5"),
          json("1e400"),
          json("-1e-400"),
          json("99999999999999999999"),
          json("9223372036854775807"),
          json("-2147483649"),
          json("\"\""),
          json("\" \""),
          json("\"x\""),
          json("\"\\u0000\""),
          json("\"\\ud800\""),
          json("\"data:\""),
          json("\"data:;base64,\""),
          json("\"data:image/png;base64,A\""),
          json("\"data:text/plain;base64,@@@\""),
          json("\"data:text/plain,hi\""),
          json("\"http://\""),
          json("\"https://exa mple\""),
          json("\"{\""),
          json("\"[1]\""),
          json("\"{\\\"a\\\":1e99999999999}\""),
          json("[]"),
          json("[null]"),
          json("[[]]"),
          json("[{}]"),
          json("[\"x\",1]"),
          json("{}"),
          json("{\"type\":\"text\"}"),
          json("{\"type\":\"x\",\"text\":{}}"),
          json("{\"\":null}"),
          json("{\"$ref\":\"#\"}"),
          json("{\"$ref\":\"#/a/~2\"}"),
          json("{\"type\":[]}"),
          json("{\"type\":[\"null\"]}"),
          json("{\"enum\":[[],{}],\"type\":\"integer\"}"),
          json("{\"allOf\":[null,{\"$ref\":\"#/\"}],\"required\":\"x\"}"),
          json("{\"anyOf\":[null,1]}"),
          json("{\"properties\":[],\"items\":null,\"required\":{}}"));

  private final Random random;

  /** Gives the same documents for the same seed. */
  public JsonMutation(long seed) {
    random = new Random(seed);
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text);
  }

  /** The document with one to three changes. */
  public JsonNode spoil(JsonNode document) {
    JsonNode copy = document.deepCopy();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      List<Runnable> changes = new ArrayList<>();
      collect(copy, changes);
      if (!changes.isEmpty()) {
        changes.get(random.nextInt(changes.size())).run();
      }
    }
    return copy;
  }

  private void collect(JsonNode node, List<Runnable> changes) {
    if (node instanceof ObjectNode object) {
      for (String name : object.propertyNames()) {
        changes.add(() -> change(object, name));
        collect(object.get(name), changes);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int position = i;
        changes.add(() -> change(array, position));
        collect(array.get(i), changes);
      }
    }
  }

  private void change(ObjectNode object, String name) {
    switch (random.nextInt(6)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(name, Json.MAPPER.createArrayNode().add(object.get(name)));
      case 2 -> object.set("type", object.get(name));
      default -> object.set(name, odd());
    }
  }

  private void change(ArrayNode array, int position) {
    switch (random.nextInt(6)) {
      case 0 -> array.remove(position);
      case 1 -> array.insert(position, array.get(position).deepCopy());
      case 2 -> array.add(array.get(position).deepCopy());
      case 3 -> array.insert(position, odd());
      default -> array.set(position, odd());
    }
  }

  private JsonNode odd() {
    return ODD.get(random.nextInt(ODD.size())).deepCopy();
  }
}
