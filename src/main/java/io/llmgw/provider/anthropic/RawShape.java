package io.llmgw.provider.anthropic;

import io.llmgw.json.DropPath;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.Payload;
import io.llmgw.provider.Operation;
import io.llmgw.provider.RawRequest;

/**
 * A request of a client that speaks the protocol itself: nothing changes but the model's name, and
 * what the configuration says.
 */
final class RawShape {
  private RawShape() {}

  static Payload fit(Profile profile, JsonObjectIndex body, Operation operation) {
    try {
      return fitted(profile, body, operation);
    } catch (JsonSyntaxException broken) {
      throw RawRequest.unreadable(broken);
    }
  }

  private static Payload fitted(Profile profile, JsonObjectIndex body, Operation operation) {
    JsonEdit edit = new JsonEdit(body).put("model", JsonEdit.quoted(profile.model()));
    if (operation == Operation.CHAT) {
      profile
          .defaults()
          .forEach((name, json) -> {
            if (!body.has(name)) {
              edit.add(name, json);
            }
          });
    }
    profile.dropPaths().forEach(path -> DropPath.remove(edit, body, path));
    if (operation == Operation.CHAT) {
      profile.extraBody().forEach((name, json) -> set(edit, body, name, json));
    }
    return edit.apply();
  }

  /** Puts a member there even when it was taken out: it was configured for this upstream. */
  private static void set(JsonEdit edit, JsonObjectIndex body, String name, byte[] json) {
    int member = body.find(name);
    if (member >= 0 && edit.removed(member)) {
      edit.add(name, json);
    } else {
      edit.put(name, json);
    }
  }
}
