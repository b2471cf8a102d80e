package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one vendor is known for: an entry of {@code presets.json}, so that a new vendor needs no
 * code.
 *
 * @param base the vendor's address, null when every customer has an own one
 * @param path appended to a configured address that has no path of its own
 * @param strict whether unknown request parameters are refused, so that those of other systems are
 *     dropped
 * @param developer whether the role {@code developer} is understood
 * @param streamOptions whether {@code stream_options} is understood
 * @param responses whether the vendor's own address has OpenAI's Responses API
 * @param echoReasoning whether the reasoning before a tool call has to be sent back with its result
 * @param drop request parameters that are refused
 * @param rename request parameters that have another name here
 * @param quirks values it wants to be other than OpenAI's
 */
record Preset(
    String name,
    @Nullable String base,
    String path,
    boolean strict,
    boolean developer,
    boolean streamOptions,
    boolean responses,
    boolean echoReasoning,
    Set<String> drop,
    Map<String, String> rename,
    Quirks quirks) {

  /** Reads the file that comes with the program: vendor or alias to preset. */
  static Map<String, Preset> load() {
    try (InputStream in = Preset.class.getResourceAsStream("presets.json")) {
      if (in == null) {
        throw new IllegalStateException("presets.json is missing from the program");
      }
      Map<String, Preset> presets = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry : Json.MAPPER.readTree(in).properties()) {
        Preset preset = of(entry.getKey(), entry.getValue());
        presets.put(preset.name, preset);
        entry.getValue().path("aliases").forEach(alias -> presets.put(alias.asString(), preset));
      }
      return Map.copyOf(presets);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Preset of(String name, JsonNode entry) {
    Set<String> drop = new TreeSet<>();
    entry.path("drop").forEach(parameter -> drop.add(parameter.asString()));
    return new Preset(
        name,
        entry.has("base") ? entry.get("base").asString() : null,
        entry.path("path").asString(""),
        entry.path("strict").asBoolean(true),
        entry.path("developer").asBoolean(false),
        entry.path("streamOptions").asBoolean(true),
        entry.path("responses").asBoolean(false),
        entry.path("echoReasoning").asBoolean(false),
        Set.copyOf(drop),
        entry.path("rename").properties().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().asString())),
        Quirks.of(entry));
  }

  /** The same, knowing that {@code stream_options} is not understood. */
  Preset withoutStreamOptions() {
    return new Preset(
        name, base, path, strict, developer, false, responses, echoReasoning, drop, rename, quirks);
  }

  /** The same, knowing that this parameter is refused. */
  Preset dropping(String parameter) {
    Set<String> more = new TreeSet<>(drop);
    more.add(parameter);
    return new Preset(
        name,
        base,
        path,
        strict,
        developer,
        streamOptions,
        responses,
        echoReasoning,
        Set.copyOf(more),
        rename,
        quirks);
  }

  /** The same, knowing that this parameter has another name. */
  Preset renaming(String parameter, String newName) {
    Map<String, String> more = new HashMap<>(rename);
    more.put(parameter, newName);
    return new Preset(
        name,
        base,
        path,
        strict,
        developer,
        streamOptions,
        responses,
        echoReasoning,
        drop,
        Map.copyOf(more),
        quirks);
  }

  /** The address to use when that one is configured, or none. */
  @Nullable String address(@Nullable String configured) {
    if (configured == null || configured.isBlank()) {
      return base;
    }
    String bare = withoutSlashes(configured.strip());
    int host = bare.indexOf("://") + (bare.contains("://") ? 3 : 0);
    return bare.indexOf('/', host) >= 0 ? bare : bare + path;
  }

  /** Whether that address is the vendor's own, and has OpenAI's Responses API. */
  boolean hasResponses(String address) {
    return responses && base != null && host(address).endsWith(host(base));
  }

  /** The host with a dot before it, so that one can be told to lie within another. */
  private static String host(String address) {
    String rest = address.substring(address.indexOf("://") + 3).toLowerCase(Locale.ROOT);
    return "." + rest.split("[/:?#]", 2)[0];
  }

  /** The address without slashes at its end, unless nothing but those follows its scheme. */
  static String withoutSlashes(String address) {
    int end = address.length();
    while (end > 0 && address.charAt(end - 1) == '/' && !address.startsWith("://", end - 3)) {
      end--;
    }
    return address.substring(0, end);
  }
}
