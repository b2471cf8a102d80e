package io.llmgw.gateway;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.Preview;
import java.util.List;

/**
 * What would become of a request.
 *
 * @param group the model group that is asked
 * @param deployment the one that would be called first
 * @param others those of the group that stand in for it
 * @param asItIs whether the client's bytes are sent, with the fewest possible changes, or the
 *     request is translated
 * @param fidelity what is lost or changed in translation
 */
public record Explanation(
    String group,
    DeploymentConfig deployment,
    List<DeploymentConfig> others,
    boolean asItIs,
    Preview upstream,
    List<Fidelity.Note> fidelity) {
  public Explanation {
    others = List.copyOf(others);
    fidelity = List.copyOf(fidelity);
  }
}
