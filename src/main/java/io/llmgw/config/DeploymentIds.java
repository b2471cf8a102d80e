package io.llmgw.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Gives every deployment an id that stays the same over restarts, reloads and new keys. */
final class DeploymentIds {
  private DeploymentIds() {}

  /** Keeps written ids, two of which must not be equal, and makes the others. */
  static List<DeploymentConfig> assign(List<DeploymentConfig> deployments, Problems problems) {
    Map<String, DeploymentConfig> taken = new HashMap<>();
    for (DeploymentConfig deployment : deployments) {
      DeploymentConfig first =
          deployment.id().isEmpty() ? null : taken.putIfAbsent(deployment.id(), deployment);
      if (first != null) {
        problems.error(
            "The id `%s` belongs to two entries: %s and %s"
                .formatted(deployment.id(), first.origin(), deployment.origin()),
            "give each entry its own model_info.id, or none",
            null);
      }
    }
    List<DeploymentConfig> result = new ArrayList<>();
    for (DeploymentConfig deployment : deployments) {
      if (!deployment.id().isEmpty()) {
        result.add(deployment);
        continue;
      }
      String hash = hash(deployment);
      String id = hash;
      for (int i = 2; taken.putIfAbsent(id, deployment) != null; i++) {
        // Entries that differ in their key alone: the key must not show in the id.
        id = hash + "-" + i;
      }
      result.add(withId(deployment, id));
    }
    return result;
  }

  /** FNV-1a in 64 bits over what names the upstream; a collision only costs a suffix. */
  private static String hash(DeploymentConfig deployment) {
    long hash = 0xcbf29ce484222325L;
    List<String> parts =
        new ArrayList<>(
            List.of(
                deployment.modelName(),
                deployment.provider(),
                deployment.model(),
                Objects.toString(deployment.endpoint().apiBase(), ""),
                Objects.toString(deployment.endpoint().apiVersion(), ""),
                Objects.toString(deployment.endpoint().organization(), "")));
    // only where they are set, so that other entries keep the ids they have
    Stream.of(
            deployment.vertex().project(),
            deployment.vertex().location(),
            deployment.aws().region(),
            deployment.aws().profile(),
            deployment.aws().endpoint())
        .filter(Objects::nonNull)
        .forEach(parts::add);
    for (String part : parts) {
      for (int i = 0; i <= part.length(); i++) {
        hash = (hash ^ (i == part.length() ? 0 : part.charAt(i))) * 0x100000001b3L;
      }
    }
    return HexFormat.of().toHexDigits(hash);
  }

  private static DeploymentConfig withId(DeploymentConfig deployment, String id) {
    return new DeploymentConfig(
        id,
        deployment.modelName(),
        deployment.provider(),
        deployment.model(),
        deployment.endpoint(),
        deployment.azure(),
        deployment.vertex(),
        deployment.aws(),
        deployment.limits(),
        deployment.repair(),
        deployment.info(),
        deployment.origin());
  }
}
