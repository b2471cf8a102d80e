package io.llmgw.probe;

import io.llmgw.config.DeploymentConfig;

/**
 * One deployment to test.
 *
 * @param name what people call it, unique in a run
 * @param keyFlags how a command line gives its key, such as {@code --key-env VAR}; empty when it is
 *     found without
 */
public record Target(String name, DeploymentConfig deployment, String keyFlags) {

  /** A target whose key is found without a flag. */
  public Target(String name, DeploymentConfig deployment) {
    this(name, deployment, "");
  }

  /** Whether it stands for many models, of which none is named. */
  public boolean open() {
    return deployment.model().contains("*");
  }
}
