package io.llmgw.gateway;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Answer;
import java.time.Duration;
import java.util.List;

/**
 * A good answer and how it came about. Whoever holds it closes the answer.
 *
 * @param group the model group that was asked
 * @param failed tries that failed before this one, in their order
 * @param fidelity what was lost or changed in translation; empty when nothing was translated
 * @param upstreamTime from the start of the successful try to its first good event
 */
public record Served(
    Answer answer,
    DeploymentConfig deployment,
    String group,
    List<FailedTry> failed,
    List<Fidelity.Note> fidelity,
    Duration upstreamTime) {

  /**
   * A try that failed.
   *
   * @param took from its start to its failure
   */
  public record FailedTry(DeploymentConfig deployment, Duration took, GatewayException failure) {}

  public Served {
    failed = List.copyOf(failed);
  }

  /** How many tries failed before. */
  public int retries() {
    return failed.size();
  }
}
