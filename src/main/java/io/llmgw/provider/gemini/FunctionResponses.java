package io.llmgw.provider.gemini;

import io.llmgw.json.Json;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Part;
import io.llmgw.provider.ToolNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives every call exactly one response, right after it, in the order of the calls: any other
 * number is refused.
 */
final class FunctionResponses {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String NO_RESULT = "No result was recorded for this call.";

  private static final class Slot {
    private final Turn.Call call;
    private Turn.@Nullable Result result;

    Slot(Turn.Call call) {
      this.call = call;
    }
  }

  private final boolean mediaInside;
  private final ToolNames names;
  private final MediaParts media;
  private final Fidelity fidelity;
  private final BiConsumer<ObjectNode, String> id;

  /**
   * Makes responses for one request.
   *
   * @param mediaInside whether files go into the response, or else beside it
   * @param id writes the id of a call into its response, where the provider wants that
   */
  FunctionResponses(
      boolean mediaInside,
      ToolNames names,
      MediaParts media,
      Fidelity fidelity,
      BiConsumer<ObjectNode, String> id) {
    this.mediaInside = mediaInside;
    this.names = names;
    this.media = media;
    this.fidelity = fidelity;
    this.id = id;
  }

  /** Puts the results of the calls in front of what the user says in the turn after them. */
  void settle(List<Turn.Call> calls, Turn user) {
    List<Slot> slots = calls.stream().map(Slot::new).toList();
    List<ObjectNode> beside = new ArrayList<>();
    for (Turn.Result result : user.results) {
      Slot slot = slot(slots, result.said().callId());
      if (slot == null) {
        fidelity.change(result.field(), "sent as text: no tool call with its id comes before it");
        told(result, beside);
      } else {
        if (slot.result != null) {
          fidelity.lose(slot.result.field(), "a later message has the result of the same call");
        }
        slot.result = result;
      }
    }
    List<ObjectNode> front = new ArrayList<>();
    List<ObjectNode> files = new ArrayList<>();
    slots.forEach(slot -> front.add(response(slot, files)));
    front.addAll(files);
    front.addAll(beside);
    user.parts.addAll(0, front);
    user.results.clear();
  }

  /** The call of that id without a result, else the one of that id, else for no id the next one. */
  private static @Nullable Slot slot(List<Slot> slots, String call) {
    Slot found = null;
    for (Slot slot : slots) {
      boolean same = slot.call.id().equals(call);
      if (slot.result == null && (call.isEmpty() || same)) {
        return slot;
      }
      if (same) {
        found = slot;
      }
    }
    return found;
  }

  private void told(Turn.Result result, List<ObjectNode> out) {
    for (Part part : result.said().content()) {
      switch (part) {
        case Part.Text text when !text.text().isEmpty() ->
            out.add(JSON.objectNode().put("text", text.text()));
        case Part.Media file -> out.add(media.part(file, result.field()));
        case Part.Text _,
            Part.Refusal _,
            Part.Reasoning _,
            Part.ToolCall _,
            Part.ToolResult _,
            Part.CachePoint _ -> {}
      }
    }
  }

  private ObjectNode response(Slot slot, List<ObjectNode> files) {
    ObjectNode part = JSON.objectNode();
    ObjectNode response = part.putObject("functionResponse");
    id.accept(response, slot.call.id());
    response.put("name", names.sent(slot.call.name()));
    Turn.Result result = slot.result;
    if (result == null) {
      fidelity.fill("messages", "the tool call " + slot.call.id() + " has no result");
      response.putObject("response").put("error", NO_RESULT);
      return part;
    }
    List<ObjectNode> own = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Part each : result.said().content()) {
      switch (each) {
        case Part.Text said -> texts.add(said.text());
        case Part.Refusal refusal -> texts.add(refusal.text());
        case Part.Media file -> own.add(media.part(file, result.field()));
        case Part.Reasoning _, Part.ToolCall _, Part.ToolResult _, Part.CachePoint _ -> {}
      }
    }
    response.set("response", object(String.join("\n", texts), result.said().failed()));
    if (mediaInside && !own.isEmpty()) {
      ArrayNode parts = response.putArray("parts");
      own.forEach(parts::add);
    } else {
      files.addAll(own);
    }
    return part;
  }

  /** A response is an object; what is none is put into one. */
  private static ObjectNode object(String text, boolean failed) {
    String name = failed ? "error" : "output";
    JsonNode tree = tree(text);
    if (tree instanceof ObjectNode object && !failed) {
      return object;
    }
    ObjectNode wrapped = JSON.objectNode();
    if (tree != null) {
      wrapped.set(name, tree);
    } else {
      wrapped.put(name, text);
    }
    return wrapped;
  }

  private static @Nullable JsonNode tree(String text) {
    String bare = text.strip();
    if (!bare.startsWith("{") && !bare.startsWith("[")) {
      return null;
    }
    try {
      return Json.MAPPER.readTree(bare);
    } catch (JacksonException _) {
      // a text that looks like JSON
      return null;
    }
  }
}
