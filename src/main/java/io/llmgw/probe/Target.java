package io.llmgw.probe;

import io.llmgw.config.DeploymentConfig;

/**
 * One deployment to test.
 *
 * @param name what people call it, unique in a run
 */
public record Target(String name, DeploymentConfig deployment) {

  /** Whether it stands for many models, of which none is named. */
  public boolean open() {
    return deployment.model().contains("*");
  }
}
