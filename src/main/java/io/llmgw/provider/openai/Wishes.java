package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client says to the gateway about the parameters of its request.
 *
 * @param drop {@code drop_params}; null when it does not say
 * @param dropPaths {@code additional_drop_params}
 * @param allowed {@code allowed_openai_params}
 */
record Wishes(@Nullable Boolean drop, List<String> dropPaths, List<String> allowed) {
  private static final Wishes NONE = new Wishes(null, List.of(), List.of());

  boolean isNone() {
    return drop == null && dropPaths.isEmpty() && allowed.isEmpty();
  }

  static Wishes of(JsonObjectIndex body) {
    int drop = body.find("drop_params");
    int paths = body.find("additional_drop_params");
    int allowed = body.find("allowed_openai_params");
    if (drop < 0 && paths < 0 && allowed < 0) {
      return NONE;
    }
    boolean said = body.type(drop) == 't' || body.type(drop) == 'f';
    return new Wishes(said ? body.isTrue(drop) : null, texts(body, paths), texts(body, allowed));
  }

  private static List<String> texts(JsonObjectIndex body, int member) {
    List<String> texts = new ArrayList<>();
    if (body.type(member) == '[') {
      body.tree(member).forEach(text -> texts.add(text.asString("")));
      texts.removeIf(String::isEmpty);
    }
    return texts;
  }
}
