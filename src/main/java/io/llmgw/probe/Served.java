package io.llmgw.probe;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import org.jspecify.annotations.Nullable;

/** Compares the model that answers with the one the configuration promises. */
final class Served {
  static final String OTHER_MODEL = "other_model";

  private Served() {}

  /**
   * Checks it where both are known.
   *
   * @throws GatewayException when they differ
   */
  static void check(Target target, @Nullable String served) {
    String promised = target.deployment().info().baseModel();
    if (promised == null || served == null || served.isBlank() || Names.same(promised, served)) {
      return;
    }
    throw new GatewayException(
        ErrorKind.NOT_FOUND,
        "base_model says " + promised + ", and " + served + " answers",
        ErrorDetail.ofCode(OTHER_MODEL));
  }
}
