package io.llmgw.config;

/**
 * One parameter of a deployment that the command line gives.
 *
 * @param name as in {@code litellm_params}, such as {@code api_base}
 * @param value may be {@code os.environ/NAME}
 * @param flag where it was given, for people
 */
public record GivenParameter(String name, String value, String flag) {}
