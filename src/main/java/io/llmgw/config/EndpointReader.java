package io.llmgw.config;

import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.DeploymentConfig.AwsIdentity;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.config.DeploymentConfig.VertexIdentity;
import io.llmgw.config.Vendor.Need;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads where an upstream is and how it is paid: from its entry, and from its vendor's variables
 * where that is silent.
 */
final class EndpointReader {
  private static final List<String> AWS =
      List.of(
          "aws_access_key_id",
          "aws_secret_access_key",
          "aws_session_token",
          "aws_region_name",
          "aws_profile_name",
          "aws_bedrock_runtime_endpoint");

  private final Loading loading;
  private final Vendor vendor;
  private final SectionValues params;

  EndpointReader(Loading loading, Vendor vendor, SectionValues params) {
    this.loading = loading;
    this.vendor = vendor;
    this.params = params;
  }

  Endpoint read() {
    boolean written = params.has("api_base") || params.has("base_url");
    String base = base();
    Map<String, String> headers = new LinkedHashMap<>(params.headers("headers"));
    headers.putAll(params.headers("extra_headers"));
    params.under("api_version", first(vendor.variablesOf("api_version")));
    return new Endpoint(
        base,
        key(base, written),
        params.text("api_version"),
        null,
        headers,
        params.map("extra_body"),
        params.extras());
  }

  private @Nullable String base() {
    String name = name();
    Scalar unset = params.takeUnset(name);
    if (unset != null && vendor.address() != Vendor.Address.LOCAL) {
      // Falling back to the vendor would send there what was meant for another server.
      params.needs(name, String.valueOf(unset.variable()), unset.position());
      return null;
    }
    if (unset != null) {
      loading
          .problems()
          .warning(
              "$%s is not set; the usual address of `%s` is used"
                  .formatted(unset.variable(), vendor.name()),
              null,
              unset.position());
    }
    params.under(name, Discovery.address(loading.environment(), vendor));
    String base = params.text(name);
    if (base == null && vendor.address() == Vendor.Address.REQUIRED) {
      loading
          .problems()
          .error(
              "`%s` has no usual address".formatted(vendor.name()),
              "set api_base, or the variable " + String.join(" or ", vendor.addressVariables()),
              params.position("model"));
    }
    if (base != null && !Address.isUrl(base.strip())) {
      loading
          .problems()
          .error(
              "`%s` is not an address".formatted(Excerpt.mask(base)),
              "write it as https://host/path",
              params.position(name));
    }
    return base == null ? null : base.strip();
  }

  /** The key that gives the address, of two that mean the same. */
  private String name() {
    return params.has("api_base") || !params.has("base_url") ? "api_base" : "base_url";
  }

  private @Nullable Secret key(@Nullable String base, boolean baseWritten) {
    boolean elsewhere = baseWritten && base != null && !Address.isIn(base, vendor.domain());
    boolean needed = vendor.key() == Need.REQUIRED && !elsewhere;
    Scalar unset = params.takeUnset("api_key");
    if (unset != null) {
      String variable = String.valueOf(unset.variable());
      if (needed) {
        params.needs("api_key", variable, unset.position());
      } else {
        loading
            .problems()
            .warning(
                "$%s is not set; the upstream is called without a key".formatted(variable),
                null,
                unset.position());
      }
      return null;
    }
    boolean signed = params.has("aws_access_key_id") || params.has("aws_profile_name");
    if (!params.has("api_key") && !signed) {
      fromVendor(elsewhere, needed);
    }
    return params.secret("api_key");
  }

  private void fromVendor(boolean elsewhere, boolean needed) {
    Scalar key = first(vendor.keyVariables());
    if (key == null && needed) {
      loading
          .problems()
          .error(
              "`%s` needs a key".formatted(vendor.name()),
              "set api_key, or the variable " + String.join(" or ", vendor.keyVariables()),
              params.position("model"));
    }
    if (key != null && elsewhere && !vendor.domain().isEmpty()) {
      loading
          .problems()
          .note(
              "$%s is sent to this address, because the entry has no api_key"
                  .formatted(key.variable()),
              "write `api_key: none` if the server needs none",
              params.position(name()));
    }
    params.under("api_key", key);
  }

  AzureIdentity identity() {
    for (String name : List.of("azure_ad_token", "tenant_id", "client_id", "client_secret")) {
      Scalar unset = params.takeUnset(name);
      if (unset != null) {
        params.needs(name, String.valueOf(unset.variable()), unset.position());
      }
    }
    if (!params.has("api_key")) {
      params.under("azure_ad_token", first(vendor.variablesOf("azure_ad_token")));
    }
    return new AzureIdentity(
        params.secret("azure_ad_token"),
        params.text("tenant_id"),
        params.text("client_id"),
        params.secret("client_secret"),
        params.text("azure_scope"));
  }

  VertexIdentity vertex() {
    for (String name : List.of("vertex_project", "vertex_location", "vertex_credentials")) {
      Scalar unset = params.takeUnset(name);
      if (unset != null) {
        params.needs(name, String.valueOf(unset.variable()), unset.position());
      }
      params.under(name, first(vendor.variablesOf(name)));
    }
    return new VertexIdentity(
        params.text("vertex_project"),
        params.text("vertex_location"),
        params.secret("vertex_credentials"));
  }

  AwsIdentity aws() {
    for (String name : AWS) {
      Scalar unset = params.takeUnset(name);
      if (unset != null) {
        params.needs(name, String.valueOf(unset.variable()), unset.position());
      }
    }
    return new AwsIdentity(
        params.text("aws_access_key_id"),
        params.secret("aws_secret_access_key"),
        params.secret("aws_session_token"),
        params.text("aws_region_name"),
        params.text("aws_profile_name"),
        params.text("aws_bedrock_runtime_endpoint"));
  }

  private @Nullable Scalar first(List<String> variables) {
    return Discovery.first(loading.environment(), variables);
  }
}
