package io.llmgw.provider.bedrock;

import io.llmgw.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What requests are signed with.
 *
 * @param sessionToken of keys that are lent for a time only; null for others
 */
record AwsKeys(String accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken) {}
