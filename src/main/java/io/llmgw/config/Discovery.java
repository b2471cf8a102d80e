package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.Vendor.Need;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what can be served when no list of models is written: by the well-known variables of
 * vendors.
 */
final class Discovery {
  private static final int LARGEST_POOL = 100;
  private static final int OLLAMA_PORT = 11434;

  private final LayeredEnvironment environment;
  private final VendorTable vendors;
  private final Problems problems;

  Discovery(LayeredEnvironment environment, VendorTable vendors, Problems problems) {
    this.environment = environment;
    this.vendors = vendors;
    this.problems = problems;
  }

  /** An entry of {@code model_list}, as if someone had written it. */
  static Mapping entry(String modelName, String model, @Nullable Scalar key, Position position) {
    List<Entry> params = new ArrayList<>();
    params.add(new Entry("model", position, Scalar.of(model, position)));
    if (key != null) {
      params.add(new Entry("api_key", position, key));
    }
    return new Mapping(
        List.of(
            new Entry("model_name", position, Scalar.of(modelName, position)),
            new Entry("litellm_params", position, new Mapping(params, position))),
        position);
  }

  /** The first of the variables that is set. */
  static @Nullable Scalar first(LayeredEnvironment environment, List<String> variables) {
    for (String variable : variables) {
      Scalar value = environment.scalar(variable);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The address the environment gives this vendor; null for none. */
  static @Nullable Scalar address(LayeredEnvironment environment, Vendor vendor) {
    Scalar value = first(environment, vendor.addressVariables());
    if (value == null || !String.valueOf(value.variable()).endsWith("_HOST")) {
      return value;
    }
    String url = Address.ofHost(value.text(), OLLAMA_PORT);
    return new Scalar(url, url, value.variable(), value.position());
  }

  /**
   * One entry for each key of each vendor whose variables are set; all its models, or the one that
   * is named.
   */
  List<Mapping> entries() {
    List<Mapping> entries = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Vendor vendor : vendors.vendors()) {
      boolean ours = vendor.key() != Need.NONE && vendor.address() != Vendor.Address.LOCAL;
      if (ours && taken.addAll(vendor.keyVariables())) {
        entries.addAll(entries(vendor));
      }
    }
    return entries;
  }

  /**
   * What {@code model_name: "*", model: "*"} stands for: every vendor's models, with the prefix and
   * bare.
   */
  List<Mapping> everything() {
    List<Mapping> entries = new ArrayList<>();
    for (Mapping entry : entries()) {
      entries.add(entry);
      Mapping params = (Mapping) entry.entries().get(1).value();
      String model = ((Scalar) params.entries().getFirst().value()).text();
      Scalar key = params.get("api_key") instanceof Scalar scalar ? scalar : null;
      String prefix = model.substring(0, model.indexOf('/'));
      for (String pattern : vendors.find(prefix).map(Vendor::models).orElse(List.of())) {
        entries.add(entry(pattern, prefix + "/" + pattern, key, entry.position()));
      }
    }
    return entries;
  }

  private List<Mapping> entries(Vendor vendor) {
    Boolean enabled = enabled(vendor);
    if (Boolean.FALSE.equals(enabled)) {
      return List.of();
    }
    List<Scalar> keys = keys(vendor);
    Scalar address = address(environment, vendor);
    boolean lacksAddress = vendor.address() == Vendor.Address.REQUIRED && address == null;
    boolean lacksKey = keys.isEmpty() && (vendor.key() == Need.REQUIRED || address == null);
    if (lacksAddress || lacksKey) {
      tellWhatIsMissing(vendor, keys, Boolean.TRUE.equals(enabled));
      return List.of();
    }
    Scalar named = first(environment, vendor.variablesOf("model"));
    String model = vendor.name() + "/" + (named == null ? "*" : named.text());
    if (keys.isEmpty() && address != null) {
      return List.of(entry(model, model, null, address.position()));
    }
    return keys.stream().map(key -> entry(model, model, key, key.position())).toList();
  }

  private void tellWhatIsMissing(Vendor vendor, List<Scalar> keys, boolean wanted) {
    if (!keys.isEmpty()) {
      problems.warning(
          "The key of `%s` is set, but its address is not".formatted(vendor.name()),
          "set " + String.join(" or ", vendor.addressVariables()),
          keys.getFirst().position());
    } else if (wanted) {
      problems.warning(
          "`%s` is switched on, but has no key".formatted(vendor.name()),
          "set " + String.join(" or ", vendor.keyVariables()),
          null);
    }
  }

  /** The vendor's keys, each once: {@code NAME}, {@code NAME_1}, {@code NAME_2} and so on. */
  private List<Scalar> keys(Vendor vendor) {
    Map<String, Scalar> keys = new LinkedHashMap<>();
    Scalar plain = first(environment, vendor.keyVariables());
    if (plain != null) {
      keys.put(plain.text(), plain);
    }
    for (String variable : vendor.keyVariables()) {
      for (int i = 1; i <= LARGEST_POOL; i++) {
        Scalar key = environment.scalar(variable + "_" + i);
        if (key == null) {
          break;
        }
        keys.putIfAbsent(key.text(), key);
      }
    }
    return List.copyOf(keys.values());
  }

  /** Servers worth looking for: those not switched off, at the addresses the environment gives. */
  List<LocalServer> localServers() {
    List<LocalServer> servers = new ArrayList<>();
    for (LocalServer server : vendors.localServers()) {
      Vendor vendor = vendors.find(server.provider()).orElseThrow();
      Boolean enabled = enabled(vendor);
      Scalar address = address(environment, vendor);
      if (!Boolean.FALSE.equals(enabled)) {
        String url = address == null ? server.baseUrl() : baseUrl(address.text(), server);
        boolean expected = address != null || Boolean.TRUE.equals(enabled);
        // One that is looked for at two ports is at the address the environment gives alone.
        if (servers.stream().noneMatch(other -> isSame(other, server.provider(), url))) {
          servers.add(new LocalServer(server.name(), server.provider(), url, expected));
        }
      }
    }
    return servers;
  }

  private static boolean isSame(LocalServer server, String provider, String url) {
    return server.provider().equals(provider) && server.baseUrl().equals(url);
  }

  private static String baseUrl(String address, LocalServer server) {
    String url = address.replaceFirst("/+$", "");
    if (!server.baseUrl().endsWith("/v1")) {
      return url.replaceFirst("/v1$", "");
    }
    return url.matches("[a-zA-Z]+://[^/]+") ? url + "/v1" : url;
  }

  /** What {@code ENABLE_OLLAMA} and its like say; null for nothing. */
  private @Nullable Boolean enabled(Vendor vendor) {
    Scalar value =
        first(
            environment,
            Stream.concat(Stream.of(vendor.name()), vendor.aliases().stream())
                .map(name -> "ENABLE_" + name.toUpperCase(Locale.ROOT).replace('.', '_'))
                .toList());
    if (value == null) {
      return null;
    }
    Boolean truth = ValueReader.truth(value.text());
    if (truth == null) {
      problems.error(
          "%s takes true or false, not `%s`".formatted(value.variable(), value.text()),
          null,
          value.position());
    }
    return truth;
  }
}
