package io.llmgw.provider.gemini;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.provider.ToolArguments;
import io.llmgw.provider.ToolNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of one request as Gemini wants them: the system's apart, user and model by turns,
 * the user first, every call answered in its order.
 *
 * @see <a href="https://ai.google.dev/api/caching#Content">contents</a>
 */
final class Conversation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Google's word for a call whose signature is not known any more. */
  private static final String NO_SIGNATURE = "skip_thought_signature_validator";

  /** Stands where something has to be said and nothing was. */
  private static final String PLACEHOLDER = ".";

  /** Asks for what other models do without being asked. */
  private static final String GO_ON = "Go on exactly where your last message ends.";

  private final Profile profile;
  private final ToolNames names;
  private final MediaParts media;
  private final Fidelity fidelity;
  private final List<String> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();

  Conversation(Profile profile, ToolNames names, MediaParts media, Fidelity fidelity) {
    this.profile = profile;
    this.names = names;
    this.media = media;
    this.fidelity = fidelity;
  }

  /** Takes the messages in and brings them in order. */
  Conversation read(List<Message> messages) {
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      String at = "messages[" + i + "]";
      switch (message.role()) {
        case SYSTEM -> system(message, at);
        case USER, TOOL -> said(message, at, false);
        case ASSISTANT -> said(message, at, true);
      }
    }
    order(messages.size() - 1);
    return this;
  }

  private void system(Message message, String at) {
    if (!turns.isEmpty()) {
      fidelity.change(at, "moved to the front, where this provider wants the system's words");
    }
    for (Part part : message.parts()) {
      switch (part) {
        case Part.Text text -> instruct(text.text());
        // this provider caches by itself
        case Part.CachePoint _ -> {}
        case Part.Media _, Part.Reasoning _, Part.ToolCall _, Part.ToolResult _, Part.Refusal _ ->
            throw new GatewayException(
                ErrorKind.INVALID_REQUEST,
                "'" + at + "': a system message can only hold text for this model.",
                ErrorDetail.ofParam(at));
      }
    }
  }

  /** Adds to the system's words. */
  void instruct(String text) {
    if (!text.isBlank()) {
      system.add(text);
    }
  }

  private void said(Message message, String at, boolean model) {
    int position = 0;
    for (Part part : message.parts()) {
      String field = at + ".content[" + position++ + "]";
      switch (part) {
        case Part.Text text -> text(text.text(), model);
        case Part.Refusal refusal -> text(refusal.text(), model);
        case Part.Media file -> turn(model).parts.add(media.part(file, field));
        case Part.Reasoning thought -> reasoning(thought, field);
        case Part.ToolCall call -> call(call, field);
        case Part.ToolResult result -> turn(false).results.add(new Turn.Result(result, at));
        case Part.CachePoint _ -> {}
      }
    }
  }

  private Turn turn(boolean model) {
    if (turns.isEmpty() || turns.getLast().model != model) {
      turns.add(new Turn(model));
    }
    return turns.getLast();
  }

  private void text(String text, boolean model) {
    if (!text.isEmpty()) {
      turn(model).parts.add(textPart(text));
    }
  }

  private static ObjectNode textPart(String text) {
    return JSON.objectNode().put("text", text);
  }

  /** Thoughts are only summaries, which nobody wants back; their signature is. */
  private void reasoning(Part.Reasoning thought, String field) {
    String signature = signature(thought.state());
    if (signature != null) {
      turn(true).signature = signature;
    } else if (thought.state() != null) {
      fidelity.lose(field, "thinking that another provider signed");
    } else {
      fidelity.lose(field, "thinking without a signature of this provider");
    }
  }

  private static @Nullable String signature(@Nullable ReasoningState state) {
    if (state == null || !state.format().equals(ReasoningState.GEMINI)) {
      return null;
    }
    String signature = state.signature();
    return signature == null || signature.isEmpty() ? null : signature;
  }

  private void call(Part.ToolCall call, String field) {
    ObjectNode part = JSON.objectNode();
    ObjectNode function = part.putObject("functionCall");
    id(function, call.id());
    function.put("name", names.sent(call.name()));
    function.set("args", ToolArguments.object(call.arguments(), field, fidelity));
    Turn turn = turn(true);
    String signature = signature(call.state());
    if (signature != null) {
      part.put("thoughtSignature", signature);
    } else if (profile.traits().signatures() && turn.calls.isEmpty()) {
      // only the first of parallel calls is signed
      part.put("thoughtSignature", NO_SIGNATURE);
      fidelity.fill(field, "the tool call came back without the model's signature");
    }
    turn.parts.add(part);
    turn.calls.add(new Turn.Call(call.id(), call.name(), part));
  }

  private void id(ObjectNode function, String id) {
    // which Vertex AI does not know
    if (!profile.vertex() && !id.isEmpty()) {
      function.put("id", id);
    }
  }

  private void order(int last) {
    FunctionResponses responses =
        new FunctionResponses(profile.traits().mediaInResults(), names, media, fidelity, this::id);
    List<Turn.Call> open = List.of();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      if (turn.model) {
        open = turn.calls;
        if (i + 1 == turns.size() && !open.isEmpty()) {
          turns.add(new Turn(false));
        }
      } else {
        responses.settle(open, turn);
        open = List.of();
      }
    }
    turns.removeIf(Turn::isEmpty);
    for (int i = turns.size() - 1; i > 0; i--) {
      if (turns.get(i).model == turns.get(i - 1).model) {
        turns.get(i - 1).parts.addAll(turns.remove(i).parts);
      }
    }
    if (!turns.isEmpty() && turns.getLast().model && !profile.traits().prefill()) {
      fidelity.change("messages[" + last + "]", "the model is asked in words to go on with it");
      turn(false).parts.add(textPart(GO_ON));
    }
    begin();
  }

  /**
   * Without a system's place its words are the user's; somebody has to begin, and it is the user.
   */
  private void begin() {
    boolean alone = turns.isEmpty() && !system.isEmpty();
    if (alone || (!profile.traits().system() && !system.isEmpty())) {
      if (turns.isEmpty() || turns.getFirst().model) {
        turns.addFirst(new Turn(false));
      }
      turns.getFirst().parts.addAll(0, system.stream().map(Conversation::textPart).toList());
      system.clear();
      fidelity.change("messages", "the system's words are sent as the user's");
    }
    if (turns.isEmpty() || turns.getFirst().model) {
      Turn first = new Turn(false);
      first.parts.add(textPart(PLACEHOLDER));
      turns.addFirst(first);
      fidelity.fill("messages", "a conversation begins with the user");
    }
  }

  void write(ObjectNode body) {
    if (!system.isEmpty() && profile.traits().system()) {
      ArrayNode parts = body.putObject("systemInstruction").putArray("parts");
      system.forEach(text -> parts.add(textPart(text)));
    }
    ArrayNode contents = body.putArray("contents");
    for (Turn turn : turns) {
      sign(turn);
      ArrayNode parts =
          contents.addObject().put("role", turn.model ? "model" : "user").putArray("parts");
      turn.parts.forEach(parts::add);
    }
  }

  /** A signature that came with the text goes back with it; calls have their own. */
  private static void sign(Turn turn) {
    if (turn.signature == null || !turn.calls.isEmpty()) {
      return;
    }
    for (ObjectNode part : turn.parts.reversed()) {
      if (part.has("text")) {
        part.put("thoughtSignature", turn.signature);
        return;
      }
    }
  }
}
