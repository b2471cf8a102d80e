package io.llmgw.provider.gemini;

import io.llmgw.catalog.GeminiModel;
import io.llmgw.catalog.GeminiModels;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.provider.Additions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decides how a request to one deployment looks. Immutable.
 *
 * @param vendor for messages
 * @param model the upstream's name of the model
 * @param vertex whether it is on Vertex AI, which differs in places
 * @param embedding how Vertex AI embeds with it
 * @param additions what the configuration adds
 * @param dimensions length of vectors when the client asks for none, or null
 * @param dropped {@code additional_drop_params}
 * @param allowed {@code allowed_openai_params}
 */
record Profile(
    String vendor,
    String model,
    GeminiModel traits,
    boolean vertex,
    GeminiModels.VertexEmbedding embedding,
    Additions additions,
    @Nullable Integer dimensions,
    List<String> dropped,
    List<String> allowed) {

  static Profile of(DeploymentConfig deployment, boolean vertex, GeminiModels models) {
    return new Profile(
        deployment.provider(),
        deployment.model(),
        models.of(deployment.realModel()),
        vertex,
        models.vertexEmbedding(deployment.realModel()),
        new Additions(deployment.endpoint()),
        deployment.endpoint().defaults().get("dimensions") instanceof Number number
            ? number.intValue()
            : null,
        deployment.repair().dropAlways(),
        deployment.repair().allowAlways());
  }
}
