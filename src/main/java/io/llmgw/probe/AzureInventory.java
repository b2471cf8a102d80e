package io.llmgw.probe;

import io.llmgw.provider.UpstreamDeployment;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes note of what is known about the deployments of an Azure resource. */
record AzureInventory(Target target, Climb climb) {

  /** What is known about the tested one. */
  void note(List<UpstreamDeployment> deployments) {
    deployments.stream()
        .filter(one -> one.name().equalsIgnoreCase(target.deployment().model()))
        .findFirst()
        .ifPresent(this::note);
  }

  private void note(UpstreamDeployment one) {
    climb.fact("deployed_model", one.model());
    climb.fact("deployed_version", one.version());
    climb.fact("sku", one.sku());
    climb.fact("capacity", one.capacity() == null ? null : one.capacity().toString());
    climb.fact("state", one.state());
    boolean ready = one.state() == null || one.state().toLowerCase(Locale.ROOT).equals("succeeded");
    if (!ready) {
      climb.note(
          new Finding(
              "state", "the deployment's state is " + one.state(), "wait, or create it anew"));
    }
    Integer capacity = one.capacity();
    if (capacity != null && capacity == 0) {
      climb.note(new Finding("capacity", "the deployment has a capacity of 0", "raise its quota"));
    }
    Served.check(target, one.model());
  }

  /** All there are, for whoever named none. */
  void list(List<UpstreamDeployment> deployments) {
    if (!deployments.isEmpty()) {
      climb.note(
          new Finding(
              "deployments",
              "deployments: "
                  + deployments.stream()
                      .map(AzureInventory::described)
                      .collect(Collectors.joining(", ")),
              null));
    }
  }

  private static String described(UpstreamDeployment one) {
    String details =
        Stream.of(
                one.model(),
                one.version(),
                one.sku(),
                one.capacity() == null ? null : one.capacity().toString(),
                one.state())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return details.isEmpty() ? one.name() : one.name() + " (" + details + ")";
  }
}
