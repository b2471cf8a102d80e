package io.llmgw.provider.openai;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.RequestSettings;
import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that decides how a request to one deployment must look: the vendor, the real model,
 * the configuration, and what was learned from the upstream's refusals. Immutable.
 *
 * @param model the upstream's name of the model, as JSON text
 * @param streaming whether the upstream can stream
 * @param tools whether the model can call tools
 * @param dropRefused drop what the model refuses, instead of refusing the request
 * @param dropPaths {@code additional_drop_params}
 * @param defaults members for requests that lack them, as JSON text
 * @param extra members for every request, as JSON text
 */
record Profile(
    Preset preset,
    ModelTraits traits,
    String modelName,
    byte[] model,
    boolean streaming,
    boolean tools,
    boolean dropRefused,
    boolean alwaysUsage,
    List<String> dropPaths,
    List<String> allowed,
    Map<String, byte[]> defaults,
    Map<String, byte[]> extra) {

  static Profile of(Preset preset, DeploymentConfig deployment, RequestSettings settings) {
    DeploymentConfig.Repair repair = deployment.repair();
    Boolean drop = repair.dropParams();
    Map<String, Boolean> supports = deployment.info().supports();
    return new Profile(
        preset,
        ModelTraits.of(deployment.realModel()),
        ResponsesMode.model(deployment),
        JsonEdit.quoted(ResponsesMode.model(deployment)),
        supports.getOrDefault("streaming", true),
        supports.getOrDefault("function_calling", true),
        drop == null ? settings.dropParams() : drop,
        settings.includeStreamUsage(),
        repair.dropAlways(),
        repair.allowAlways(),
        json(deployment.endpoint().defaults()),
        json(deployment.endpoint().extraBody()));
  }

  private static Map<String, byte[]> json(Map<String, Object> members) {
    return members.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> Json.MAPPER.writeValueAsBytes(entry.getValue()),
                (first, _) -> first,
                TreeMap::new));
  }

  /** The same, knowing that the model is one of OpenAI's reasoning models. */
  Profile reasoning() {
    return with(preset, traits.asReasoning(), streaming);
  }

  /** The same, knowing that the upstream cannot stream. */
  Profile withoutStreaming() {
    return with(preset, traits, false);
  }

  /** The same, knowing more about the upstream. */
  Profile with(Preset newPreset) {
    return with(newPreset, traits, streaming);
  }

  /** The same for one request, whose client has wishes of its own. */
  Profile with(Wishes wishes) {
    if (wishes.isNone()) {
      return this;
    }
    return new Profile(
        preset,
        traits,
        modelName,
        model,
        streaming,
        tools,
        wishes.drop() == null ? dropRefused : wishes.drop(),
        alwaysUsage,
        both(dropPaths, wishes.dropPaths()),
        both(allowed, wishes.allowed()),
        defaults,
        extra);
  }

  private static List<String> both(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().toList();
  }

  private Profile with(Preset newPreset, ModelTraits newTraits, boolean canStream) {
    return new Profile(
        newPreset,
        newTraits,
        modelName,
        model,
        canStream,
        tools,
        dropRefused,
        alwaysUsage,
        dropPaths,
        allowed,
        defaults,
        extra);
  }
}
