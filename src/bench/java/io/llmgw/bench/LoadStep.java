package io.llmgw.bench;

import java.time.Duration;

/**
 * A closed loop: each connection sends its next request when the answer to the last is there. The
 * connections start one after the other over the time of {@code spread}; then comes {@code ramp},
 * which is not measured either.
 */
record LoadStep(
    Endpoint endpoint,
    Script script,
    int connections,
    Duration spread,
    Duration ramp,
    Duration measured) {}
