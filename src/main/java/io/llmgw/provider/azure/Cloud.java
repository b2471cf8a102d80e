package io.llmgw.provider.azure;

/**
 * The separate Azures: each has its own sign-in and its own name for the service. A host in none of
 * them, such as a company's own gateway, counts as public.
 */
enum Cloud {
  PUBLIC(
      "https://login.microsoftonline.com",
      "https://cognitiveservices.azure.com/.default",
      "https://management.azure.com"),
  US_GOVERNMENT(
      "https://login.microsoftonline.us",
      "https://cognitiveservices.azure.us/.default",
      "https://management.usgovcloudapi.net"),
  CHINA(
      "https://login.partner.microsoftonline.cn",
      "https://cognitiveservices.azure.cn/.default",
      "https://management.chinacloudapi.cn");

  /** What a token for Foundry's own hosts is asked for. */
  static final String FOUNDRY_SCOPE = "https://ai.azure.com/.default";

  private final String authority;
  private final String scope;
  private final String management;

  Cloud(String authority, String scope, String management) {
    this.authority = authority;
    this.scope = scope;
    this.management = management;
  }

  static Cloud of(String host) {
    if (host.endsWith(".azure.us") || host.endsWith(".microsoft.us")) {
      return US_GOVERNMENT;
    }
    return host.endsWith(".azure.cn") ? CHINA : PUBLIC;
  }

  /** Where one signs in. */
  String authority() {
    return authority;
  }

  String scope() {
    return scope;
  }

  /** Where resources are managed. */
  String management() {
    return management;
  }
}
