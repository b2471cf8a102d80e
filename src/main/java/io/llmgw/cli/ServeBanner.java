package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.app.GatewayServer;
import io.llmgw.config.GeneralSettings;
import io.llmgw.config.LoadedConfig;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code llmgw serve} says when it is ready: where, what, and how to connect. */
final class ServeBanner {
  private static final int MOST_NAMES = 8;

  private final PrintWriter out;
  private final boolean quiet;

  ServeBanner(PrintWriter out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  void started(GatewayServer server, GatewayRuntime runtime) {
    String address = "http://" + shown(server.host()) + ":" + server.port();
    line("llmgw " + Version.number() + " listens on " + address);
    if (quiet) {
      return;
    }
    LoadedConfig loaded = runtime.loaded();
    line("");
    line("Models (" + source(loaded) + ")");
    models(runtime);
    connect(address, loaded.config().general(), example(runtime));
  }

  private static String source(LoadedConfig loaded) {
    return loaded.file() == null
        ? "no configuration file; from the environment"
        : loaded.file().toString();
  }

  private void models(GatewayRuntime runtime) {
    Map<String, String> lines = new LinkedHashMap<>();
    runtime
        .gateway()
        .snapshot()
        .models()
        .groups()
        .forEach((name, group) ->
            lines.put(
                name,
                name.equals("demo") && group.getFirst().config().provider().equals("demo")
                    ? "built in, offline, for trying things out"
                    : group.stream()
                        .map(d -> d.config().provider() + "/" + d.config().model())
                        .distinct()
                        .collect(Collectors.joining(", "))));
    runtime
        .gateway()
        .snapshot()
        .models()
        .wildcards()
        .forEach(wildcard -> lines.put(wildcard.modelName(), wildcard.origin()));
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    lines.forEach(
        (name, what) -> line("  " + name + " ".repeat(width - name.length()) + "  " + what));
    if (lines.isEmpty()) {
      line("  none yet");
    }
  }

  /** A model to try: the first there is. */
  private static String example(GatewayRuntime runtime) {
    return runtime.gateway().snapshot().models().groups().keySet().stream()
        .findFirst()
        .orElse("MODEL");
  }

  private void connect(String address, GeneralSettings settings, String model) {
    boolean open = settings.masterKey() == null;
    line("");
    line("Open WebUI  Admin Settings > Connections > OpenAI API: add");
    line("              URL " + address + "/v1");
    line(
        "              Key "
            + (open
                ? "any text (no master key is set; only this machine can connect)"
                : "the master key"));
    if (settings.host().equals("127.0.0.1") || settings.host().equals("localhost")) {
      line("            From a container: llmgw serve --host 0.0.0.0 with LLMGW_MASTER_KEY set,");
      line("              URL http://host.docker.internal:" + port(address) + "/v1");
    }
    line("Terminal    llmgw chat \"Hello\"");
    line(
        "curl        curl "
            + address
            + "/v1/chat/completions -H 'Content-Type: application/json' \\");
    line(
        (open ? "" : "              -H \"Authorization: Bearer $LLMGW_MASTER_KEY\" \\\n")
            + "              -d '{\"model\":\""
            + model
            + "\",\"prompt\":\"Hello\"}'");
    line("");
    out.flush();
  }

  /** Tells the models that were found after the start. */
  void found(List<GatewayServer.Found> places) {
    if (quiet) {
      return;
    }
    for (GatewayServer.Found place : places) {
      List<String> names = place.models();
      String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
      String more =
          names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
      line("Found " + place.place() + ": " + shown + more);
    }
    out.flush();
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  private static String shown(String host) {
    if (host.equals("0.0.0.0") || host.equals("::")) {
      return "localhost";
    }
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }
}
