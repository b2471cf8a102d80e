package io.llmgw.provider.gemini;

import io.llmgw.provider.Call;
import io.llmgw.provider.http.HttpTarget;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where one deployment is and how one gets in. Thread-safe. */
interface Endpoint {

  /** Where a method of the model is, such as {@code countTokens}. */
  HttpTarget method(String name);

  /** Where a page of the list of models is; null for the first. */
  HttpTarget models(@Nullable String page);

  /** The model's name inside a request. */
  String modelPath();

  /**
   * Headers that prove who asks. May block to fetch a token.
   *
   * @throws io.llmgw.model.GatewayException when there is no token to be had, saying why
   */
  Map<String, String> credentials(Call call);

  /** Told that the headers were refused; whether asking for them again gives others. */
  boolean refused();
}
