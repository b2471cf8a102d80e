package io.llmgw.provider.azure;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known about host names around Azure; all in lower case. */
final class Hosts {
  private static final Set<String> PORTALS =
      Set.of(
          "ai.azure.com",
          "www.ai.azure.com",
          "oai.azure.com",
          "portal.azure.com",
          "ms.portal.azure.com",
          "management.azure.com",
          "ai.azure.us",
          "aoai.azure.us",
          "portal.azure.us",
          "portal.azure.cn");

  private static final List<String> SERVICES =
      List.of(
          "openai.azure.com",
          "services.ai.azure.com",
          "cognitiveservices.azure.com",
          "api.cognitive.microsoft.com",
          "openai.azure.us",
          "services.ai.azure.us",
          "cognitiveservices.azure.us",
          "api.cognitive.microsoft.us",
          "openai.azure.cn",
          "cognitiveservices.azure.cn",
          "api.cognitive.azure.cn");

  private Hosts() {}

  /** Whether that is one of Azure's own API hosts, whose paths are known. */
  static boolean azure(String host) {
    return SERVICES.stream().anyMatch(service -> host.endsWith("." + service));
  }

  /** The public name; a name in a private link's zone has no certificate. */
  static String publicName(String host) {
    return azure(host) ? host.replace(".privatelink.", ".") : host;
  }

  /** Why no API can be there, or null. */
  static @Nullable String refusal(String host) {
    if (PORTALS.contains(host)) {
      return "leads to Azure's portal ("
          + host
          + "), which has no API; take the endpoint shown there for the resource, such as"
          + " https://NAME.openai.azure.com";
    }
    if (host.equals("api.openai.com") || host.endsWith(".api.openai.com")) {
      return "is OpenAI's own address ("
          + host
          + "); use the vendor openai for it (model: openai/...), or give the endpoint of an Azure"
          + " resource";
    }
    if (SERVICES.contains(host)) {
      return "lacks the name of the resource; it looks like https://NAME." + host;
    }
    return null;
  }
}
