package io.llmgw.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
  @Test
  void writesWhatPrometheusReads() {
    var all = new Measurements();

    all.gauge("a_seconds", "How long.").value(1_763_715_600);
    all.gauge("b", "How many.")
        .value(Map.of("z", "1", "a", "x\"y\\z\nw"), 25)
        .value(Map.of("a", "é"), 0);

    assertThat(all)
        .hasToString(
            """
            # HELP a_seconds How long.
            # TYPE a_seconds gauge
            a_seconds 1763715600
            # HELP b How many.
            # TYPE b gauge
            b{a="x\\"y\\\\z\\nw",z="1"} 25
            b{a="é"} 0
            """);
  }
}
