package io.llmgw.probe;

import static io.llmgw.probe.Row.when;

import io.llmgw.model.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why nobody answers: names, connections, certificates, proxies. */
final class NetworkTree {
  private static final List<Row> ROWS =
      List.of(
          when(seen -> code(seen).equals("host_unknown"), NetworkTree::hostUnknown),
          when(NetworkTree::loopbackInContainer, NetworkTree::otherSideOfContainer),
          when(
              seen -> seen.vendor().equals("ollama") && code(seen).equals("refused"),
              NetworkTree::ollama),
          when(seen -> code(seen).equals("refused"), NetworkTree::refused),
          when(seen -> code(seen).equals("connect_timeout"), NetworkTree::silent),
          when(seen -> code(seen).equals("unroutable"), NetworkTree::silent),
          when(seen -> code(seen).startsWith("tls_"), NetworkTree::tls),
          when(seen -> seen.failure().kind() == ErrorKind.TIMEOUT, NetworkTree::slow),
          when(seen -> true, NetworkTree::broken));

  private NetworkTree() {}

  static @Nullable Diagnosis diagnose(Observation seen) {
    boolean network =
        seen.failure().kind() == ErrorKind.NETWORK
            || (seen.failure().kind() == ErrorKind.TIMEOUT && seen.status() == 0);
    return network ? Row.first(ROWS, seen) : null;
  }

  private static String code(Observation seen) {
    return seen.code().isEmpty() ? NetworkCode.of(seen.failure().getCause()) : seen.code();
  }

  private static Diagnosis hostUnknown(Observation seen) {
    String proxy = seen.context().proxy();
    if (proxy != null) {
      return of(
          "proxy_unknown",
          "The proxy " + proxy + " cannot be found",
          "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names it",
          "env | grep -i proxy");
    }
    String host = seen.host();
    String cause =
        seen.azure()
            ? "no resource is called '"
                + resource(host)
                + "' any more or yet, or its name is in a"
                + " private DNS zone that is not seen from here"
            : "the name is misspelt, or this machine's DNS does not know it";
    return of(
        "host_unknown",
        "The host " + host + " cannot be found",
        cause,
        seen.azure() ? Advice.findResource(resource(host)) : "getent hosts " + host);
  }

  private static boolean loopbackInContainer(Observation seen) {
    return seen.context().container()
        && code(seen).equals("refused")
        && seen.context().addresses().stream().anyMatch(a -> a.isLoopbackAddress());
  }

  private static Diagnosis otherSideOfContainer(Observation seen) {
    String configured = String.valueOf(Retry.of(seen).base());
    String base =
        configured.contains(seen.host())
            ? configured.replace(seen.host(), "host.docker.internal")
            : Advice.base(seen).replace(seen.host(), "host.docker.internal");
    return of(
        "loopback_in_container",
        "Nothing listens on " + place(seen) + " inside this container",
        "a container's own loopback address is not its host's",
        Retry.of(seen)
            .base(base)
            .then(
                "the server must listen on 0.0.0.0"
                    + (seen.vendor().equals("ollama") ? ": OLLAMA_HOST=0.0.0.0 ollama serve" : ""))
            .toString());
  }

  private static Diagnosis ollama(Observation seen) {
    return of(
        "ollama_not_running",
        "Ollama does not run on " + place(seen),
        "or it listens on its machine's loopback address alone",
        "ollama serve   # from another machine: OLLAMA_HOST=0.0.0.0 ollama serve");
  }

  private static Diagnosis refused(Observation seen) {
    String proxy = seen.context().proxy();
    if (proxy != null) {
      return of(
          "proxy_refused",
          "The proxy " + proxy + " refuses connections",
          "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names it",
          "env | grep -i proxy");
    }
    return of(
        "refused",
        place(seen) + " refuses connections",
        seen.azure()
            ? "a firewall or proxy stands in between"
            : "nothing listens there, or a firewall stands in between",
        Advice.then("curl -sv " + Advice.base(seen), "check the host and port of api_base"));
  }

  private static Diagnosis silent(Observation seen) {
    boolean inside = seen.context().addresses().stream().anyMatch(a -> a.isSiteLocalAddress());
    return of(
        "connect_timeout",
        place(seen) + " does not answer",
        inside
            ? "its address "
                + Advice.addresses(seen)
                + " is a private one: it is reached from"
                + " inside its network or over a VPN only"
            : "a firewall drops the packets, or a proxy is needed (HTTPS_PROXY)",
        "curl -sv --connect-timeout 5 " + Advice.base(seen));
  }

  private static Diagnosis tls(Observation seen) {
    String host = seen.host();
    String show =
        "openssl s_client -connect "
            + place(seen)
            + " -servername "
            + host
            + " -showcerts </dev/null";
    return switch (code(seen)) {
      case "tls_expired" ->
          of(
              "tls_expired",
              "The certificate of " + host + " has expired",
              "nobody has renewed it, or this machine's clock is wrong",
              show);
      case "tls_name" ->
          of(
              "tls_name",
              "The certificate of " + host + " is for another name",
              host.contains("privatelink")
                  ? "leave `.privatelink` out of api_base"
                  : "something else answers there, such as a proxy's login page",
              show);
      case "tls_untrusted" ->
          of(
              "tls_untrusted",
              "The certificate of " + host + " is not trusted here",
              "a company's proxy that opens TLS, or a server with a certificate of its own",
              "keytool -importcert -cacerts -alias company -file ca.pem   # the authority's"
                  + " certificate, into the Java that runs llmgw");
      case "tls_not_spoken" ->
          of(
              "tls_not_spoken",
              place(seen) + " does not speak TLS",
              "something answers there without encryption",
              Retry.of(seen)
                  .base(String.valueOf(Retry.of(seen).base()).replaceFirst("(?i)^https:", "http:"))
                  .then("then write http:// in api_base")
                  .toString());
      default ->
          of(
              "tls_failed",
              "The TLS handshake with " + host + " failed",
              "a firewall or proxy breaks the connection off, or no TLS version is shared",
              show);
    };
  }

  private static Diagnosis slow(Observation seen) {
    return of(
        "timeout",
        seen.failure().text().replaceFirst("\\.$", ""),
        "the model is slow or still being loaded, or something in between holds the answer back",
        Advice.again(seen, "--timeout 2m"));
  }

  private static Diagnosis broken(Observation seen) {
    return of(
        "connection_broken",
        seen.failure().text().replaceFirst("\\.$", ""),
        "a firewall or proxy in between, or the server ended it",
        "curl -sv " + Advice.base(seen));
  }

  private static String place(Observation seen) {
    return Advice.place(seen);
  }

  private static String resource(String host) {
    return Advice.resource(host);
  }

  private static Diagnosis of(
      String code, String what, @Nullable String cause, @Nullable String hint) {
    return new Diagnosis(Fault.NETWORK, code, what, cause, hint);
  }
}
