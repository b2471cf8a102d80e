package io.llmgw.provider.bedrock;

import io.llmgw.model.Fidelity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives every call exactly one result, right after it, in the order of the calls: anything else is
 * refused.
 */
final class Pairing {
  private static final String NO_RESULT = "No result was recorded for this call.";

  private static final class Slot {
    private final Turn.Call call;
    private Turn.@Nullable Result result;

    Slot(Turn.Call call) {
      this.call = call;
    }
  }

  private final Fidelity fidelity;

  Pairing(Fidelity fidelity) {
    this.fidelity = fidelity;
  }

  /** Puts the results of the calls in front of what the user says in the turn after them. */
  void settle(List<Turn.Call> calls, Turn user) {
    List<Slot> slots = calls.stream().map(Slot::new).toList();
    List<Block> after = new ArrayList<>();
    for (Turn.Result result : user.results) {
      Slot slot = slot(slots, result.call());
      if (slot == null) {
        after.addAll(orphan(result));
      } else {
        replace(slot, result);
      }
    }
    List<Block> front = new ArrayList<>();
    List<Block> files = new ArrayList<>();
    for (Slot slot : slots) {
      front.add(block(slot));
      if (slot.result != null) {
        files.addAll(slot.result.files());
      }
    }
    front.addAll(files);
    front.addAll(after);
    user.said.addAll(0, front);
    user.results.clear();
  }

  /** The call of that id without a result, else the one of that id, else for no id the next one. */
  private static @Nullable Slot slot(List<Slot> slots, String call) {
    Slot found = null;
    for (Slot slot : slots) {
      boolean open = slot.result == null;
      if (open && (call.isEmpty() || slot.call.original().equals(call))) {
        return slot;
      }
      if (slot.call.original().equals(call)) {
        found = slot;
      }
    }
    return found;
  }

  private void replace(Slot slot, Turn.Result result) {
    if (slot.result != null) {
      fidelity.lose(slot.result.field(), "a later message has the result of the same call");
    }
    slot.result = result;
  }

  private Block block(Slot slot) {
    Turn.Result result = slot.result;
    if (result != null) {
      ((ObjectNode) result.block().node.path("toolResult")).put("toolUseId", slot.call.id());
      return result.block();
    }
    fidelity.fill("messages", "the tool call " + slot.call.original() + " has no result");
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ObjectNode filled = node.putObject("toolResult").put("toolUseId", slot.call.id());
    filled.putArray("content").addObject().put("text", NO_RESULT);
    return new Block(node);
  }

  /** A result without a call is not lost: the user tells it. */
  private List<Block> orphan(Turn.Result result) {
    fidelity.change(result.field(), "sent as text: no tool call with its id comes before it");
    List<Block> blocks = new ArrayList<>();
    for (JsonNode block : result.block().node.path("toolResult").path("content")) {
      blocks.add(new Block((ObjectNode) block));
    }
    blocks.addAll(result.files());
    return blocks;
  }
}
