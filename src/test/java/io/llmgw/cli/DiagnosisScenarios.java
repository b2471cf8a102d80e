package io.llmgw.cli;

import static io.llmgw.cli.DiagnosisScenario.azure;
import static io.llmgw.cli.DiagnosisScenario.error;
import static io.llmgw.cli.DiagnosisScenario.of;

import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Reply;
import java.util.List;
import java.util.stream.Stream;

/** The ways set-ups go wrong, with the exit code each must end with. */
final class DiagnosisScenarios {
  private static final Reply PAGE =
      Reply.page(404, "text/html", "<!doctype html><title>404</title><h1>Not here</h1>");
  private static final String CONVERSE = "/converse-stream";
  private static final String OPENAI_KEY = "sk-proj-0123456789abcdefghij";

  private DiagnosisScenarios() {}

  static List<DiagnosisScenario> all() {
    return Stream.of(azureWays(), azureAccess(), azureLimits(), compatible(), vendors(), bedrock())
        .flatMap(List::stream)
        .toList();
  }

  private static List<DiagnosisScenario> azureWays() {
    return List.of(
        azure("all is well", 0),
        azure("a dated version on /v1", 3)
            .base("/openai/v1")
            .everywhere(error(400, "BadRequest", "API version not supported")),
        azure("a version that lacks the operation", 3)
            .version("2022-12-01")
            .everywhere(error(400, "BadRequest", "API version not supported")),
        azure("a version where none is wanted", 3)
            .everywhere(
                error(
                    400,
                    "BadRequest",
                    "api-version query parameter is not allowed when using /v1 path")),
        azure("a version older than the model", 3)
            .version("2024-02-01")
            .reply(
                "/chat/completions",
                error(
                    400,
                    "BadRequest",
                    "Model o3-mini is enabled only for api versions 2024-12-01-preview and later")),
        azure("a deployment that is not there, with the names that are", 5)
            .reply("/embeddings", missing())
            .reply("/chat/completions", missing())
            .deployments(
                "{\"data\":[{\"id\":\"prod-4o\",\"model\":\"gpt-4o\",\"status\":\"succeeded\"},"
                    + "{\"id\":\"vectors\",\"model\":\"text-embedding-3-large\"}]}"),
        azure("a deployment that is not ready", 0)
            .deployments(
                "{\"data\":[{\"id\":\"prod\",\"model\":\"gpt-4o\",\"status\":\"failed\"}]}"),
        azure("a deployment that is not there, and no list", 5)
            .reply("/embeddings", missing())
            .deployments("<html>"),
        azure("an embeddings model asked to chat", 5)
            .reply(
                "/embeddings",
                Reply.json(
                    "{\"object\":\"list\",\"model\":\"text-embedding-3-large\",\"data\":"
                        + "[{\"index\":0,\"embedding\":[0.5,0.5]}],"
                        + "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}")),
        azure("a model of the Responses API asked to chat", 5)
            .reply(
                "/chat/completions",
                error(
                    400,
                    "OperationNotSupported",
                    "The chatCompletion operation does not work with the specified model,"
                        + " gpt-5-codex. Please choose different model and try again.")),
        azure("a path that Azure does not know", 3)
            .everywhere(error(404, "404", "Resource not found")),
        azure("a web page", 3).everywhere(PAGE),
        azure("a failure of Azure", 6)
            .everywhere(
                error(500, "InternalServerError", "The server had an error")
                    .header("apim-request-id", "5f7a-11")));
  }

  private static Reply missing() {
    return error(
        404,
        "DeploymentNotFound",
        "The API deployment for this resource does not exist. If you created the deployment within"
            + " the last 5 minutes, please wait a moment and try again.");
  }

  private static List<DiagnosisScenario> azureAccess() {
    String invalid =
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide"
            + " a valid key for an active subscription.";
    return List.of(
        azure("a key of another resource", 4).everywhere(error(401, "401", invalid)),
        azure("a key of OpenAI", 4).key(OPENAI_KEY).everywhere(error(401, "401", invalid)),
        azure("a token for another audience", 4)
            .everywhere(
                error(
                    401,
                    "Unauthorized",
                    "Unauthorized. Access token is missing, invalid, audience is incorrect, or"
                        + " have expired.")),
        azure("a token of another tenant", 4)
            .everywhere(
                error(
                    400,
                    "Tenant provided in token does not match resource token",
                    "Tenant provided in token does not match resource token")),
        azure("a role that is missing", 4)
            .everywhere(
                error(
                    401,
                    "PermissionDenied",
                    "The principal `1234` lacks the required data action"
                        + " `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat`")),
        azure("keys turned off", 4)
            .everywhere(
                error(
                    403,
                    "AuthenticationTypeDisabled",
                    "Key based authentication is disabled for this resource.")),
        azure("a firewall", 8)
            .everywhere(
                error(403, "AccessDenied", "Access denied due to Virtual Network/Firewall rules.")),
        azure("a private endpoint", 8)
            .everywhere(
                error(
                    403,
                    "AccessDenied",
                    "Public access is disabled. Please configure private endpoint.")),
        azure("the regional host of a resource in a network", 3)
            .everywhere(
                error(
                    403,
                    "AccessDenied",
                    "A Virtual Network is configured for this resource. Please use the correct"
                        + " endpoint for making requests.")),
        azure("a blocked resource", 4)
            .everywhere(error(403, "403", "Your resource has been temporarily blocked")));
  }

  private static List<DiagnosisScenario> azureLimits() {
    String exceeded =
        "Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded"
            + " token rate limit of your current OpenAI S0 pricing tier.";
    return List.of(
        azure("a quota too small for one request", 7)
            .reply(
                "/chat/completions",
                error(429, "429", exceeded + " Please retry after 86400 seconds.")
                    .header("retry-after", "86400")
                    .header("x-ratelimit-limit-tokens", "1000")),
        azure("a rate limit", 7)
            .reply(
                "/chat/completions",
                error(429, "RateLimitReached", exceeded).header("retry-after", "17")),
        azure("no capacity", 7)
            .reply(
                "/chat/completions",
                error(429, "429", "The service is temporarily unable to process your request.")),
        azure("a quota of 0", 7)
            .reply("/chat/completions", error(429, "429", "exceeded the token limit of 0")),
        azure("a content filter that refuses the question", 0)
            .reply("/chat/completions", error(400, "content_filter", "The response was filtered")));
  }

  private static List<DiagnosisScenario> compatible() {
    return List.of(
        of("openai", "gpt-4o", OPENAI_KEY, "an address without /v1", 3)
            .base("")
            .reply("/models", PAGE)
            .reply("/v1/models", Reply.json("{\"data\":[{\"id\":\"gpt-4o\"}]}")),
        of("openai", "gpt-4o", OPENAI_KEY, "a web page", 3)
            .everywhere(Reply.page(200, "text/html", "<!doctype html><title>Welcome</title>")),
        of("openai", "gpt-4o", OPENAI_KEY, "a redirect", 3)
            .everywhere(Reply.status(301).header("Location", "https://elsewhere.example/v1")),
        of("openai", "gpt-4o", OPENAI_KEY, "a refused key", 4)
            .everywhere(error(401, "invalid_api_key", "Incorrect API key provided: sk-proj")),
        of("openai", "gpt-4o", OPENAI_KEY, "no credit", 7)
            .reply(
                "/chat/completions",
                error(429, "insufficient_quota", "You exceeded your current quota")),
        of("openai", "gpt-4p", OPENAI_KEY, "a model that is not there", 5)
            .reply(
                "/chat/completions",
                error(404, "model_not_found", "The model `gpt-4p` does not exist")),
        of("openai", "gpt-4o", OPENAI_KEY, "an answer that breaks off", 8)
            .reply("/chat/completions", Reply.sse(ChatAnswers.piece("o")).cut()),
        of("openai", "gpt-4o", OPENAI_KEY, "a server without a list of models", 0)
            .reply("/models", Reply.json(404, "{\"detail\":\"Not Found\"}")));
  }

  private static List<DiagnosisScenario> bedrock() {
    return List.of(
        bedrock("a refused key", 4)
            .everywhere(aws(403, "UnrecognizedClientException", "The security token is invalid.")),
        bedrock("a sign-in that has expired", 4)
            .everywhere(
                aws(
                    403,
                    "ExpiredTokenException",
                    "The security token included in the request is expired")),
        bedrock("a policy that does not allow it", 4)
            .reply(
                CONVERSE,
                aws(
                    403,
                    "AccessDeniedException",
                    "User: arn:aws:iam::1:user/ci is not authorized to perform:"
                        + " bedrock:InvokeModelWithResponseStream")),
        bedrock("a model the account has no access to", 4)
            .reply(
                CONVERSE,
                aws(
                    403,
                    "AccessDeniedException",
                    "You don't have access to the model with the specified model ID.")),
        bedrock("a model with profiles only", 5)
            .reply(
                CONVERSE,
                aws(
                    400,
                    "ValidationException",
                    "Invocation of model ID amazon.nova-pro-v1:0 with on-demand throughput isn't"
                        + " supported. Retry your request with the ID or ARN of an inference"
                        + " profile that contains this model.")),
        bedrock("a model that is not there", 5)
            .model("amazon.nova-prow-v1:0")
            .reply(
                CONVERSE,
                aws(400, "ValidationException", "The provided model identifier is invalid.")),
        bedrock("a model that is gone", 5)
            .reply(
                CONVERSE,
                aws(
                    404,
                    "ResourceNotFoundException",
                    "This model version has reached the end of its life.")),
        bedrock("a rate limit", 7)
            .reply(CONVERSE, aws(429, "ThrottlingException", "Too many requests, please wait")),
        bedrock("a quota of the day", 7)
            .reply(
                CONVERSE, aws(429, "ThrottlingException", "Too many tokens per day, please wait")));
  }

  private static DiagnosisScenario bedrock(String name, int exit) {
    return of("bedrock", "amazon.nova-pro-v1:0", "bedrock-api-key-0123", name, exit)
        .base("")
        .reply(
            "/foundation-models",
            Reply.json(
                """
                {"modelSummaries":[
                  {"modelId":"amazon.nova-pro-v1:0","inferenceTypesSupported":["ON_DEMAND"]},
                  {"modelId":"amazon.nova-lite-v1:0","inferenceTypesSupported":["ON_DEMAND"]}]}
                """));
  }

  private static Reply aws(int status, String type, String message) {
    return Reply.json(status, "{\"message\":\"%s\"}".formatted(message))
        .header("x-amzn-errortype", type);
  }

  private static List<DiagnosisScenario> vendors() {
    return List.of(
        of("anthropic", "claude-sonnet-4-5", "sk-ant-0123456789", "a refused key", 4)
            .base("")
            .everywhere(
                Reply.json(
                    401,
                    "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\","
                        + "\"message\":\"invalid x-api-key\"}}")),
        of("anthropic", "claude-sonnet-4-5", OPENAI_KEY, "a key of OpenAI", 4)
            .base("")
            .everywhere(
                Reply.json(
                    401,
                    "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\","
                        + "\"message\":\"invalid x-api-key\"}}")),
        of("anthropic", "claude-sonnet-4-5", "sk-ant-0123456789", "no credit", 7)
            .base("")
            .reply("/models", Reply.json("{\"data\":[{\"id\":\"claude-sonnet-4-5\"}]}"))
            .reply(
                "/messages",
                Reply.json(
                    400,
                    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                        + "\"message\":\"Your credit balance is too low to access the API\"}}")),
        of("gemini", "gemini-2.5-flash", "AIza0123456789", "a refused key, which comes as 400", 4)
            .base("")
            .everywhere(
                Reply.json(
                    400,
                    "{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid"
                        + " API key.\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":"
                        + "\"API_KEY_INVALID\"}]}}")),
        of("groq", "llama-3.3-70b-versatile", "gsk_0123456789", "a refused key", 4)
            .everywhere(error(401, "invalid_api_key", "Invalid API Key")),
        of("groq", "llama-3.1-70b", "gsk_0123456789", "a model that is gone", 5)
            .reply(
                "/chat/completions",
                error(
                    400,
                    "model_decommissioned",
                    "The model `llama-3.1-70b` has been decommissioned")),
        of("ollama", "llama3.3", "", "a model that is not pulled", 5)
            .base("")
            .reply("/api/tags", Reply.json("{\"models\":[{\"name\":\"llama3.2:latest\"}]}"))
            .reply("/api/chat", Reply.json(404, "{\"error\":\"model 'llama3.3' not found\"}")),
        of("litellm_proxy", "smart", "", "a gateway that asks for its key", 4)
            .everywhere(error(401, "invalid_api_key", "No key was sent")));
  }
}
