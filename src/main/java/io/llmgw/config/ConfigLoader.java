package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.ConfigNode.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one configuration of a file, the environment and the command line.
 *
 * <p>The file is the one asked for, else that of {@code LLMGW_CONFIG} or {@code CONFIG_FILE_PATH},
 * else {@code ./llmgw.yaml}, else {@code llmgw/config.yaml} in the user's folder for
 * configurations. Without a list of models the vendors whose keys the environment holds are
 * offered, and without any file the demo model too.
 *
 * <p>Thread-safe: every call reads everything anew.
 */
public final class ConfigLoader {
  /** The origin of a deployment that was given by flags. */
  public static final String COMMAND_LINE = "the command line";

  /** What one could set for a gateway by variables alone, and that has no effect yet. */
  private static final List<String> NOT_YET =
      List.of(
          "FALLBACK_MODEL",
          "CACHE_TTL",
          "MAX_COST_PER_HOUR",
          "COST_ALERT_THRESHOLD",
          "ENABLE_METRICS",
          "METRICS_PORT");

  private static final Set<String> OF_THE_GATEWAY =
      Set.of("general_settings", "environment_variables");

  private final Environment environment;

  public ConfigLoader(Environment environment) {
    this.environment = environment;
  }

  /**
   * Reads and checks the configuration.
   *
   * @throws ConfigException with every problem there is, when one of them is an error
   */
  public LoadedConfig load(ConfigRequest request) {
    Problems problems = new Problems(request.strict());
    ConfigFiles files = new ConfigFiles(environment, problems);
    Path file = files.find(request.file());
    LayeredEnvironment layered = files.withDotEnv(file);
    Mapping written = file == null ? Mapping.empty(builtIn()) : files.read(file);
    if (written == null) {
      problems.orThrow();
      throw new IllegalStateException("an unreadable file without a problem");
    }
    return load(request, problems, files, file, layered, written);
  }

  /**
   * Reads what is said about the gateway itself, without its models and without the stored keys of
   * providers: so much is needed to manage keys, also where these do not work.
   *
   * @throws ConfigException with every problem there is, when one of them is an error
   */
  public LoadedConfig loadSettings(ConfigRequest request) {
    Problems problems = new Problems(request.strict());
    ConfigFiles files = new ConfigFiles(environment, problems);
    Path file = files.find(request.file());
    LayeredEnvironment layered = files.withDotEnv(file, Map.of());
    Mapping written = file == null ? Mapping.empty(builtIn()) : files.read(file);
    if (written == null) {
      problems.orThrow();
      throw new IllegalStateException("an unreadable file without a problem");
    }
    List<Entry> kept =
        written.entries().stream().filter(each -> OF_THE_GATEWAY.contains(each.key())).toList();
    Mapping settings = new Mapping(kept, written.position());
    return load(request, problems, files, null, layered, settings);
  }

  /**
   * Where a variable gets its value from, as people know it: {@code $NAME}, or a file's name; null
   * when it has none. Looks into the environment, {@code .env} and the stored keys.
   */
  public @Nullable String origin(ConfigRequest request, String variable) {
    ConfigFiles files = new ConfigFiles(environment, new Problems(false));
    Scalar value = files.withDotEnv(files.find(request.file())).scalar(variable);
    return value == null ? null : value.position().source();
  }

  /**
   * Makes a configuration of one deployment, as if it were the only entry of {@code model_list};
   * reads no file but {@code .env}. What is not given comes from the vendor's variables.
   *
   * @param modelName what it is called
   * @throws ConfigException with every problem there is, when one of them is an error
   */
  public LoadedConfig loadOne(String modelName, List<GivenParameter> parameters) {
    Problems problems = new Problems(false);
    ConfigFiles files = new ConfigFiles(environment, problems);
    Position here = Position.of(Source.flag(COMMAND_LINE));
    List<Entry> params =
        parameters.stream()
            .map(given -> {
              Position flag = Position.of(Source.flag(given.flag()));
              return new Entry(given.name(), flag, Scalar.of(given.value(), flag));
            })
            .toList();
    Mapping entry =
        new Mapping(
            List.of(
                new Entry("model_name", here, Scalar.of(modelName, here)),
                new Entry("litellm_params", here, new Mapping(params, here))),
            here);
    Mapping written =
        new Mapping(
            List.of(new Entry("model_list", here, new Sequence(List.of(entry), here))), here);
    LayeredEnvironment layered = files.withDotEnv(null);
    LoadedConfig loaded = load(ConfigRequest.DEFAULT, problems, files, null, layered, written);
    List<DeploymentConfig> one =
        loaded.config().deployments().stream()
            .map(deployment -> deployment.withOrigin(COMMAND_LINE))
            .toList();
    return loaded.withDeployments(one);
  }

  /**
   * Gets ready to read more entries of {@code model_list} as if they stood in the configuration,
   * with the credentials and variables there are in it now.
   *
   * @throws ConfigException when the configuration cannot be read
   */
  public Entries entries(ConfigRequest request) {
    Problems problems = new Problems(request.strict());
    ConfigFiles files = new ConfigFiles(environment, problems);
    Path file = files.find(request.file());
    LayeredEnvironment layered = files.withDotEnv(file);
    Mapping whole = file == null ? null : files.read(file);
    problems.orThrow();
    List<Entry> beside = new ArrayList<>();
    if (whole != null) {
      whole.entries().stream()
          .filter(each -> !each.key().equals("model_list"))
          .forEach(beside::add);
    }
    return new Entries(environment, layered, beside);
  }

  /** Reads entries of a model list that are in no file. */
  public static final class Entries {
    private final Environment environment;
    private final LayeredEnvironment layered;
    private final List<Entry> beside;

    private Entries(Environment environment, LayeredEnvironment layered, List<Entry> beside) {
      this.environment = environment;
      this.layered = layered;
      this.beside = beside;
    }

    /**
     * Reads one.
     *
     * @param entry as JSON
     * @param origin where it comes from, for people
     * @return several for an entry that stands for several
     * @throws ConfigException with every problem there is, when one of them is an error
     */
    public List<DeploymentConfig> read(String entry, String origin) {
      Problems problems = new Problems(false);
      ConfigNode added = YamlReader.read(Source.secretFile(origin), entry, problems);
      problems.orThrow();
      if (!(added instanceof Mapping mapping)) {
        throw new IllegalArgumentException("an entry is an object");
      }
      Position here = Position.of(Source.flag(origin));
      List<Entry> all = new ArrayList<>(beside);
      all.add(new Entry("model_list", here, new Sequence(List.of(mapping), here)));
      ConfigFiles none = new ConfigFiles(environment, problems);
      Mapping written = new Mapping(all, here);
      return load(ConfigRequest.DEFAULT, problems, none, null, layered, written)
          .config()
          .deployments()
          .stream()
          .map(deployment -> deployment.withOrigin(origin))
          .toList();
    }
  }

  private static LoadedConfig load(
      ConfigRequest request,
      Problems problems,
      ConfigFiles files,
      @Nullable Path file,
      LayeredEnvironment environment,
      Mapping written) {
    LayeredEnvironment layered = withVariables(environment, written, problems);
    Mapping root = new VariableReferences(layered, problems).resolve(without(written));
    Loading loading =
        new Loading(KeyTable.read(), VendorTable.read(), layered, problems, new ArrayList<>());
    Discovery discovery = new Discovery(layered, loading.vendors(), problems);
    Result result = read(loading, discovery, root, file, request);
    List<Problem> warnings = problems.orThrow();
    return new LoadedConfig(
        result.config(),
        warnings,
        file,
        files.files(),
        loading.settings(),
        result.discovered() ? discovery.localServers() : List.of(),
        layered);
  }

  private record Result(GatewayConfig config, boolean discovered) {}

  private static Result read(
      Loading loading,
      Discovery discovery,
      Mapping root,
      @Nullable Path file,
      ConfigRequest request) {
    Map<String, Mapping> sections = Misplaced.settle(root, loading.table(), loading.problems());
    SectionValues top =
        SectionValues.closed(loading, "top", "", Objects.requireNonNull(sections.get("top")));
    SettingsReader settings = new SettingsReader(loading, sections);
    settings.apply(request);
    GeneralSettings general = settings.general();
    RequestSettings requests = settings.requests();
    RouterSettings router = settings.router();
    boolean discovered = !top.has("model_list");
    ModelList models = new ModelList(loading, top, settings);
    if (discovered) {
      models.addDiscovered(discovery);
    } else {
      models.addWritten(top.sections("model_list"), discovery);
    }
    if (file == null && discovered) {
      models.addDemo();
      warnOfVariables(loading);
    }
    String model = general.defaultModel();
    Position position = settings.defaultModelPosition();
    if (model != null && position != null && (discovered || request.model() != null)) {
      models.addNamed(model, position);
    }
    GatewayConfig config = new GatewayConfig(models.deployments(), general, router, requests);
    new ModelNames(config).check(loading.problems(), position, discovered);
    return new Result(config, discovered);
  }

  private static void warnOfVariables(Loading loading) {
    for (String name : NOT_YET) {
      Scalar value = loading.environment().scalar(name);
      if (value != null) {
        loading
            .problems()
            .ignored(
                "The variable %s is not yet supported and is ignored".formatted(name),
                null,
                value.position());
      }
    }
  }

  private static LayeredEnvironment withVariables(
      LayeredEnvironment environment, Mapping written, Problems problems) {
    if (!(written.get("environment_variables") instanceof Mapping mapping)) {
      return environment;
    }
    Map<String, Scalar> variables = new LinkedHashMap<>();
    for (Entry entry : new VariableReferences(environment, problems).resolve(mapping).entries()) {
      if (!(entry.value() instanceof Scalar scalar)) {
        problems.error(
            "The variable %s takes text, not %s".formatted(entry.key(), entry.value().shape()),
            null,
            entry.value().position());
      } else if (scalar.value() != null) {
        variables.put(entry.key(), scalar);
      } else if (scalar.isUnset()) {
        problems.warning(
            "$%s is not set; `environment_variables.%s` is left out"
                .formatted(scalar.variable(), entry.key()),
            null,
            scalar.position());
      }
    }
    return environment.over(variables);
  }

  /** What is left when the variables were set. */
  private static Mapping without(Mapping written) {
    return new Mapping(
        written.entries().stream()
            .filter(entry -> !entry.key().equals("include"))
            .filter(entry ->
                !(entry.key().equals("environment_variables") && entry.value() instanceof Mapping))
            .toList(),
        written.position());
  }

  private static Position builtIn() {
    return Position.of(Source.flag("default"));
  }
}
