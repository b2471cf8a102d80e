package io.llmgw.probe;

import io.llmgw.config.ConfigLoader;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.stream.Collectors;

/** Commands to paste, and the words in them. */
final class Advice {
  private Advice() {}

  static String again(Observation seen) {
    String name = quoted(seen.deployment().modelName());
    if (seen.vendor().equals("litellm_proxy")) {
      return "llmgw test " + name + " --server " + base(seen);
    }
    return seen.deployment().origin().equals(ConfigLoader.COMMAND_LINE)
        ? Retry.of(seen).toString()
        : "llmgw test " + name;
  }

  /** The same with one more flag. */
  static String again(Observation seen, String flag) {
    return again(seen) + " " + flag;
  }

  /** A command, and in a shell's comment what is to be done then or besides. */
  static String then(String command, String what) {
    return command + "   # " + what;
  }

  /** The endpoints of all resources that the signed-in user sees. */
  static String listEndpoints() {
    return "az cognitiveservices account list -o table"
        + " --query \"[].{name:name, endpoint:properties.endpoint}\"";
  }

  /** Scheme, host and port that were called. */
  static String base(Observation seen) {
    URI url = seen.url();
    if (url == null || url.getHost() == null) {
      return "the address";
    }
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  /** Host and port that were called. */
  static String place(Observation seen) {
    URI url = seen.url();
    if (url == null || url.getHost() == null) {
      return "the provider";
    }
    int port =
        url.getPort() >= 0
            ? url.getPort()
            : url.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
    return url.getHost() + ":" + port;
  }

  /** The same when it may be tried again. */
  static String later(Observation seen) {
    long seconds = seen.retryAfter().toSeconds();
    return "sleep " + (seconds < 1 ? 60 : seconds) + "; " + again(seen);
  }

  /** What the paths of all operations have in front. */
  static String root(Observation seen) {
    URI url = seen.url();
    String path = url == null ? "" : String.valueOf(url.getRawPath());
    return base(seen)
        + path.replaceFirst("/(?:deployments/.*|chat/completions|embeddings|responses)$", "");
  }

  static String addresses(Observation seen) {
    return seen.context().addresses().stream()
        .map(InetAddress::getHostAddress)
        .collect(Collectors.joining(", "));
  }

  /** The resource that an Azure host is named after. */
  static String resource(String host) {
    // elsewhere, such as behind a gateway, the host is all that is known
    boolean named = host.matches(".+\\.(?:azure|microsoft)\\.(?:com|us|cn)");
    return named ? host.substring(0, host.indexOf('.')) : host;
  }

  static String findResource(String resource) {
    return "az cognitiveservices account list -o table"
        + " --query \"[?contains(properties.endpoint, '"
        + resource
        + "')]"
        + ".{name:name, group:resourceGroup, endpoint:properties.endpoint}\"";
  }

  static String listDeployments(String host) {
    return "az cognitiveservices account deployment list -o table -g GROUP -n " + resource(host);
  }

  static String grant(String role, String host) {
    return "az role assignment create --role \""
        + role
        + "\" --assignee PRINCIPAL --scope"
        + " $(az cognitiveservices account show -g GROUP -n "
        + resource(host)
        + " --query id -o tsv)";
  }

  static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
