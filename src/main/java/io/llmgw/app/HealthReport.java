package io.llmgw.app;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.json.Json;
import io.llmgw.probe.Diagnosis;
import io.llmgw.probe.TargetReport;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The outcome of checks as LiteLLM's {@code /health} tells it.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/health">its answer</a>
 */
final class HealthReport {
  private HealthReport() {}

  /**
   * The fields of the answer.
   *
   * @param details whether more is told than which deployments are well
   */
  static ObjectNode of(List<TargetReport> reports, boolean details) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode healthy = body.putArray("healthy_endpoints");
    ArrayNode unhealthy = body.putArray("unhealthy_endpoints");
    for (TargetReport report : reports) {
      (report.diagnosis() == null ? healthy : unhealthy).add(endpoint(report, details));
    }
    body.put("healthy_count", healthy.size());
    body.put("unhealthy_count", unhealthy.size());
    return body;
  }

  private static ObjectNode endpoint(TargetReport report, boolean details) {
    DeploymentConfig deployment = report.target().deployment();
    ObjectNode endpoint =
        Json.MAPPER
            .createObjectNode()
            .put("model", deployment.provider() + "/" + deployment.model())
            .put("model_name", deployment.modelName())
            .put("model_id", deployment.id());
    if (!details) {
      return endpoint;
    }
    String base = deployment.endpoint().apiBase();
    if (base != null) {
      // a query may hold a key
      endpoint.put("api_base", base.replaceFirst("\\?.*$", ""));
    }
    endpoint.put("latency_ms", report.took().toMillis());
    Diagnosis wrong = report.diagnosis();
    if (wrong != null) {
      endpoint
          .put("error", wrong.what())
          .put("code", wrong.code())
          .put("cause", wrong.cause())
          .put("hint", wrong.hint());
    }
    new TreeMap<>(report.facts()).forEach(endpoint::put);
    return endpoint;
  }
}
