package io.llmgw.provider.azure;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Token;
import io.llmgw.provider.TokenSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whoever we are where we run: the ways are tried in Microsoft's usual order, and the one that gave
 * a token is kept to. A way that is set up but fails ends the search, since going on would sign in
 * as somebody else.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/developer/java/sdk/authentication/credential-chains">the
 *     order</a>
 */
final class AmbientIdentity implements TokenSource {
  private final List<TokenSource> ways;
  private volatile @Nullable TokenSource chosen;

  AmbientIdentity(List<TokenSource> ways) {
    this.ways = List.copyOf(ways);
  }

  @Override
  public Token fetch(Call call) {
    TokenSource last = chosen;
    if (last != null) {
      try {
        return last.fetch(call);
      } catch (NoIdentityException _) {
        // gone since then; the search begins anew and reports it if nothing else is found
        chosen = null;
      }
    }
    return search(call);
  }

  private Token search(Call call) {
    List<String> reasons = new ArrayList<>();
    for (TokenSource way : ways) {
      try {
        Token token = way.fetch(call);
        chosen = way;
        return token;
      } catch (NoIdentityException absent) {
        reasons.add(absent.text());
      }
    }
    throw new GatewayException(
        ErrorKind.AUTHENTICATION,
        "There is no key and no identity for Azure: "
            + String.join("; ", reasons)
            + ". Set api_key, or tenant_id, client_id and client_secret, or run 'az login'.",
        ErrorDetail.NONE);
  }
}
