package io.llmgw.config;

/**
 * A model server that may run on this machine. Two may share an address, because their programs
 * have the same default port; whoever looks tells them apart by their answers.
 *
 * @param name for people, such as {@code LM Studio}
 * @param provider the vendor's name, as in {@link DeploymentConfig#provider()}
 * @param baseUrl without a slash at the end; with {@code /v1} for servers that speak OpenAI's
 *     protocol alone
 * @param expected whether the environment names it, so that its silence is worth a warning
 */
public record LocalServer(String name, String provider, String baseUrl, boolean expected) {}
