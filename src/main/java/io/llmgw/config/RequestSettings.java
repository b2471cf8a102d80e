package io.llmgw.config;

import java.time.Duration;

/**
 * {@code litellm_settings}: how requests and answers are treated unless a deployment says
 * otherwise.
 *
 * @param dropParams drop parameters the real model refuses instead of answering 400
 * @param includeStreamUsage ask the upstream for usage in every stream
 * @param connectTimeout limit to reach an upstream
 * @param chunkTimeout longest silence between two parts of an answer
 * @param keepAlive silence after which a streaming client gets a comment line
 * @param imageFetch what is fetched for providers that take files only as bytes
 */
public record RequestSettings(
    boolean dropParams,
    boolean includeStreamUsage,
    Duration connectTimeout,
    Duration chunkTimeout,
    Duration keepAlive,
    ImageFetch imageFetch) {

  public static final RequestSettings DEFAULT =
      new RequestSettings(
          true,
          false,
          Duration.ofSeconds(10),
          Duration.ofSeconds(300),
          Duration.ofSeconds(15),
          ImageFetch.DEFAULT);
}
