package io.llmgw.provider.bedrock;

import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.EventStream;
import java.util.function.Supplier;

/** Writes down what a lane gave, to its end, be it good or bad. */
final class Told {
  private Told() {}

  /** One line for each event; a failure as the last. */
  static String events(Supplier<EventStream> open) {
    StringBuilder out = new StringBuilder();
    try (EventStream stream = open.get()) {
      for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
        // members that are not there are left out, to keep the files readable
        out.append(
                event
                    .toString()
                    .replaceAll(", (stopSequence|state|data)=null|(id=null, )", "")
                    .replaceAll("tooluse_[0-9a-f]{32}", "tooluse_made-up"))
            .append('\n');
      }
    } catch (GatewayException failure) {
      out.append("failed with ").append(failure(failure)).append('\n');
    }
    return out.toString();
  }

  static String failure(GatewayException failure) {
    return failure.kind()
        + ", status "
        + failure.status()
        + ", code "
        + failure.detail().code()
        + ": "
        + failure.text();
  }
}
