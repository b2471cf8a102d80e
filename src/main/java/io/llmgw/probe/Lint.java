package io.llmgw.probe;

import io.llmgw.config.DeploymentConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a deployment as a person would who has seen many go wrong. */
final class Lint {
  private static final Map<String, KeyForm> OWN_KEYS =
      Map.of(
          "openai", KeyForm.OPENAI,
          "anthropic", KeyForm.ANTHROPIC,
          "groq", KeyForm.GROQ,
          "gemini", KeyForm.GOOGLE,
          "openrouter", KeyForm.OPENROUTER,
          "azure", KeyForm.AZURE);

  private Lint() {}

  /** What looks wrong, or was put right. */
  static List<Finding> of(DeploymentConfig deployment) {
    List<Finding> findings = new ArrayList<>();
    String base = deployment.endpoint().apiBase();
    if (base != null) {
      address(deployment, base, findings);
    }
    key(deployment, findings);
    return findings;
  }

  private static void address(DeploymentConfig deployment, String base, List<Finding> findings) {
    String host = host(base);
    boolean azure = deployment.provider().startsWith("azure");
    if (azure
        && base.matches("(?i).*/deployments/.*|.*/(?:chat/completions|embeddings|responses).*")) {
      findings.add(
          new Finding(
              "target_uri",
              "api_base is a whole target URI; deployment and version are read from it",
              "set api_base: https://" + host));
    }
    if (azure && base.contains("/api/projects/")) {
      findings.add(
          new Finding(
              "project_address",
              "api_base is a Foundry project's address; the models are at the resource's",
              "set api_base: https://" + host));
    }
    if (host.contains(".privatelink.")) {
      findings.add(
          new Finding(
              "privatelink",
              "names below privatelink have no certificate; the public name is used",
              "set api_base: https://" + host.replace(".privatelink.", ".")));
    }
    boolean open = base.toLowerCase(Locale.ROOT).startsWith("http:");
    if (open
        && host.contains(".")
        && !host.matches("[\\d.]+|.*\\.(?:local|internal|localhost)")
        && deployment.endpoint().apiKey() != null) {
      findings.add(
          new Finding(
              "unencrypted",
              "the key travels unencrypted to " + host,
              "write https:// in api_base"));
    }
  }

  private static String host(String base) {
    try {
      String host = new URI(base.strip()).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException _) {
      // the provider's own refusal of the address says it
      return "";
    }
  }

  private static void key(DeploymentConfig deployment, List<Finding> findings) {
    KeyForm form = KeyForm.of(deployment.endpoint().apiKey());
    KeyForm own = OWN_KEYS.get(deployment.provider());
    boolean elsewhere =
        deployment.endpoint().apiBase() != null && !deployment.provider().startsWith("azure");
    if (form == KeyForm.BLANKS) {
      findings.add(new Finding("key_blanks", "the key has white space in it", null));
    } else if (own != null && !elsewhere && foreign(form, own)) {
      findings.add(
          new Finding(
              "foreign_key",
              "the key looks like " + form.words() + ", not of " + deployment.provider(),
              hint(form)));
    }
  }

  private static boolean foreign(KeyForm form, KeyForm own) {
    return form != own && form != KeyForm.OTHER && form != KeyForm.NONE;
  }

  private static @Nullable String hint(KeyForm form) {
    return form == KeyForm.TOKEN ? "write a token as azure_ad_token" : null;
  }
}
