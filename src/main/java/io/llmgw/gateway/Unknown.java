package io.llmgw.gateway;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says that a model does not exist, and which one was probably meant. */
final class Unknown {
  private static final int MOST_NAMES = 5;

  private Unknown() {}

  static GatewayException model(String name, ModelTable models) {
    Collection<String> known = models.groups().keySet();
    String hint =
        known.stream()
            .filter(candidate -> distance(name, candidate) <= Math.max(2, name.length() / 3))
            .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
            .map(nearest -> "Did you mean '" + nearest + "'?")
            .orElseGet(() -> some(known));
    return new GatewayException(
        ErrorKind.NOT_FOUND,
        "The model '" + name + "' does not exist here. " + hint,
        new ErrorDetail(404, "invalid_request_error", "model_not_found", "model", null));
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

  /** Levenshtein's distance, blind to case. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
