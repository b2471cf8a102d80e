package io.llmgw.provider.bedrock;

import io.llmgw.config.Secret;
import io.llmgw.provider.Call;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What proves to Bedrock who asks. Thread-safe. */
sealed interface Authorizer {

  /**
   * The headers to add to one request.
   *
   * @param secrets where those of the headers' secrets go that an error may quote
   * @throws io.llmgw.model.GatewayException when there are no keys to be had, saying why
   */
  Map<String, String> headers(RequestSigner.Unsigned request, Call call, List<String> secrets);

  /** Told that the headers were refused; whether asking for them again gives others. */
  boolean refused();

  /** Nothing of ours: the configured headers have to do. */
  record None() implements Authorizer {
    @Override
    public Map<String, String> headers(
        RequestSigner.Unsigned request, Call call, List<String> secrets) {
      return Map.of();
    }

    @Override
    public boolean refused() {
      return false;
    }
  }

  /** A key of Bedrock's own. */
  record Bearer(Secret key) implements Authorizer {
    @Override
    public Map<String, String> headers(
        RequestSigner.Unsigned request, Call call, List<String> secrets) {
      secrets.add(key.reveal());
      return Map.of("Authorization", "Bearer " + key.reveal());
    }

    @Override
    public boolean refused() {
      return false;
    }
  }

  /** Keys of AWS, which sign each request. */
  record Signed(KeySource source, RequestSigner signer, InstantSource clock) implements Authorizer {
    @Override
    public Map<String, String> headers(
        RequestSigner.Unsigned request, Call call, List<String> secrets) {
      AwsKeys keys = source.keys(call);
      List<String> quoted = new ArrayList<>(List.of(keys.accessKeyId()));
      if (keys.sessionToken() != null) {
        quoted.add(keys.sessionToken().reveal());
      }
      secrets.addAll(quoted);
      return signer.sign(request, keys, clock.instant());
    }

    @Override
    public boolean refused() {
      return source.refused();
    }
  }
}
