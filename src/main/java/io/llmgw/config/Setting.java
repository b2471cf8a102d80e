package io.llmgw.config;

/**
 * One effective setting, for people.
 *
 * @param path such as {@code model_list[0].litellm_params.model}
 * @param value as one would write it, secrets masked
 * @param source {@code llmgw.yaml:12}, {@code $NAME}, a flag, or {@code default}
 */
public record Setting(String path, String value, String source) {}
