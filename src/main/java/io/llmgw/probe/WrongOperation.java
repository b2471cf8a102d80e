package io.llmgw.probe;

import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.probe.Checks.Seen;
import io.llmgw.provider.Call;
import io.llmgw.provider.Provider;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks an Azure deployment for what its model cannot do. The refusal comes before the model is
 * reached, costs nothing, and names the model; a deployment that is not there says so instead.
 */
record WrongOperation(Target target, boolean embeds, Climb climb) {
  private static final Pattern SPECIFIED = Pattern.compile("specified model,? '?([\\w.:-]*\\w)");

  Seen probe(Provider provider, Call call) {
    try {
      ask(provider, call);
    } catch (GatewayException refusal) {
      return refused(refusal);
    }
    throw new GatewayException(
        ErrorKind.INVALID_REQUEST,
        embeds ? "It answers chats." : "It makes embeddings.",
        new ErrorDetail(400, null, "OperationNotSupported", null, null));
  }

  private void ask(Provider provider, Call call) {
    String name = target.deployment().modelName();
    if (embeds) {
      provider.chat(Question.chat(name), call).close();
    } else {
      provider.embed(new Embeddings.Request(name, List.of("ping"), null), call);
    }
  }

  private Seen refused(GatewayException refusal) {
    String words = refusal.text().toLowerCase(Locale.ROOT);
    boolean operation =
        "OperationNotSupported".equals(refusal.detail().code())
            || words.contains("operation does not work");
    if (operation) {
      Matcher model = SPECIFIED.matcher(refusal.text());
      String served = model.find() ? model.group(1) : "";
      climb.fact("served_model", served);
      Served.check(target, served);
      return Seen.passed(served.isEmpty() ? "deployed" : "serves " + served);
    }
    if (refusal.kind() == ErrorKind.RATE_LIMIT) {
      return Seen.passed("deployed, and at its limit now");
    }
    boolean body =
        refusal.detail().status() == 400
            && refusal.kind() == ErrorKind.INVALID_REQUEST
            && !words.contains("api version")
            && !words.contains("api-version")
            && !words.contains("tenant");
    if (body) {
      return Seen.passed("deployed");
    }
    throw refusal;
  }
}
