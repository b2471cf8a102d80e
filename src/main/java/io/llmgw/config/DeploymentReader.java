package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.DeploymentConfig.AwsIdentity;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.config.DeploymentConfig.VertexIdentity;
import io.llmgw.config.Key.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code model_list}. */
final class DeploymentReader {
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(?:key|token|secret|password|credentials?)");

  private final Loading loading;
  private final Map<String, Mapping> credentials;
  private final @Nullable Integer maxParallelRequests;

  /**
   * @param credentials {@code credential_values} by name
   * @param maxParallelRequests of an entry that says nothing
   */
  DeploymentReader(
      Loading loading, Map<String, Mapping> credentials, @Nullable Integer maxParallelRequests) {
    this.loading = loading;
    this.credentials = credentials;
    this.maxParallelRequests = maxParallelRequests;
  }

  /**
   * Reads one entry.
   *
   * @return none after a problem was reported; several for a list of organizations; without final
   *     ids
   */
  List<DeploymentConfig> read(Mapping entry, String path) {
    SectionValues fields = SectionValues.closed(loading, "model_list", path, entry);
    String paramsKey = fields.has("litellm_params") ? "litellm_params" : "params";
    if (!fields.has(paramsKey) || (fields.has("params") && fields.has("litellm_params"))) {
      loading
          .problems()
          .error("`%s` needs one map `litellm_params`".formatted(path), null, entry.position());
      return List.of();
    }
    SectionValues params =
        params(withCredential(fields.section(paramsKey)), path + "." + paramsKey);
    String modelName = fields.text("model_name");
    String model = params.text("model");
    UpstreamName upstream =
        model == null
            ? null
            : UpstreamName.resolve(
                model,
                params.text("custom_llm_provider"),
                loading.vendors(),
                loading.problems(),
                params.position("model"));
    List<DeploymentConfig> deployments =
        modelName == null || upstream == null
            ? List.of()
            : deployments(modelName, upstream, fields, params, path, origin(entry, params));
    fields.reportUnset();
    params.reportUnset();
    return deployments;
  }

  private static String origin(Mapping entry, SectionValues params) {
    Position key = params.position("api_key");
    Position written = entry.position();
    // Entries that discovery made stand where their key does.
    return written.line() == 0 && key != null ? key.shortLabel() : written.shortLabel();
  }

  private Mapping withCredential(Mapping params) {
    if (!(params.get("litellm_credential_name") instanceof Scalar name) || name.value() == null) {
      return params;
    }
    Mapping credential = credentials.get(name.text());
    if (credential == null) {
      loading
          .problems()
          .error(
              "credential_list has no credential `%s`".formatted(name.text()),
              Nearest.to(name.text(), credentials.keySet())
                  .map("did you mean `%s`?"::formatted)
                  .orElse(null),
              name.position());
      return params;
    }
    List<Entry> entries = new ArrayList<>(params.entries());
    credential.entries().stream()
        .filter(entry -> params.entry(entry.key()).isEmpty())
        .forEach(entries::add);
    return new Mapping(entries, params.position());
  }

  private SectionValues params(Mapping mapping, String path) {
    List<Entry> unknown = new ArrayList<>();
    SectionValues params =
        SectionValues.open(loading, "litellm_params", path, mapping, unknown::add);
    for (Entry entry : unknown) {
      // A mistyped api_key must not travel to the upstream as a parameter.
      if (SECRET_NAME.matcher(entry.key()).matches() || params.isMistyped(entry.key())) {
        params.warnUnknown(entry);
      } else {
        params.extra(entry);
        loading
            .problems()
            .note(
                "`%s` is sent to the upstream as a request parameter".formatted(entry.key()),
                null,
                entry.keyPosition());
      }
    }
    return params;
  }

  private List<DeploymentConfig> deployments(
      String modelName,
      UpstreamName upstream,
      SectionValues fields,
      SectionValues params,
      String path,
      String origin) {
    EndpointReader endpoint = new EndpointReader(loading, upstream.vendor(), params);
    Endpoint one = endpoint.read();
    AzureIdentity identity = endpoint.identity();
    VertexIdentity vertex = endpoint.vertex();
    AwsIdentity aws = endpoint.aws();
    Limits limits = limits(fields, params);
    Repair repair =
        new Repair(
            params.flag("drop_params"),
            params.texts("additional_drop_params"),
            params.texts("allowed_openai_params"));
    Mapping written = fields.section("model_info");
    SectionValues info = info(written, path + ".model_info");
    String id = info.text("id");
    ModelInfo facts = facts(info, params);
    info.reportUnset();
    List<String> organizations = params.texts("organization");
    List<DeploymentConfig> deployments = new ArrayList<>();
    for (int i = 0; i < Math.max(1, organizations.size()); i++) {
      Endpoint own = organizations.isEmpty() ? one : withOrganization(one, organizations.get(i));
      String ownId = id == null || i == 0 ? id : id + "-" + (i + 1);
      deployments.add(
          new DeploymentConfig(
              ownId == null ? "" : ownId,
              modelName,
              upstream.vendor().name(),
              upstream.model(),
              own,
              identity,
              vertex,
              aws,
              limits,
              repair,
              facts,
              origin));
    }
    return deployments;
  }

  private static Endpoint withOrganization(Endpoint endpoint, String organization) {
    return new Endpoint(
        endpoint.apiBase(),
        endpoint.apiKey(),
        endpoint.apiVersion(),
        organization,
        endpoint.extraHeaders(),
        endpoint.extraBody(),
        endpoint.defaults());
  }

  private Limits limits(SectionValues fields, SectionValues params) {
    params.inherit("num_retries", params, "max_retries");
    params.inherit("rpm", fields, "rpm");
    params.inherit("tpm", fields, "tpm");
    Integer parallel = params.integer("max_parallel_requests");
    return new Limits(
        params.duration("timeout"),
        params.duration("stream_timeout"),
        params.integer("num_retries"),
        params.integer("rpm"),
        params.integer("tpm"),
        params.integer("weight"),
        params.integer("order"),
        parallel != null ? parallel : maxParallelRequests,
        params.texts("tags"));
  }

  private SectionValues info(Mapping mapping, String path) {
    List<Entry> others = new ArrayList<>();
    SectionValues info = SectionValues.open(loading, "model_info", path, mapping, others::add);
    Section section = loading.table().section("model_info");
    for (Entry entry : mapping.entries()) {
      boolean later =
          section.find(entry.key()).filter(key -> !key.has(Status.SUPPORTED)).isPresent();
      if (later || others.contains(entry)) {
        info.extra(entry);
      }
    }
    return info;
  }

  private static ModelInfo facts(SectionValues info, SectionValues params) {
    Map<String, Boolean> supports = new LinkedHashMap<>();
    for (String name : info.matching("supports_*")) {
      supports.put(name.substring("supports_".length()), info.flag(name, false));
    }
    Map<String, Object> other = new LinkedHashMap<>();
    for (String pattern :
        List.of("input_cost_*", "output_cost_*", "cache_read_input_*", "cache_creation_input_*")) {
      params.matching(pattern).forEach(name -> other.put(name, params.number(name, 0)));
      info.matching(pattern).forEach(name -> other.put(name, info.number(name, 0)));
    }
    other.putAll(info.extras());
    List<String> accessGroups = info.texts("access_groups");
    if (!accessGroups.isEmpty()) {
      other.put(DeploymentConfig.ModelInfo.ACCESS_GROUPS, accessGroups);
    }
    String baseModel = info.text("base_model");
    Long maxTokens = info.whole("max_tokens");
    Long maxOutput = info.whole("max_output_tokens");
    if (maxTokens != null) {
      other.put("max_tokens", maxTokens);
    }
    return new ModelInfo(
        info.text("mode"),
        baseModel != null ? baseModel : params.text("base_model"),
        info.whole("max_input_tokens"),
        maxOutput != null ? maxOutput : maxTokens,
        supports,
        other);
  }
}
