package io.llmgw.provider.bedrock;

import io.llmgw.catalog.BedrockModel;
import io.llmgw.catalog.BedrockModel.Tools;
import io.llmgw.catalog.BedrockModels;
import io.llmgw.catalog.ClaudeModel;
import io.llmgw.catalog.ClaudeModels;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.provider.Additions;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What decides how a request to one deployment looks. Immutable.
 *
 * @param vendor for messages
 * @param model the model's id, without a route or a region
 * @param claude what Anthropic says of the model; for others, that everything passes
 * @param models knows which features in trial Bedrock takes
 * @param additions what the configuration adds
 * @param streaming whether the model streams
 * @param dimensions length of vectors when the client asks for none, or null
 * @param dropped {@code additional_drop_params}
 * @param allowed {@code allowed_openai_params}
 * @param ownWords whether requests in Anthropic's words may go to the model as they are
 */
record Profile(
    String vendor,
    String model,
    BedrockModel traits,
    ClaudeModel claude,
    BedrockModels models,
    Additions additions,
    boolean streaming,
    @Nullable Integer dimensions,
    List<String> dropped,
    List<String> allowed,
    boolean ownWords) {

  /** Routes that ask for the Converse operations. */
  private static final Pattern CONVERSE = Pattern.compile("(^|/)(bedrock_)?converse(_like)?/");

  static Profile of(
      DeploymentConfig deployment, ModelName name, BedrockModels models, ClaudeModels claudes) {
    String real = ModelName.of(deployment.realModel()).id();
    Long limit = deployment.info().maxOutputTokens();
    ClaudeModel claude = claudes.of(real);
    return new Profile(
        deployment.provider(),
        name.id(),
        models.of(real),
        limit == null ? claude : claude.withMaxOutput((int) Math.min(limit, Integer.MAX_VALUE)),
        models,
        new Additions(deployment.endpoint()),
        deployment.info().supports().getOrDefault("streaming", true),
        deployment.endpoint().defaults().get("dimensions") instanceof Number number
            ? number.intValue()
            : null,
        deployment.repair().dropAlways(),
        deployment.repair().allowAlways(),
        models.of(real).claude() && !CONVERSE.matcher(deployment.model()).find());
  }

  /** Which calls of tools can be asked for. */
  Tools tools() {
    return traits.claude() && !claude.forcedTools() ? Tools.AUTO : traits.tools();
  }

  boolean structuredOutputs() {
    return traits.structuredOutputs() && (!traits.claude() || claude.structuredOutputs());
  }

  boolean prefill() {
    return traits.prefill() && (!traits.claude() || claude.prefill());
  }
}
