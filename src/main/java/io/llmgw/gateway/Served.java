package io.llmgw.gateway;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.provider.Answer;
import java.time.Duration;

/**
 * A good answer and how it came about. Whoever holds it closes the answer.
 *
 * @param group the model group that was asked
 * @param retries tries that failed before this one
 * @param upstreamTime from the start of the successful try to its first good event
 */
public record Served(
    Answer answer, DeploymentConfig deployment, String group, int retries, Duration upstreamTime) {}
