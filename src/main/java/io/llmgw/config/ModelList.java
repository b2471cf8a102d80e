package io.llmgw.config;

import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the models: those that are written, those the environment offers, and one that is asked for
 * by name.
 */
final class ModelList {
  private final Loading loading;
  private final DeploymentReader reader;
  private final List<DeploymentConfig> deployments = new ArrayList<>();
  private int entries;

  ModelList(Loading loading, SectionValues top, SettingsReader settings) {
    this.loading = loading;
    this.reader =
        new DeploymentReader(loading, credentials(loading, top), settings.maxParallelRequests());
  }

  private static Map<String, Mapping> credentials(Loading loading, SectionValues top) {
    Map<String, Mapping> credentials = new LinkedHashMap<>();
    int index = 0;
    for (Mapping entry : top.sections("credential_list")) {
      SectionValues values =
          SectionValues.closed(
              loading, "credential_list", "credential_list[" + index++ + "]", entry);
      String name = values.text("credential_name");
      if (name != null) {
        credentials.put(name, values.section("credential_values"));
      }
      values.reportUnset();
    }
    return credentials;
  }

  void addWritten(List<Mapping> written, Discovery discovery) {
    for (Mapping entry : written) {
      if (!standsForEverything(entry)) {
        add(entry);
        continue;
      }
      List<Mapping> all = discovery.everything();
      all.forEach(this::add);
      if (all.isEmpty()) {
        loading
            .problems()
            .warning(
                "`*` stands for every vendor whose key is set, and none is",
                "set OPENAI_API_KEY or another vendor's variable, or name one: `openai/*`",
                entry.position());
      }
    }
  }

  private static boolean standsForEverything(Mapping entry) {
    ConfigNode params = entry.get("litellm_params");
    return entry.get("model_name") instanceof Scalar name
        && name.text().equals("*")
        && (params == null ? entry.get("params") : params) instanceof Mapping mapping
        && mapping.entries().size() == 1
        && mapping.get("model") instanceof Scalar model
        && model.text().equals("*");
  }

  void addDiscovered(Discovery discovery) {
    discovery.entries().forEach(this::add);
  }

  void addDemo() {
    Position position = Position.of(Source.flag("built in"));
    add(Discovery.entry("demo", "demo/demo", null, position));
  }

  /** Makes sure that this name is served, by what is there or by an upstream of its own. */
  void addNamed(String name, Position position) {
    if (deployments.stream().anyMatch(deployment -> deployment.modelName().equals(name))) {
      return;
    }
    UpstreamName upstream =
        UpstreamName.resolve(name, null, loading.vendors(), loading.problems(), position);
    if (upstream == null) {
      return;
    }
    // A wildcard that would serve the name lends its keys and limits.
    List<DeploymentConfig> like =
        deployments.stream()
            .filter(deployment -> deployment.model().equals("*"))
            .filter(deployment -> deployment.provider().equals(upstream.vendor().name()))
            .map(deployment -> named(deployment, name, upstream.model()))
            .toList();
    if (like.isEmpty()) {
      add(Discovery.entry(name, name, null, position));
    } else {
      deployments.addAll(like);
    }
  }

  private static DeploymentConfig named(DeploymentConfig wildcard, String name, String model) {
    return new DeploymentConfig(
        "",
        name,
        wildcard.provider(),
        model,
        wildcard.endpoint(),
        wildcard.azure(),
        wildcard.vertex(),
        wildcard.aws(),
        wildcard.limits(),
        wildcard.repair(),
        wildcard.info(),
        wildcard.origin());
  }

  private void add(Mapping entry) {
    deployments.addAll(reader.read(entry, "model_list[" + entries++ + "]"));
  }

  List<DeploymentConfig> deployments() {
    return DeploymentIds.assign(deployments, loading.problems());
  }
}
