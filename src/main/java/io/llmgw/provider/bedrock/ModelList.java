package io.llmgw.provider.bedrock;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.UpstreamModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What can be called in a region: the models that are called by their own name, and the profiles by
 * which those are called that are spread over regions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html">models</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html">profiles</a>
 */
final class ModelList {
  private static final int MAX_PAGES = 50;

  private final Upstream upstream;

  ModelList(Upstream upstream) {
    this.upstream = upstream;
  }

  List<UpstreamModel> read(Call call) {
    Endpoint endpoint = upstream.endpoint();
    List<UpstreamModel> models = new ArrayList<>();
    upstream
        .get(endpoint.models(), "", call)
        .path("modelSummaries")
        .forEach(entry -> model(entry, models));
    try {
      profiles(models, call);
    } catch (GatewayException refused) {
      // who may list the models need not be allowed to list the profiles
      boolean ours =
          refused.kind() == ErrorKind.PERMISSION || refused.kind() == ErrorKind.NOT_FOUND;
      if (!ours || models.isEmpty()) {
        throw refused;
      }
    }
    return models;
  }

  private static void model(JsonNode entry, List<UpstreamModel> models) {
    String id = entry.path("modelId").asString("");
    boolean here = has(entry.path("inferenceTypesSupported"), "ON_DEMAND");
    boolean useful =
        has(entry.path("outputModalities"), "TEXT")
            || has(entry.path("outputModalities"), "EMBEDDING");
    String status = entry.path("modelLifecycle").path("status").asString("ACTIVE");
    if (!id.isEmpty() && here && useful && status.equals("ACTIVE")) {
      models.add(new UpstreamModel(id, owner(entry.path("providerName").asString(""))));
    }
  }

  /** A list that is left out says nothing. */
  private static boolean has(JsonNode list, String name) {
    boolean has = list.isMissingNode();
    for (JsonNode entry : list) {
      has |= entry.asString("").equals(name);
    }
    return has;
  }

  private static @Nullable String owner(String name) {
    return name.isEmpty() ? null : name.toLowerCase(Locale.ROOT);
  }

  private void profiles(List<UpstreamModel> models, Call call) {
    Endpoint endpoint = upstream.endpoint();
    String page = null;
    for (int i = 0; i < MAX_PAGES; i++) {
      String query = endpoint.profilesQuery(page);
      JsonNode list = upstream.get(endpoint.profiles(query), query, call);
      for (JsonNode entry : list.path("inferenceProfileSummaries")) {
        String id = entry.path("inferenceProfileId").asString("");
        if (!id.isEmpty() && entry.path("status").asString("ACTIVE").equals("ACTIVE")) {
          models.add(new UpstreamModel(id, vendor(id)));
        }
      }
      String next = list.path("nextToken").asString("");
      if (next.isEmpty() || next.equals(page)) {
        return;
      }
      page = next;
    }
  }

  /** The vendor in a name such as {@code us.anthropic.claude}; null in an own profile's. */
  private static @Nullable String vendor(String id) {
    String[] words = id.split("\\.");
    return words.length > 2 ? words[1] : null;
  }
}
