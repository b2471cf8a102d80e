package io.llmgw.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a model takes behind Bedrock's Converse API, which is the same for all of them but not all
 * of them take all of it.
 *
 * @param claude whether it is Anthropic's, which {@link ClaudeModels} knows more of
 * @param system whether the system's words have a place of their own
 * @param sampling whether temperature and top_p can be set
 * @param stop whether it takes stop sequences
 * @param topK the additional field for top_k, a path with dots; null for none
 * @param tools which calls can be asked for
 * @param mediaInResults whether a tool's result may hold images and documents
 * @param structuredOutputs whether it can be held to a JSON schema
 * @param prefill whether it goes on with an assistant's message at the end
 * @param cache how long its prompt cache can be asked to last
 * @param shortIds whether the ids of calls have nine letters and digits
 */
public record BedrockModel(
    boolean claude,
    boolean system,
    boolean sampling,
    boolean stop,
    @Nullable String topK,
    Tools tools,
    boolean mediaInResults,
    boolean structuredOutputs,
    boolean prefill,
    Reasoning reasoning,
    Cache cache,
    boolean shortIds,
    Embedding embedding) {

  /** Which calls of tools can be asked for. */
  public enum Tools {
    /** The model always decides itself. */
    AUTO,
    /** Any call, but not a certain one. */
    ANY,
    NAMED
  }

  /** How thinking is asked for. */
  public enum Reasoning {
    /** It cannot be. */
    FIXED,
    CLAUDE,
    /** With {@code reasoningConfig}. */
    NOVA,
    /** With {@code reasoning_effort}. */
    EFFORT
  }

  /** Which marks for the prompt cache it takes. */
  public enum Cache {
    NONE,
    /** The usual five minutes. */
    SHORT,
    /** An hour too. */
    LONG
  }

  /** The form in which a model that embeds wants its texts. */
  public enum Embedding {
    TITAN,
    COHERE,
    NOVA
  }
}
