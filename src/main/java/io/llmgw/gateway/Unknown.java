package io.llmgw.gateway;

import io.llmgw.config.Nearest;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Says that a model does not exist, and which one was probably meant. */
final class Unknown {
  private static final int MOST_NAMES = 5;
  private static final int LONGEST_SHOWN = 128;

  private Unknown() {}

  static GatewayException model(String asked, ModelTable models) {
    String name = shown(asked);
    Collection<String> known = models.groups().keySet();
    String hint =
        Nearest.to(name, known)
            .map(nearest -> "Did you mean '" + nearest + "'?")
            .orElseGet(() -> some(known));
    return new GatewayException(
        ErrorKind.NOT_FOUND,
        "The model '" + name + "' does not exist here. " + hint,
        new ErrorDetail(404, "invalid_request_error", "model_not_found", "model", null));
  }

  /**
   * The name without what would spoil a log or a chat bubble: control characters, and any length.
   */
  private static String shown(String name) {
    String bounded = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "…" : name;
    return bounded.replaceAll("\\p{Cntrl}", "?");
  }

  private static String some(Collection<String> known) {
    if (known.isEmpty()) {
      return "No model is configured.";
    }
    String more = known.size() > MOST_NAMES ? " and " + (known.size() - MOST_NAMES) + " more" : "";
    return "There is "
        + known.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + more
        + ".";
  }
}
