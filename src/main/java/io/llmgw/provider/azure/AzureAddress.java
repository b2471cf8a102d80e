package io.llmgw.provider.azure;

import io.llmgw.provider.Call;
import io.llmgw.provider.Credentials;
import io.llmgw.provider.Operation;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.openai.Address;
import java.util.EnumMap;
import java.util.Map;

/** A deployment's place and its way in. */
final class AzureAddress implements Address {
  private final Map<Operation, HttpTarget> targets = new EnumMap<>(Operation.class);
  private final HttpTarget models;
  private final HttpTarget deployments;
  private final boolean responses;
  private final Credentials credentials;

  /**
   * Parses every URL once.
   *
   * @throws IllegalArgumentException when a header has characters HTTP does not allow
   */
  AzureAddress(
      AzureEndpoint endpoint,
      String deployment,
      Map<String, String> headers,
      Credentials credentials) {
    for (Operation operation : Operation.values()) {
      targets.put(operation, HttpTarget.of(endpoint.url(operation, deployment), headers));
    }
    this.models = HttpTarget.of(endpoint.models(), headers);
    this.deployments = HttpTarget.of(endpoint.deployments(), headers);
    this.responses = !endpoint.classic() && Hosts.azure(endpoint.host());
    this.credentials = credentials;
  }

  @Override
  public HttpTarget target(Operation operation) {
    HttpTarget target = targets.get(operation);
    if (target == null) {
      throw new IllegalArgumentException(operation.name());
    }
    return target;
  }

  @Override
  public boolean hasResponses() {
    return responses;
  }

  @Override
  public HttpTarget models() {
    return models;
  }

  @Override
  public HttpTarget deployments() {
    return deployments;
  }

  @Override
  public Map<String, String> credentials(Call call) {
    return credentials.headers(call);
  }

  @Override
  public boolean refused() {
    return credentials.refused();
  }
}
