package io.llmgw.provider.azure;

/**
 * The separate Azures: each has its own sign-in and its own name for the service. A host in none of
 * them, such as a company's own gateway, counts as public.
 */
enum Cloud {
  PUBLIC("https://login.microsoftonline.com", "https://cognitiveservices.azure.com/.default"),
  US_GOVERNMENT("https://login.microsoftonline.us", "https://cognitiveservices.azure.us/.default"),
  CHINA("https://login.partner.microsoftonline.cn", "https://cognitiveservices.azure.cn/.default");

  /** What a token for Foundry's own hosts is asked for. */
  static final String FOUNDRY_SCOPE = "https://ai.azure.com/.default";

  private final String authority;
  private final String scope;

  Cloud(String authority, String scope) {
    this.authority = authority;
    this.scope = scope;
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
}
