package io.llmgw.provider.openai;

import io.llmgw.provider.Call;
import io.llmgw.provider.Operation;
import io.llmgw.provider.http.HttpTarget;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an upstream that speaks OpenAI's protocol is, and how one gets in. Thread-safe. */
public interface Address {

  /** Where that operation is posted to. */
  HttpTarget target(Operation operation);

  /** Whether that place is known to have OpenAI's Responses API. */
  default boolean hasResponses() {
    return false;
  }

  /** Where the list of models is. */
  HttpTarget models();

  /** Where the list of deployments is; null where there are none. */
  default @Nullable HttpTarget deployments() {
    return null;
  }

  /**
   * Headers that prove who asks. May block to fetch a token, which is then kept until shortly
   * before it expires.
   *
   * @throws io.llmgw.model.GatewayException when no token can be had, saying why
   */
  Map<String, String> credentials(Call call);

  /**
   * Told when the upstream refused the credentials.
   *
   * @return whether a second try with {@link #credentials} anew makes sense, because they were a
   *     kept token
   */
  default boolean refused() {
    return false;
  }
}
