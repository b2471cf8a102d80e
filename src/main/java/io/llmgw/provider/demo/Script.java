package io.llmgw.provider.demo;

import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the demo model is going to say, in this order.
 *
 * @param failure what breaks the answer off after everything else was said, null for a good end
 * @param pause the wait before each token
 */
record Script(
    String reasoning,
    String text,
    List<ToolUse> calls,
    @Nullable GatewayException failure,
    Duration pause) {

  /** A call of a tool; {@code arguments} is JSON text. */
  record ToolUse(String name, String arguments) {}

  Script {
    calls = List.copyOf(calls);
  }

  static Script says(String text) {
    return new Script("", text, List.of(), null, Duration.ZERO);
  }

  static Script calls(List<ToolUse> calls) {
    return new Script("", "", calls, null, Duration.ZERO);
  }

  Script thinking(String thoughts) {
    return new Script(thoughts, text, calls, failure, pause);
  }

  Script breakingOff(GatewayException with) {
    return new Script(reasoning, text, calls, with, pause);
  }

  Script paced(Duration perToken) {
    return new Script(reasoning, text, calls, failure, perToken);
  }

  Script saying(String other) {
    return new Script(reasoning, other, calls, failure, pause);
  }

  /** This script up to the first stop sequence in its text; whatever would follow is never said. */
  Script until(List<String> stops) {
    Optional<Integer> end =
        stops.stream()
            .filter(stop -> !stop.isEmpty())
            .map(text::indexOf)
            .filter(at -> at >= 0)
            .min(Integer::compare);
    return end.map(at -> new Script(reasoning, text.substring(0, at), List.of(), null, pause))
        .orElse(this);
  }
}
